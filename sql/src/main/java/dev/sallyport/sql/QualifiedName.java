package dev.sallyport.sql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names in a text, as PostgreSQL reads them where a function takes one: {@code schema.name}, folded to lower case but for what stands in
 * double quotes.
 */
final class QualifiedName {
    private static final Pattern PART =
            Pattern.compile("\\s*(?:([A-Za-z_][A-Za-z0-9_$]*)|\"((?:[^\"]|\"\")+)\")\\s*(\\.|$)");

    /** NAMEDATALEN - 1, in bytes: the server cuts off what is longer. */
    private static final int LONGEST = 63;

    private QualifiedName() {}

    /**
     * Its parts; none if it is not plainly such a name. Letters beyond ASCII must be quoted, since the server folds them by its locale, and
     * names that it would cut off are none.
     */
    static List<String> parse(String text) {
        List<String> parts = new ArrayList<>();
        Matcher part = PART.matcher(text);
        int at = 0;
        boolean more = true;
        while (more) {
            part.region(at, text.length());
            if (!part.lookingAt()) {
                return List.of();
            }
            String plain = part.group(1);
            String quoted = part.group(2);
            String name = plain == null ? quoted.replace("\"\"", "\"") : plain.toLowerCase(Locale.ROOT);
            if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                return List.of();
            }
            parts.add(name);
            at = part.end();
            more = part.group(3).equals(".");
        }
        return parts;
    }
}
