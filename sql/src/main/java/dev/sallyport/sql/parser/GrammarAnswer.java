package dev.sallyport.sql.parser;

/** What the grammar itself says of a text. */
sealed interface GrammarAnswer {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Json(byte[] utf8) implements GrammarAnswer {}

    record Rejected(String message, int cursorPosition) implements GrammarAnswer {}

    /** The JSON is longer than asked for. */
    record TooLarge() implements GrammarAnswer {}
}
