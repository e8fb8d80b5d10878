package dev.sallyport.app.policy;

import dev.sallyport.app.config.PolicyCase;
import dev.sallyport.terminal.Printable;
import java.io.PrintWriter;
import java.util.List;

/** What failed, as a diff for a person, and a summary. */
final class TextReport implements TestReport {
    private static final int LONGEST_TEXT = 100;

    private final PrintWriter out;
    private final Paint paint;

    TextReport(PrintWriter out, Paint paint) {
        this.out = out;
        this.paint = paint;
    }

    private void failed(CaseResult result) {
        PolicyCase test = result.test();
        out.println(paint.bad("FAILED") + " " + Printable.line(test.file() + ":" + test.line() + ": " + test.name()));
        out.println("    " + Printable.line(test.identity().subject() + " on " + test.database() + ": ")
                + Printable.firstLine(test.texts().getLast(), LONGEST_TEXT));
        for (Difference difference : result.differences()) {
            out.println(paint.good("    - " + line(difference.what(), difference.expected())));
            out.println(paint.bad("    + " + line(difference.what(), difference.actual())));
        }
    }

    private static String line(String what, String text) {
        return String.format("%-9s ", what) + Printable.line(text);
    }

    @Override
    public void write(List<CaseResult> results) {
        List<CaseResult> failures =
                results.stream().filter(result -> !result.passed()).toList();
        failures.forEach(this::failed);
        int failed = failures.size();
        if (failed > 0) {
            out.println("- expected, + decided");
        }
        String summary = results.size() + (results.size() == 1 ? " test, " : " tests, ") + failed + " failed";
        out.println(failed > 0 ? paint.bad(summary) : paint.good(summary));
        out.flush();
    }
}
