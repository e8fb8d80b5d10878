package dev.sallyport.masking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader of the documentation is told of a mask function.
 *
 * @param name its name in a configuration
 * @param summary what it does to a value
 * @param reveals what a masked value tells of the value; empty for nothing
 * @param examples what it makes of each type, by the definitions that answers are made from
 */
public record FunctionGuide(String name, String summary, String reveals, List<Example> examples) {
    public FunctionGuide {
        examples = List.copyOf(examples);
    }

    /**
     * What a client sees in the place of a value.
     *
     * @param type the type's name
     * @param value a value in text format; null where it does not matter
     * @param shown the masked value in text format; {@code NULL} for no value
     */
    public record Example(String type, @Nullable String value, String shown) {

        /** The row of a table that says so. */
        public String row() {
            String end = cell(shown) + " |";
            return value == null ? "| " + type + " | " + end : "| " + type + " | " + cell(value) + " | " + end;
        }

        private static String cell(String text) {
            return text.isEmpty() ? "(empty)" : "`" + text + "`";
        }
    }
}
