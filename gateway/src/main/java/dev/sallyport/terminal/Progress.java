package dev.sallyport.terminal;

import java.io.PrintStream;

/**
 * A bar on one line that shows how far long work has come, on a person's terminal alone: where output goes to a file or a pipe nothing
 * is written. For one thread.
 */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final int LONGEST_LABEL = 60;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean shown;
    private long done;
    private int lastShown = -1;

    private Progress(PrintStream out, boolean shown) {
        this.out = out;
        this.shown = shown;
    }

    /**
     * A bar on standard error, if that is a terminal. Java can't tell; the script that starts the program does, by the environment
     * variable {@code SALLYPORT_TERMINAL}.
     */
    public static Progress onStandardError() {
        return new Progress(System.err, "stderr".equals(System.getenv("SALLYPORT_TERMINAL")));
    }

    static Progress on(PrintStream out, boolean shown) {
        return new Progress(out, shown);
    }

    /**
     * One more step is done.
     *
     * @param label what was done; may be anybody's text
     * @param total how many steps there are in all, as far as is known now
     */
    public void step(String label, long total) {
        done++;
        int percent = total <= 0 ? 100 : (int) Math.min(100, done * 100 / total);
        if (shown && (percent != lastShown || total <= 1_000)) {
            lastShown = percent;
            int full = WIDTH * percent / 100;
            out.print(CLEAR_LINE + "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + done + "/" + total + " "
                    + Printable.shortened(Printable.line(label), LONGEST_LABEL));
            out.flush();
        }
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (shown && lastShown >= 0) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }
}
