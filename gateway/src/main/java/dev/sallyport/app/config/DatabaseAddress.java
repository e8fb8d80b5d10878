package dev.sallyport.app.config;

import dev.sallyport.upstream.SslMode;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and how it is connected to, as libpq's connection URI says it.
 *
 * @param port from 1 to 65,535
 * @param database its name on the server
 * @param sslMode how much the connection is protected
 * @param rootCertificate a PEM file; null for the authorities that the Java platform trusts
 * @param connectTimeout from resolving the name to being logged in
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">libpq, connection URIs</a>
 */
public record DatabaseAddress(
        String host,
        int port,
        String database,
        SslMode sslMode,
        @Nullable Path rootCertificate,
        Duration connectTimeout) {}
