package dev.sallyport.session;

import dev.sallyport.audit.StatementText;
import dev.sallyport.policy.Situation;
import dev.sallyport.wire.Bytes;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A prepared statement as the session knows it.
 *
 * @param name its name; empty for the unnamed one
 * @param sql its text, in UTF-8 whatever the client sent; it is decided anew each time it is bound, because rules and schema may have changed since
 * @param parameterTypes the OIDs that its Parse declared, unsigned and in decimal
 * @param typesOfUsers those of them that are no types of the system
 * @param text its text as accounts write it, each time it is bound
 */
record Prepared(String name, Bytes sql, List<String> parameterTypes, Set<Integer> typesOfUsers, StatementText text) {

    /** What a Parse makes. The text is kept apart from what else was read with it. */
    static Prepared of(String name, Bytes sql, List<Integer> parameterTypes) {
        Bytes kept = sql.detached();
        return new Prepared(
                name,
                kept,
                parameterTypes.stream().map(Integer::toUnsignedString).toList(),
                parameterTypes.stream()
                        .filter(type -> Integer.compareUnsigned(type, Situation.FIRST_TYPE_OF_USERS) >= 0)
                        .collect(Collectors.toUnmodifiableSet()),
                StatementText.of(kept.array(), kept.offset(), kept.length()));
    }
}
