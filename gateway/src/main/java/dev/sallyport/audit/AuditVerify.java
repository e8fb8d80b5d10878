package dev.sallyport.audit;

import dev.sallyport.audit.Verification.Broken;
import dev.sallyport.audit.Verification.Verified;
import dev.sallyport.terminal.Printable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** The command that proves a journal's chain and says where it is broken. */
public final class AuditVerify {
    private final Path directory;

    /** A verification of the journal in a directory. */
    public AuditVerify(Path directory) {
        this.directory = directory;
    }

    /** Prints the outcome and returns the exit code: 0 whole, 1 broken or not readable. */
    public int run(PrintStream out, PrintStream err) {
        Verification verification;
        try {
            verification = JournalVerifier.verify(directory);
        } catch (IOException failure) {
            err.println("The audit journal cannot be read: " + Printable.line(failure.toString()));
            return 1;
        }
        return switch (verification) {
            case Verified verified -> print(out, verified);
            case Broken broken -> print(err, broken);
        };
    }

    private static int print(PrintStream out, Verified verified) {
        out.println("The audit journal is whole: " + verified.records() + " records, the last is "
                + verified.lastSequence() + ".");
        out.println("head " + verified.headHash());
        if (verified.unfinishedBytes() > 0) {
            out.println(verified.unfinishedBytes()
                    + " bytes stand behind the last record: one is being written, or a gateway was killed in it.");
        }
        return 0;
    }

    private static int print(PrintStream err, Broken broken) {
        String where = broken.line() > 0 ? ", line " + broken.line() : "";
        err.println("The audit journal is BROKEN at record " + broken.sequence() + " (" + broken.file() + where + "): "
                + Printable.line(broken.why()) + ".");
        return 1;
    }
}
