package dev.sallyport.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How clients may connect.
 *
 * @param address where to listen; port 0 for any that is free
 * @param tls null for none
 * @param tlsRequired whether a client that does not use TLS is turned away before it is asked for its token
 * @param plainFromLoopback whether clients on this machine may do without all the same
 * @param connections how many may be open at once
 * @param startup how long a client may take from connecting to its StartupMessage, TLS included
 */
public record ListenerSettings(
        InetSocketAddress address,
        @Nullable ServerTls tls,
        boolean tlsRequired,
        boolean plainFromLoopback,
        int connections,
        Duration startup) {
    /** How many connections may be open at once unless configured. */
    public static final int DEFAULT_CONNECTIONS = 1000;
    /** How long a client may take until its StartupMessage unless configured. */
    public static final Duration DEFAULT_STARTUP = Duration.ofSeconds(10);

    /** Checks the ranges. */
    public ListenerSettings {
        if (connections < 1 || !startup.isPositive()) {
            throw new IllegalArgumentException("there must be room and time for a connection");
        }
        if (tlsRequired && tls == null) {
            throw new IllegalArgumentException("TLS can't be required without a certificate");
        }
    }
}
