package dev.sallyport.session;

import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrontendMessage.Close;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.Target;
import java.util.List;
import java.util.Set;

/**
 * Whether the server still reads texts as the gateway does. A function, or the end of a transaction, can change
 * {@code standard_conforming_strings} or {@code client_encoding} unseen, and the server says so before its next ReadyForQuery at the
 * earliest. What is sent before that and would read differently under other values has a Parse sent before it that succeeds under the
 * gateway's values alone; if it fails the server passes over what follows, up to the next Sync.
 */
final class ReadingCheck {
    /** Closed as soon as it is parsed. A client that has a statement of this name is refused what would be checked. */
    private static final String STATEMENT = "sallyport reads";

    /**
     * With backslash escapes the first string has no end; read by another encoding than UTF-8 the first name is not the second, which is
     * written without any letter that an encoding could change.
     */
    private static final String TEXT = "SELECT \"\u00e9\" FROM (SELECT '\\' AS U&\"\\00E9\") AS sallyport";

    /** Syntax error, nonstandard use of an escape character, undefined column. */
    private static final Set<String> CHANGED = Set.of("42601", "22P06", "42703");

    private ReadingCheck() {}

    /**
     * Whether bytes that are valid UTF-8 can mean something else under other settings: escapes begin with a backslash, and every encoding
     * that a client can have agrees with ASCII up to 0x7f.
     */
    static boolean concerns(Bytes text) {
        for (int i = 0; i < text.length(); i++) {
            byte one = text.at(i);
            if (one < 0 || one == '\\') {
                return true;
            }
        }
        return false;
    }

    /** The same of a name, in which nothing is escaped. */
    static boolean concerns(String name) {
        return name.chars().anyMatch(one -> one > 0x7f);
    }

    static Bytes parse() {
        return new Parse(STATEMENT, Bytes.ofUtf8(TEXT), List.of()).encode();
    }

    static Bytes close() {
        return new Close(Target.STATEMENT, STATEMENT).encode();
    }

    /**
     * Whether an error in answer to the check tells that a setting was changed. Another may also tell that the transaction is aborted, or
     * that the database's own encoding lacks the letter; the server passes over what follows then, too.
     */
    static boolean failed(ErrorResponse error) {
        return CHANGED.contains(error.sqlState());
    }
}
