package dev.sallyport.session;

import dev.sallyport.audit.StatementText;
import dev.sallyport.wire.Bytes;
import java.util.List;

/**
 * A prepared statement as the session knows it.
 *
 * @param name its name; empty for the unnamed one
 * @param sql its text, in UTF-8 whatever the client sent; it is decided anew each time it is bound, because rules and schema may have changed since
 * @param parameterTypes the OIDs that its Parse declared, unsigned and in decimal
 * @param text its text as accounts write it, each time it is bound
 */
record Prepared(String name, Bytes sql, List<String> parameterTypes, StatementText text) {

    /** What a Parse makes. The text is kept apart from what else was read with it. */
    static Prepared of(String name, Bytes sql, List<Integer> parameterTypes) {
        Bytes kept = sql.detached();
        return new Prepared(
                name,
                kept,
                parameterTypes.stream().map(Integer::toUnsignedString).toList(),
                StatementText.of(kept.array(), kept.offset(), kept.length()));
    }
}
