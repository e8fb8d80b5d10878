package dev.sallyport.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names, by a pattern: {@code *} stands for any characters, {@code ?} for one. It is folded to lower case as SQL folds names, unless it
 * stands in double quotes, where everything is a character like any other. Immutable.
 */
final class NamePattern {
    /** The longest pattern, in characters: names have 63 bytes at most. */
    static final int LONGEST = 128;

    private static final String ONE = "([\\p{L}_*?][\\p{L}\\p{N}_$*?]*|\"(?:[^\"]|\"\")+\")";
    private static final Pattern NAME = Pattern.compile(ONE);
    private static final Pattern QUALIFIED = Pattern.compile(ONE + "\\." + ONE);
    private static final String SYSTEM = "pg_";
    private static final String STANDARD = "information_schema";

    private final Glob glob;
    private final String text;

    private NamePattern(String text) {
        this.text = text;
        this.glob = text.startsWith("\"")
                ? Glob.literal(text.substring(1, text.length() - 1).replace("\"\"", "\""))
                : Glob.of(text.toLowerCase(Locale.ROOT));
    }

    /** What became of a text. */
    sealed interface Parsed {
        /** @param parts one, or two for a qualified name */
        record Good(List<NamePattern> parts) implements Parsed {
            public Good {
                parts = List.copyOf(parts);
            }
        }

        record Malformed(String reason) implements Parsed {}
    }

    /** A pattern for names of schemas. */
    static Parsed ofSchema(String text) {
        return parse(text, NAME, "a schema is written as its name, with * and ? for what may differ");
    }

    /** A pattern for qualified names of relations: one of its schema, one of its own. */
    static Parsed ofRelation(String text) {
        return parse(text, QUALIFIED, "a table is written schema.table, with * and ? for what may differ");
    }

    private static Parsed parse(String text, Pattern form, String otherwise) {
        Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            return new Parsed.Malformed(otherwise);
        }
        List<NamePattern> parts = new ArrayList<>();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group).length() > LONGEST) {
                return new Parsed.Malformed("a pattern has " + LONGEST + " characters at most");
            }
            parts.add(new NamePattern(matcher.group(group)));
        }
        return new Parsed.Good(parts);
    }

    /** Whether it stands for every name. */
    boolean isEvery() {
        return glob.isEverything();
    }

    /** Whether it stands for a name. */
    boolean matches(String name) {
        return glob.matches(name);
    }

    /** As {@link #matches}, of a schema: those of the system are meant only by a pattern that begins as their names do. */
    boolean matchesSchema(String name) {
        boolean systems = name.startsWith(SYSTEM) || name.equals(STANDARD);
        return matches(name) && (!systems || beginsAsSystem());
    }

    private boolean beginsAsSystem() {
        String begin = text.toLowerCase(Locale.ROOT).replace("\"", "");
        return begin.startsWith(SYSTEM) || begin.startsWith(STANDARD);
    }

    @Override
    public String toString() {
        return text;
    }
}
