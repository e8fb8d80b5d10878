package dev.sallyport.sql.parser;

import tools.jackson.databind.JsonNode;

/** What became of a text. Only a {@link Tree} says what PostgreSQL would run; everything else must not be forwarded. */
public sealed interface ParseResult {

    /**
     * The text is syntactically valid.
     *
     * @param root libpg_query's JSON: {@code version} and {@code stmts}, an array of raw statements, empty for a text
     *     without any. Locations are byte offsets into the text. Fields with a zero value are left out. Must not be
     *     modified.
     */
    record Tree(JsonNode root) implements ParseResult {}

    /**
     * PostgreSQL would answer with this syntax error.
     *
     * @param message PostgreSQL's own primary message, in English; it can quote a part of the text
     * @param cursorPosition where, in characters from 1 as in an ErrorResponse's field P, or 0 for nowhere
     */
    record SyntaxError(String message, int cursorPosition) implements ParseResult {}

    /**
     * The text was not read, or not to its end, so nothing is known of it.
     *
     * @param sentence says it to a person and quotes nothing of the text
     */
    record Refused(Reason reason, String sentence) implements ParseResult {}

    /** Why a text was refused. */
    enum Reason {
        /** A NUL byte, which PostgreSQL's protocol takes for the end of the text. */
        NUL_BYTE,
        /** Not UTF-8. */
        INVALID_ENCODING,
        /** Longer than {@link ParserSettings#maximumTextBytes()}. */
        TEXT_TOO_LONG,
        /** Comments nested, or strung together, beyond {@link ParserSettings#MAXIMUM_COMMENT_DEPTH}. */
        TOO_MANY_COMMENTS,
        /** Operator characters in a row beyond {@link ParserSettings#MAXIMUM_OPERATOR_LENGTH}. */
        OPERATOR_TOO_LONG,
        /** Nested beyond {@link ParserSettings#maximumTreeDepth()}, or beyond the parser's stack. */
        TOO_DEEP,
        /** The tree is larger than {@link ParserSettings#maximumTreeBytes()}, or the parser's memory is exhausted. */
        TREE_TOO_LARGE,
        /** Not parsed within {@link ParserSettings#timeLimit()}. */
        TIME_LIMIT,
        /** The grammar stopped in a way that is no syntax error. */
        PARSER_FAILED,
        /** Too many texts are waiting already. */
        OVERLOADED,
        /** The parser was closed. */
        CLOSED
    }
}
