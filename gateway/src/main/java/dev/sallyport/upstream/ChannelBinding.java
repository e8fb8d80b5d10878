package dev.sallyport.upstream;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the proof of the password has to be tied to the TLS connection it is sent on, so that nobody in between can pass it on.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-CHANNEL-BINDING">libpq, channel_binding</a>
 */
public enum ChannelBinding {
    /** Where the server offers it; it notices if somebody in between hid its offer. */
    PREFER,
    /** Always: a server that logs in by anything but SCRAM-SHA-256-PLUS is not used. */
    REQUIRE;

    /** The choice of that name, as it stands in a connection URL. */
    public static Optional<ChannelBinding> named(String name) {
        return Arrays.stream(values())
                .filter(choice -> choice.toString().equals(name))
                .findFirst();
    }

    /** The name in a connection URL. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
