package dev.sallyport.app.demo;

import dev.sallyport.terminal.Printable;
import java.io.PrintWriter;
import java.util.List;

/** What a script printed and how many of its steps gave what they should. For one thread. */
final class Transcript {
    private static final String GREEN = "\u001B[32m";
    private static final String RED = "\u001B[31m";
    private static final String DIM = "\u001B[2m";
    private static final String NORMAL = "\u001B[0m";
    private static final int SHOWN_LINES = 8;
    private static final int WIDTH = 110;

    private final PrintWriter out;
    private final boolean colour;
    private int passed;
    private int failed;

    Transcript(PrintWriter out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /** What a step typed. */
    void said(String who, String text) {
        print(who + "> " + text, "");
    }

    /** What it was answered. */
    void answered(Reply reply) {
        reply.notices().forEach(notice -> print("   NOTICE: " + notice, DIM));
        shown(reply.lines());
        if (reply.sqlState() != null) {
            print("   ERROR " + reply.sqlState() + ": " + reply.message(), DIM);
        }
    }

    /** Lines of an answer; not more than fit. */
    void shown(List<String> lines) {
        lines.stream().limit(SHOWN_LINES).forEach(line -> print("   " + line, DIM));
        if (lines.size() > SHOWN_LINES) {
            print("   ... and " + (lines.size() - SHOWN_LINES) + " lines more", DIM);
        }
    }

    /** Whether a step gave what it should. */
    void expect(boolean holds, String what) {
        if (holds) {
            passed++;
        } else {
            failed++;
        }
        print((holds ? "✓ " : "✗ ") + what, holds ? GREEN : RED);
    }

    /**
     * Prints the sum.
     *
     * @return whether every step gave what it should
     */
    boolean end() {
        print("", "");
        print(passed + " passed, " + failed + " failed", failed == 0 ? GREEN : RED);
        return failed == 0;
    }

    private void print(String text, String style) {
        String line = Printable.line(text);
        String shown = line.length() > WIDTH ? line.substring(0, WIDTH - 3) + "..." : line;
        out.println(colour && !style.isEmpty() ? style + shown + NORMAL : shown);
        out.flush();
    }
}
