package dev.sallyport.app.config;

import java.util.List;

/** What may stand at a place of the configuration. The file is checked against shapes, and the JSON Schema is written from them. */
sealed interface Shape {

    /** Any text. A number is taken as the text it is written as. */
    record Text() implements Shape {}

    /** A text that may be {@code ${env:NAME}} or {@code ${file:PATH}} instead. */
    record SecretText() implements Shape {}

    /** Letters, digits, {@code _}, {@code .} and {@code -}; up to 63 of them. */
    record Name() implements Shape {}

    /** A time as {@code 60s}, {@code 15m} or {@code 1h}. */
    record Time() implements Shape {}

    /** A number of bytes, plain or as {@code 64MiB}. */
    record Size() implements Shape {}

    record Flag() implements Shape {}

    record Whole(int least, int most) implements Shape {}

    /** One of these texts. YAML reads a bare {@code null} as nothing; where {@code null} is a choice it is the text. */
    record Choice(List<String> choices) implements Shape {}

    record ListOf(Shape element) implements Shape {}

    /** A mapping from names that the configuration's author chooses. */
    record Named(Shape value) implements Shape {}

    /** A mapping with these keys alone. */
    record Section(List<Key> keys) implements Shape {}

    /** A text that begins so, or a section. */
    record PrefixedOr(String prefix, Section section) implements Shape {}

    /** One of the words, or a mapping with exactly one of the section's keys. */
    record WordOrOneOf(List<String> words, Section section) implements Shape {}

    /** One of some texts, or a mapping with at least one of the section's keys. */
    record ChoiceOr(Choice choice, Section section) implements Shape {}

    /** One text or a list of texts. */
    record OneOrMore() implements Shape {}

    /** A mapping of whatever JSON can hold. */
    record Tree() implements Shape {}

    /** One text or a list of texts, or a section. */
    record OneOrMoreOr(Section section) implements Shape {}

    record Key(String name, Shape shape, boolean required, String description) {}

    static Key required(String name, Shape shape, String description) {
        return new Key(name, shape, true, description);
    }

    static Key optional(String name, Shape shape, String description) {
        return new Key(name, shape, false, description);
    }

    static Section section(Key... keys) {
        return new Section(List.of(keys));
    }
}
