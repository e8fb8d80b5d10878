package dev.sallyport.app.config;

import dev.sallyport.terminal.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;

/** {@code check}: says whether a configuration file is in order. */
public final class CheckCommand {

    /** The file is in order. */
    public static final int GOOD = 0;

    /** The file has problems. */
    public static final int BAD = 1;

    /** The file can't be read. */
    public static final int UNREADABLE = 2;

    private final ConfigurationLoader loader;
    private final PrintWriter out;

    /** Makes a command that prints to {@code out}. */
    public CheckCommand(ConfigurationLoader loader, PrintWriter out) {
        this.loader = loader;
        this.out = out;
    }

    /**
     * Checks one file and prints each of its problems, then a summary.
     *
     * @return the exit code
     */
    public int run(Path file) {
        int code = switch (loader.load(file)) {
            case ConfigurationLoader.Result.Loaded loaded -> {
                print(file, "no problems");
                yield GOOD;
            }
            case ConfigurationLoader.Result.Rejected rejected -> {
                rejected.problems().forEach(problem -> print(file, problem.toString()));
                print(file, count(rejected.problems().size()));
                yield BAD;
            }
            case ConfigurationLoader.Result.Unreadable unreadable -> {
                print(file, "the file " + unreadable.reason());
                yield UNREADABLE;
            }
        };
        out.flush();
        return code;
    }

    /** What is printed repeats parts of the file, which may hold anything. */
    private void print(Path file, String text) {
        out.println(Printable.line(file + ": " + text));
    }

    private static String count(int problems) {
        if (problems >= ConfigurationLimits.PROBLEMS) {
            return "at least " + problems + " problems";
        }
        return problems == 1 ? "1 problem" : problems + " problems";
    }
}
