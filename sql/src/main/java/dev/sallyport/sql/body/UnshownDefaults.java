package dev.sallyport.sql.body;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a body may hold a default of a variable that the parser does not show: it leaves out those of variables whose type is a row, or
 * one that it does not know, such as a domain. A default is written with DEFAULT, {@code :=} or {@code =}. If the body has more of these
 * signs than the code that is shown, there may be one that is not. For one body.
 */
final class UnshownDefaults {
    private static final Pattern SIGN = Pattern.compile(":?=|default", Pattern.CASE_INSENSITIVE);

    private int unaccounted;
    private boolean rows;

    UnshownDefaults(String body) {
        unaccounted = signs(body);
    }

    /** A piece of code is shown, all of it. */
    void within(String code) {
        unaccounted -= signs(code);
    }

    /** A sign of another use is shown: a default, an option of RAISE, an item of GET DIAGNOSTICS. */
    void shown() {
        unaccounted--;
    }

    /** A variable of a row or of an unknown type is declared. */
    void row() {
        rows = true;
    }

    boolean possible() {
        return rows && unaccounted != 0;
    }

    private static int signs(String text) {
        int signs = 0;
        for (Matcher matcher = SIGN.matcher(text); matcher.find(); ) {
            signs++;
        }
        return signs;
    }
}
