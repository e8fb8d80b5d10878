package dev.sallyport.audit;

import dev.sallyport.terminal.Printable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** The command that prints the records a person looks for, as JSON lines. */
public final class AuditSearch {
    private final Path directory;
    private final JournalFilter filter;

    /** A search in the journal of a directory. */
    public AuditSearch(Path directory, JournalFilter filter) {
        this.directory = directory;
        this.filter = filter;
    }

    /** Prints and returns the exit code: 0 done, also if nothing was found, 1 the journal could not be read. */
    public int run(PrintStream out, PrintStream err) {
        try {
            new JournalReader(directory).read(filter, entry -> out.println(Printable.line(entry.line())));
            return 0;
        } catch (IOException failure) {
            err.println("The audit journal cannot be searched: " + Printable.line(failure.toString()));
            return 1;
        }
    }
}
