package dev.sallyport.app.config;

import dev.sallyport.upstream.Protection;
import java.time.Duration;

/**
 * Where a database is and how it is connected to, as libpq's connection URI says it.
 *
 * @param port from 1 to 65,535
 * @param database its name on the server
 * @param protection how the connection is protected
 * @param protocolMinor the newest minor version of protocol 3 to ask for, 0 or 2
 * @param connectTimeout from resolving the name to being logged in
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">libpq, connection URIs</a>
 */
public record DatabaseAddress(
        String host, int port, String database, Protection protection, int protocolMinor, Duration connectTimeout) {}
