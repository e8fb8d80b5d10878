package dev.sallyport.session;

import dev.sallyport.wire.Bytes;
import java.util.List;

/**
 * A prepared statement as the session knows it.
 *
 * @param name its name; empty for the unnamed one
 * @param sql its exact text; it is decided anew each time it is bound, because rules and schema may have changed since
 * @param parameterTypes the OIDs that its Parse declared
 */
record Prepared(String name, Bytes sql, List<Integer> parameterTypes) {}
