package dev.sallyport.role;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Names and texts as they stand in statements. What is written so means the same whatever {@code standard_conforming_strings} is.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">Lexical structure</a>
 */
final class Sql {
    private Sql() {}

    /** A name, always quoted: no word of the grammar and no capital letter makes a difference then. */
    static String identifier(String name) {
        return "\"" + withoutNul(name).replace("\"", "\"\"") + "\"";
    }

    /** Names in their order, with commas between them. */
    static String identifiers(Collection<String> names) {
        return names.stream().map(Sql::identifier).collect(Collectors.joining(", "));
    }

    static String qualified(String schema, String name) {
        return identifier(schema) + "." + identifier(name);
    }

    /** A text constant. With a backslash in it, it is an escape string constant. */
    static String literal(String text) {
        String quoted = "'" + withoutNul(text).replace("'", "''").replace("\\", "\\\\") + "'";
        return text.indexOf('\\') >= 0 ? "E" + quoted : quoted;
    }

    private static String withoutNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("no statement can hold a NUL");
        }
        return text;
    }
}
