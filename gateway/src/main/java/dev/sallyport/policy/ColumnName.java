package dev.sallyport.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column as a mask declares it: {@code schema.table.column}, or {@code schema.table.column->'a'->>'b'} for a key inside a jsonb
 * column. Names are folded to lower case as SQL folds them, unless they stand in double quotes.
 *
 * @param schema the schema's name
 * @param relation the relation's name
 * @param column the column's name
 * @param path the keys down to the value, empty for the whole column
 */
record ColumnName(String schema, String relation, String column, List<String> path) {

    private static final String NAME = "([\\p{L}_][\\p{L}\\p{N}_$]*|\"(?:[^\"]|\"\")+\")";
    private static final Pattern COLUMN = Pattern.compile(NAME + "\\." + NAME + "\\." + NAME);
    private static final Pattern STEP = Pattern.compile("\\s*(->>|->)\\s*'((?:[^']|'')*)'");

    ColumnName {
        path = List.copyOf(path);
    }

    /** What became of a text. */
    sealed interface Parsed {
        record Column(ColumnName name) implements Parsed {}

        record Malformed(String reason) implements Parsed {}
    }

    static Parsed parse(String text) {
        Matcher column = COLUMN.matcher(text);
        if (!column.lookingAt()) {
            return new Parsed.Malformed("a column is written schema.table.column");
        }
        List<String> path = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        int at = column.end();
        boolean last = false;
        while (at < text.length()) {
            step.region(at, text.length());
            if (last || !step.lookingAt()) {
                return new Parsed.Malformed("a key of a jsonb column is written ->>'key' or ->'key'->>'key'");
            }
            last = step.group(1).equals("->>");
            path.add(step.group(2).replace("''", "'"));
            at = step.end();
        }
        return new Parsed.Column(
                new ColumnName(unquote(column.group(1)), unquote(column.group(2)), unquote(column.group(3)), path));
    }

    private static String unquote(String name) {
        return name.startsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name.toLowerCase(Locale.ROOT);
    }
}
