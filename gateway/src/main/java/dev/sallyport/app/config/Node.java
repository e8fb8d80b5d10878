package dev.sallyport.app.config;

import java.util.List;
import java.util.Map;

/** A piece of a YAML document that knows its line. */
sealed interface Node {

    /** The line that it begins on, 1 or more. */
    int line();

    /** Keys and values, in the file's order. */
    record Mapping(Map<String, Node> entries, int line) implements Node {}

    record Sequence(List<Node> elements, int line) implements Node {}

    record Scalar(String text, Kind kind, int line) implements Node {
        @Override
        public String toString() {
            // It may hold a secret.
            return kind + " on line " + line;
        }
    }

    /** What YAML takes a scalar for. */
    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL
    }
}
