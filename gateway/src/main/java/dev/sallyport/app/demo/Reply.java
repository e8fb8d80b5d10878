package dev.sallyport.app.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client showed for one statement.
 *
 * @param lines its output, one row a line, values separated by a bar; or a command tag
 * @param notices what the server told besides
 * @param sqlState of its error, null if there was none
 * @param message of its error, empty if there was none
 */
record Reply(
        List<String> lines, List<String> notices, @Nullable String sqlState, String message) {
    Reply {
        lines = List.copyOf(lines);
        notices = List.copyOf(notices);
    }

    boolean failedWith(String state) {
        return state.equals(sqlState);
    }

    /** The output as one text. */
    String text() {
        return String.join("\n", lines);
    }
}
