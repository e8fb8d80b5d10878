package dev.sallyport.upstream;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a connection to a server is protected.
 *
 * @param sslMode how much
 * @param rootCertificate a PEM file with the trusted authorities; null for those that the Java platform trusts
 * @param clientCertificate what the gateway shows of itself; null for nothing
 * @param channelBinding whether the login has to be tied to the encrypted connection
 */
public record Protection(
        SslMode sslMode,
        @Nullable Path rootCertificate,
        @Nullable ClientCertificate clientCertificate,
        ChannelBinding channelBinding) {

    /** Checks that nothing is asked for that needs encryption where there is none. */
    public Protection {
        if (sslMode == SslMode.DISABLE && (clientCertificate != null || channelBinding == ChannelBinding.REQUIRE)) {
            throw new IllegalArgumentException("a client certificate and channel binding need TLS");
        }
    }

    /** A mode and nothing besides. */
    public static Protection of(SslMode sslMode) {
        return new Protection(sslMode, null, null, ChannelBinding.PREFER);
    }

    /** The same, trusting these authorities. */
    public Protection trusting(@Nullable Path root) {
        return new Protection(sslMode, root, clientCertificate, channelBinding);
    }
}
