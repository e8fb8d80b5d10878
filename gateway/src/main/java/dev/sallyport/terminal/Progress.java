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
    private final long total;
    private long done;
    private int lastShown = -1;

    private Progress(PrintStream out, boolean shown, long total) {
        this.out = out;
        this.shown = shown;
        this.total = total;
    }

    /**
     * A bar on standard error, if that is a terminal.
     *
     * @param total how many steps there are, from 0
     */
    public static Progress onStandardError(long total) {
        return new Progress(
                System.err, System.console() != null && System.console().isTerminal(), total);
    }

    static Progress on(PrintStream out, boolean shown, long total) {
        return new Progress(out, shown, total);
    }

    /**
     * One more step is done.
     *
     * @param label what comes next; may be anybody's text
     */
    public void step(String label) {
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
