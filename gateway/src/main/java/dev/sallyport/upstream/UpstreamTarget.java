package dev.sallyport.upstream;

import dev.sallyport.credential.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A database and how to get to it.
 *
 * @param host a name or an address
 * @param port from 1 to 65,535
 * @param database its name on the server
 * @param user the role to log in as
 * @param password the role's; may be empty where the server asks for none
 * @param sslMode how much the connection is protected
 * @param rootCertificate a PEM file with the trusted authorities; null for those that the Java platform trusts
 * @param connectTimeout how long it may take from resolving the name to the first ReadyForQuery, up to {@link #LONGEST_TIMEOUT}
 */
public record UpstreamTarget(
        String host,
        int port,
        String database,
        String user,
        Secret password,
        SslMode sslMode,
        @Nullable Path rootCertificate,
        Duration connectTimeout) {
    /** The longest that a connect may be allowed to take. */
    public static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);

    /** Checks the ranges. */
    public UpstreamTarget {
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("a port is from 1 to 65535");
        }
        if (!connectTimeout.isPositive() || connectTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("a connect timeout is more than nothing and at most " + LONGEST_TIMEOUT);
        }
        if (host.isEmpty() || database.isEmpty() || user.isEmpty()) {
            throw new IllegalArgumentException("host, database and user have to be named");
        }
    }
}
