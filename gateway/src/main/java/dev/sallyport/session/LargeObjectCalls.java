package dev.sallyport.session;

import static java.util.Map.entry;

import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrontendMessage.FunctionCall;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What drivers use the function call protocol for: large objects. A call is decided and recorded as the SELECT that calls the same
 * function.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_proc.dat">pg_proc.dat, for the OIDs</a>
 */
final class LargeObjectCalls {
    /** By OID, which for functions of PostgreSQL's own never changes. Those that use a file of the server are not among them. */
    private static final Map<Integer, Bytes> TEXTS = Map.ofEntries(
            entry(715, text("lo_create($1)")),
            entry(952, text("lo_open($1, $2)")),
            entry(953, text("lo_close($1)")),
            entry(954, text("loread($1, $2)")),
            entry(955, text("lowrite($1, $2)")),
            entry(956, text("lo_lseek($1, $2, $3)")),
            entry(957, text("lo_creat($1)")),
            entry(958, text("lo_tell($1)")),
            entry(964, text("lo_unlink($1)")),
            entry(1004, text("lo_truncate($1, $2)")),
            entry(3170, text("lo_lseek64($1, $2, $3)")),
            entry(3171, text("lo_tell64($1)")),
            entry(3172, text("lo_truncate64($1, $2)")));

    private LargeObjectCalls() {}

    private static Bytes text(String call) {
        return Bytes.ofUtf8("SELECT pg_catalog." + call);
    }

    /** The text that a call is decided by; null if nobody could tell from it what it does. */
    static @Nullable Bytes textOf(FunctionCall call) {
        Bytes body = call.body();
        if (body.length() < Integer.BYTES) {
            return null;
        }
        int function = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            function = function << Byte.SIZE | (body.at(i) & 0xff);
        }
        return TEXTS.get(function);
    }
}
