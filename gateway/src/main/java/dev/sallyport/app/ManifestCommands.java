package dev.sallyport.app;

import dev.sallyport.app.config.ManifestLimits;
import dev.sallyport.app.config.ReviewedFiles;
import dev.sallyport.sql.TreeDigest;
import dev.sallyport.terminal.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code manifest}: what is known of files of reviewed statements. */
@Command(
        name = "manifest",
        description = "Look at files of reviewed statements.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = ManifestCommands.Digest.class)
public final class ManifestCommands implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing; see: sallyport manifest --help");
    }

    /** {@code manifest digest}. */
    @Command(
            name = "digest",
            description = {
                "Print the digest of each file, and of all of them together if there are several.",
                "It says what the statements are, comments and white space aside.",
                "Exit code 0: printed; 1: a file can't be taken as a manifest, and why."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Digest implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of SQL statements.")
        private final List<Path> files = new ArrayList<>();

        @Option(
                names = "--statements",
                description = "Print the digest of each statement, too, with its line and kind.")
        private boolean statements;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
        private CommandSpec spec;

        @Override
        public Integer call() {
            if (files.size() > ManifestLimits.FILES) {
                throw new ParameterException(
                        spec.commandLine(), "there are more than " + ManifestLimits.FILES + " files");
            }
            PrintWriter out = spec.commandLine().getOut();
            PrintWriter err = spec.commandLine().getErr();
            List<TreeDigest> digests = new ArrayList<>();
            try (ReviewedFiles reader = new ReviewedFiles()) {
                for (Path file : files) {
                    switch (reader.read(file, file.toString())) {
                        case ReviewedFiles.Result.Read read -> {
                            digests.add(read.text().digest());
                            print(read, out);
                        }
                        case ReviewedFiles.Result.Bad(String problem) -> err.println(Printable.line(problem));
                    }
                }
            }
            if (digests.size() == files.size() && files.size() > 1) {
                out.println(TreeDigest.ofTexts(digests) + "  all " + files.size() + " files");
            }
            out.flush();
            err.flush();
            return digests.size() == files.size() ? 0 : 1;
        }

        private void print(ReviewedFiles.Result.Read read, PrintWriter out) {
            String name = Printable.line(read.text().name());
            out.println(read.text().digest() + "  " + name);
            if (statements) {
                for (ReviewedFiles.Reviewed one : read.statements()) {
                    out.println("  " + one.digest() + "  " + name + ":" + one.line() + " " + one.kind());
                }
            }
        }
    }
}
