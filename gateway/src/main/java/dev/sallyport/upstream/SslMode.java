package dev.sallyport.upstream;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How much a connection to the server is protected, in libpq's words.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION">libpq, protection provided in
 *     different modes</a>
 */
public enum SslMode {
    /** Never encrypted. */
    DISABLE,
    /** Encrypted if the server can; whoever sits in between can make it say that it can't. */
    PREFER,
    /** Encrypted. Without a root certificate nobody knows with whom; with one it is as {@link #VERIFY_CA}. */
    REQUIRE,
    /** Encrypted, with a server whose certificate a trusted authority issued. */
    VERIFY_CA,
    /** Encrypted, with a server whose certificate a trusted authority issued for the host that was connected to. */
    VERIFY_FULL;

    /** The mode of that name, as it stands in a connection URL: {@code verify-full}. */
    public static Optional<SslMode> named(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(name))
                .findFirst();
    }

    /** The name in a connection URL. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
