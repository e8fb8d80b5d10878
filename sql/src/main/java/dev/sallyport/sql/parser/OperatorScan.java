package dev.sallyport.sql.parser;

import static dev.sallyport.sql.parser.ParserSettings.MAXIMUM_COMMENT_DEPTH;
import static dev.sallyport.sql.parser.ParserSettings.MAXIMUM_OPERATOR_LENGTH;

/**
 * A scanner that tells operators and comments from strings, quoted identifiers and dollar quotes, after the lexical
 * rules of PostgreSQL ("SQL Syntax", section 4.1) with standard-conforming strings. It decides nothing about meaning:
 * were it wrong about a text, the grammar's time limit would still hold.
 */
final class OperatorScan {
    enum Finding {
        FINE,
        OPERATOR_TOO_LONG,
        TOO_MANY_COMMENTS
    }

    private static final String OPERATOR_CHARACTERS = "~!@#^&|`?+-*/%<>=";

    private final byte[] sql;
    private int position;
    private int rowEnd;
    private int commentsInRow;

    OperatorScan(byte[] sql) {
        this.sql = sql;
    }

    Finding scan() {
        while (position < sql.length) {
            int next = sql[position];
            if (isAt("--")) {
                skipLine();
            } else if (isAt("/*")) {
                if (!skipBlockComment()) {
                    return Finding.TOO_MANY_COMMENTS;
                }
            } else if (isOperator(next)) {
                if (!skipOperator()) {
                    return Finding.OPERATOR_TOO_LONG;
                }
            } else if (next == '\'') {
                skipQuoted('\'');
            } else if (next == '"') {
                skipQuoted('"');
            } else if (next == '$') {
                skipDollar();
            } else if (isIdentifierStart(next)) {
                skipIdentifier();
            } else {
                position++;
            }
        }
        return Finding.FINE;
    }

    /** The server looks ahead from an operator's start to the row's end even where a comment begins within the row. */
    private boolean skipOperator() {
        int start = position;
        if (endOfRow(start) - start > MAXIMUM_OPERATOR_LENGTH) {
            return false;
        }
        do {
            position++;
        } while (position < sql.length && isOperator(sql[position]) && !isAt("--") && !isAt("/*"));
        return true;
    }

    private void skipLine() {
        while (position < sql.length && sql[position] != '\n' && sql[position] != '\r') {
            position++;
        }
    }

    private boolean skipBlockComment() {
        int depth = 0;
        do {
            if (isAt("/*")) {
                depth++;
                if (depth > MAXIMUM_COMMENT_DEPTH || !countInRow()) {
                    return false;
                }
                position += 2;
            } else if (isAt("*/")) {
                depth--;
                position += 2;
            } else {
                position++;
            }
        } while (depth > 0 && position < sql.length);
        return true;
    }

    /** Counts a comment's start towards its row of operator characters. */
    private boolean countInRow() {
        if (position >= rowEnd) {
            commentsInRow = 0;
            rowEnd = endOfRow(position);
        }
        commentsInRow++;
        return commentsInRow <= MAXIMUM_COMMENT_DEPTH;
    }

    private int endOfRow(int start) {
        int end = start;
        while (end < sql.length && isOperator(sql[end])) {
            end++;
        }
        return end;
    }

    /** A doubled quote ends one string and begins the next, which comes to the same. */
    private void skipQuoted(char quote) {
        position++;
        while (position < sql.length && sql[position] != quote) {
            position++;
        }
        position++;
    }

    private void skipIdentifier() {
        int start = position;
        while (position < sql.length && isIdentifierPart(sql[position])) {
            position++;
        }
        boolean escapes = position - start == 1 && (sql[start] == 'e' || sql[start] == 'E');
        if (escapes && isAt("'")) {
            skipEscapeString();
        }
    }

    /** {@code E'...'}, and the parts that continue it on later lines. */
    private void skipEscapeString() {
        do {
            position++;
            while (position < sql.length && sql[position] != '\'') {
                position += sql[position] == '\\' ? 2 : 1;
            }
            position++;
        } while (isAt("'") || continuesOnLaterLine());
    }

    private boolean continuesOnLaterLine() {
        boolean newLine = false;
        int next = position;
        while (next < sql.length && isSpace(sql[next])) {
            newLine |= sql[next] == '\n' || sql[next] == '\r';
            next++;
        }
        if (!newLine || next >= sql.length || sql[next] != '\'') {
            return false;
        }
        position = next;
        return true;
    }

    private void skipDollar() {
        int start = position++;
        while (position < sql.length && isTagPart(sql[position], position - start)) {
            position++;
        }
        if (!isAt("$")) {
            return; // a parameter, or a stray dollar
        }
        position++;
        int tagLength = position - start;
        while (position < sql.length && !isSame(start, position, tagLength)) {
            position++;
        }
        position = Math.min(sql.length, position + tagLength);
    }

    private boolean isSame(int tag, int other, int length) {
        if (other + length > sql.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (sql[tag + i] != sql[other + i]) {
                return false;
            }
        }
        return true;
    }

    private boolean isAt(String text) {
        if (position + text.length() > sql.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (sql[position + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOperator(int next) {
        return next > 0 && OPERATOR_CHARACTERS.indexOf(next) >= 0;
    }

    /** Bytes of a multi-byte character are negative here, and letters for PostgreSQL. */
    private static boolean isIdentifierStart(int next) {
        return next < 0 || next == '_' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    }

    private static boolean isIdentifierPart(int next) {
        return isIdentifierStart(next) || next == '$' || isDigit(next);
    }

    private static boolean isTagPart(int next, int place) {
        return isIdentifierStart(next) || (place > 1 && isDigit(next));
    }

    private static boolean isDigit(int next) {
        return next >= '0' && next <= '9';
    }

    private static boolean isSpace(int next) {
        return next == ' ' || (next >= '\t' && next <= '\r');
    }
}
