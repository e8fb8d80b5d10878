package dev.sallyport.sql;

import dev.sallyport.sql.parser.TreeNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How COPY ... TO STDOUT writes its rows (PostgreSQL documentation, COPY). Immutable.
 *
 * @param header whether the columns' names come before the rows
 * @param delimiter between two columns; means nothing in binary format
 * @param nullText what stands for NULL; means nothing in binary format
 * @param quote around values that need it; means nothing but in CSV
 * @param escape before a quote within a quoted value; means nothing but in CSV
 * @param forced the columns of which each value but NULL is quoted; means nothing but in CSV
 * @param allForced whether that is so of all columns
 */
public record CopyOut(
        Format format,
        boolean header,
        byte delimiter,
        String nullText,
        byte quote,
        byte escape,
        Set<String> forced,
        boolean allForced) {

    /** Checks nothing: the server refuses what does not fit together. */
    public CopyOut {
        forced = Set.copyOf(forced);
    }

    /** The formats of COPY. */
    public enum Format {
        TEXT,
        CSV,
        BINARY
    }

    /** @return null if it does not copy to the client, or with an option that is not known here */
    static @Nullable CopyOut of(TreeNode copy) {
        return copy.flag("is_from") || copy.flag("is_program") || copy.has("filename")
                ? null
                : new Reader().read(copy.nodes("options"));
    }

    /** Reads the options; the server takes each once at most. */
    private static final class Reader {
        private static final Set<String> TRUE = Set.of("true", "on", "1");

        private Format format = Format.TEXT;
        private boolean header;
        private @Nullable String delimiter;
        private @Nullable String nullText;
        private @Nullable String quote;
        private @Nullable String escape;
        private final Set<String> forced = new HashSet<>();
        private boolean allForced;

        @Nullable
        CopyOut read(List<TreeNode> options) {
            for (TreeNode option : options) {
                if (!take(option.text("defname", ""), option.node("arg"))) {
                    return null;
                }
            }
            boolean csv = format == Format.CSV;
            String separator = delimiter == null ? (csv ? "," : "\t") : delimiter;
            String quotation = quote == null ? "\"" : quote;
            String escaping = escape == null ? quotation : escape;
            if (!isOneByte(separator) || !isOneByte(quotation) || !isOneByte(escaping)) {
                return null;
            }
            return new CopyOut(
                    format,
                    header,
                    (byte) separator.charAt(0),
                    nullText == null ? (csv ? "" : "\\N") : nullText,
                    (byte) quotation.charAt(0),
                    (byte) escaping.charAt(0),
                    forced,
                    allForced);
        }

        private boolean take(String name, @Nullable TreeNode value) {
            switch (name) {
                case "format" -> {
                    return format(text(value));
                }
                case "header" -> header = isTrue(value);
                case "delimiter" -> delimiter = text(value);
                case "null" -> nullText = text(value);
                case "quote" -> quote = text(value);
                case "escape" -> escape = text(value);
                case "force_quote" -> forced(value);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private boolean format(@Nullable String name) {
            switch (name == null ? "" : name) {
                case "text" -> format = Format.TEXT;
                case "csv" -> format = Format.CSV;
                case "binary" -> format = Format.BINARY;
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void forced(@Nullable TreeNode columns) {
            if (columns == null || columns.type().equals("A_Star")) {
                allForced = true;
            } else {
                forced.addAll(columns.nameParts());
            }
        }

        private static @Nullable String text(@Nullable TreeNode value) {
            return value != null && value.type().equals("String") ? value.text("sval", "") : null;
        }

        private static boolean isTrue(@Nullable TreeNode value) {
            if (value == null) {
                return true;
            }
            return switch (value.type()) {
                case "String" -> TRUE.contains(value.text("sval", "").toLowerCase(Locale.ROOT));
                case "Integer" -> value.body().path("ival").asInt(0) == 1;
                case "Boolean" -> value.flag("boolval");
                default -> false;
            };
        }

        private static boolean isOneByte(String text) {
            return text.getBytes(StandardCharsets.UTF_8).length == 1;
        }
    }
}
