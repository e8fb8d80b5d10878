package dev.sallyport.session;

import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ClientEncoding;
import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.Close;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.Target;
import java.util.ArrayList;
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

    /** With backslash escapes this string has no end. */
    private static final String BACKSLASH = "'\\'";

    /** How many characters a name has: none takes more than three bytes in UTF-8, and a name of the server's has 63. */
    private static final int NAME = 20;

    /** Syntax error, nonstandard use of an escape character, undefined column; a byte that is no character, or none of the database's. */
    private static final Set<String> CHANGED = Set.of("42601", "22P06", "42703", "22021", "22P05");

    private ReadingCheck() {}

    /**
     * Whether bytes can mean something else under other settings: escapes begin with a backslash, and every encoding that a client can have
     * agrees with ASCII up to 0x7f.
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

    /** The same of parameters that a person was shown, in which nothing is escaped. */
    static boolean concerns(Bind bind) {
        return bind.parameters().stream().anyMatch(value -> value != null && !ClientEncoding.isAscii(value));
    }

    /** A check that succeeds whatever the encoding is. */
    static Bytes parse() {
        return parse(Bytes.ofUtf8("SELECT 1 FROM (SELECT " + BACKSLASH + ") AS sallyport"));
    }

    /**
     * A check that succeeds only if each byte that stands for a character in an encoding stands for the same. The characters are names, and
     * the same names are written without any letter that an encoding could change.
     */
    static Bytes parse(ClientEncoding encoding) {
        List<String> named = new ArrayList<>();
        List<String> meant = new ArrayList<>();
        for (String name : names(encoding)) {
            StringBuilder escaped = new StringBuilder();
            name.chars().forEach(one -> escaped.append("\\%04X".formatted(one)));
            named.add('"' + name + '"');
            meant.add(BACKSLASH + " AS U&\"" + escaped + '"');
        }
        return parse(encoding.bytesOf(
                "SELECT " + String.join(", ", named) + " FROM (SELECT " + String.join(", ", meant) + ") AS sallyport"));
    }

    /** All characters beyond ASCII that an encoding of single bytes has, or one that no other has the same two bytes for. */
    private static List<String> names(ClientEncoding encoding) {
        if (encoding.isUtf8()) {
            return List.of("\u00e9");
        }
        String all = encoding.characters();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < all.length(); i += NAME) {
            names.add(all.substring(i, Math.min(all.length(), i + NAME)));
        }
        return names;
    }

    private static Bytes parse(Bytes text) {
        return new Parse(STATEMENT, text, List.of()).encode();
    }

    static Bytes close() {
        return new Close(Target.STATEMENT, STATEMENT).encode();
    }

    /**
     * Whether an error in answer to the check tells that a setting was changed. Another may also tell that the transaction is aborted; the
     * server passes over what follows then, too.
     */
    static boolean failed(ErrorResponse error) {
        return CHANGED.contains(error.sqlState());
    }
}
