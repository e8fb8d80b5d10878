package dev.sallyport.upstream;

import dev.sallyport.credential.Secret;
import java.time.Duration;

/**
 * A database and how to get to it.
 *
 * @param host a name or an address
 * @param port from 1 to 65,535
 * @param database its name on the server
 * @param user the role to log in as
 * @param password the role's; may be empty where the server asks for none
 * @param protection how the connection is protected
 * @param protocolMinor the newest minor version of protocol 3 to ask for, {@link #PROTOCOL_3_0} or {@link #PROTOCOL_3_2}; a server
 *     that does not know it says so and is spoken to by its own
 * @param connectTimeout how long it may take from resolving the name to the first ReadyForQuery, up to {@link #LONGEST_TIMEOUT}
 */
public record UpstreamTarget(
        String host,
        int port,
        String database,
        String user,
        Secret password,
        Protection protection,
        int protocolMinor,
        Duration connectTimeout) {
    /** The longest that a connect may be allowed to take. */
    public static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);
    /** What every server speaks, with cancel keys of 4 bytes. */
    public static final int PROTOCOL_3_0 = 0;
    /** What PostgreSQL 18 and newer speak, with cancel keys of up to 256 bytes. */
    public static final int PROTOCOL_3_2 = 2;

    /** Checks the ranges. */
    public UpstreamTarget {
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("a port is from 1 to 65535");
        }
        if (!connectTimeout.isPositive() || connectTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("a connect timeout is more than nothing and at most " + LONGEST_TIMEOUT);
        }
        if (protocolMinor != PROTOCOL_3_0 && protocolMinor != PROTOCOL_3_2) {
            throw new IllegalArgumentException("the protocol is 3.0 or 3.2");
        }
        if (host.isEmpty() || database.isEmpty() || user.isEmpty()) {
            throw new IllegalArgumentException("host, database and user have to be named");
        }
    }

    /** Who it is logged in to as. */
    public ServerRole role() {
        return new ServerRole(user, password);
    }

    /** The same for another role. */
    UpstreamTarget as(ServerRole other) {
        return new UpstreamTarget(
                host, port, database, other.name(), other.password(), protection, protocolMinor, connectTimeout);
    }
}
