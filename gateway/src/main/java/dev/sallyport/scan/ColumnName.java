package dev.sallyport.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A column, or a key inside a document.
 *
 * @param path the keys down to it; empty for the column itself
 */
record ColumnName(String schema, String table, String column, List<String> path) {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Pattern WORD_ENDS =
            Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^\\p{L}\\p{N}]+");

    ColumnName {
        path = List.copyOf(path);
    }

    /** As {@code columns} of a mask writes it: {@code schema.table.column->'key'->>'key'}. */
    String written() {
        StringBuilder written = new StringBuilder(quoted(schema) + "." + quoted(table) + "." + quoted(column));
        for (int i = 0; i < path.size(); i++) {
            written.append(i == path.size() - 1 ? "->>" : "->")
                    .append('\'')
                    .append(path.get(i).replace("'", "''"))
                    .append('\'');
        }
        return written.toString();
    }

    /** The words of its last name, in lower case: {@code dateOfBirth} and {@code DATE_OF_BIRTH} are {@code date of birth}. */
    List<String> words() {
        String last = path.isEmpty() ? column : path.getLast();
        List<String> words = new ArrayList<>();
        for (String word : WORD_ENDS.splitAsStream(last).toList()) {
            if (!word.isEmpty()) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }

    private static String quoted(String name) {
        return PLAIN.matcher(name).matches() ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
