package dev.sallyport.scan;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A kind of sensitive data, and what tells it. Immutable, thread-safe.
 *
 * @param name what a proposed mask is called: lower case, words joined by hyphens
 * @param plural what its values are called in a sentence
 * @param types what types the column may have
 * @param names what its name may hold, and how much that tells; null if names don't tell
 * @param values what its values are, and how much that tells; null if values don't tell
 */
record Kind(
        String name,
        String plural,
        Set<ColumnType> types,
        @Nullable Names names,
        @Nullable Values values) {

    Kind {
        types = Set.copyOf(types);
    }

    /** The types that a column can have, as far as they matter here. */
    enum ColumnType {
        TEXT,
        /** Whole numbers and numeric. */
        NUMBER,
        DATE,
        BINARY,
        /** inet and cidr. */
        NETWORK_ADDRESS,
        OTHER
    }

    /**
     * What a name tells.
     *
     * @param phrases lower-case words, separated by one blank where there are several: {@code date of birth}
     */
    record Names(Confidence confidence, List<String> phrases) {
        Names {
            phrases = List.copyOf(phrases);
        }

        static Names of(Confidence confidence, String... phrases) {
            return new Names(confidence, List.of(phrases));
        }

        /** Whether the words of a column's name hold one of the phrases, also where they are not separated. */
        boolean tell(List<String> words) {
            String spaced = " " + String.join(" ", words) + " ";
            return phrases.stream()
                    .anyMatch(phrase -> spaced.contains(" " + phrase + " ")
                            || spaced.contains(" " + phrase.replace(" ", "") + " "));
        }
    }

    /** What a value tells, if most others of its column are alike. */
    record Values(Confidence confidence, Predicate<String> test) {}
}
