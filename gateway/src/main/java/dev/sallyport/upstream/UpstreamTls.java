package dev.sallyport.upstream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The client's side of TLS towards one target. Thread-safe. */
final class UpstreamTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    /** The check of a name or an address against a certificate, RFC 2818. */
    private static final String HOST_CHECK = "HTTPS";

    private final SslContext context;
    private final UpstreamTarget target;

    UpstreamTls(UpstreamTarget target) throws SSLException {
        this.target = target;
        Protection protection = target.protection();
        this.context = builder(protection)
                .endpointIdentificationAlgorithm(protection.sslMode() == SslMode.VERIFY_FULL ? HOST_CHECK : null)
                .build();
    }

    /** What is trusted and what is shown; the host's name is not checked yet. */
    static SslContextBuilder builder(Protection protection) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols(PROTOCOLS)
                .endpointIdentificationAlgorithm(null);
        Path root = protection.rootCertificate();
        if (root != null) {
            trust(builder, root);
        } else if (trustsAnyone(protection.sslMode())) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        }
        ClientCertificate certificate = protection.clientCertificate();
        if (certificate != null) {
            show(builder, certificate);
        }
        return builder;
    }

    private static void trust(SslContextBuilder builder, Path root) throws SSLException {
        try {
            builder.trustManager(root.toFile());
        } catch (IllegalArgumentException unreadable) {
            throw new SSLException("no certificates can be read from the root certificate file", unreadable);
        }
    }

    private static void show(SslContextBuilder builder, ClientCertificate certificate) throws SSLException {
        try {
            builder.keyManager(
                    certificate.certificate().toFile(), certificate.key().toFile());
        } catch (IllegalArgumentException unreadable) {
            throw new SSLException("the client certificate or its key can't be read", unreadable);
        }
    }

    private static boolean trustsAnyone(SslMode sslMode) {
        return switch (sslMode) {
            case DISABLE, PREFER, REQUIRE -> true;
            case VERIFY_CA, VERIFY_FULL -> false;
        };
    }

    SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator, target.host(), target.port());
        handler.setHandshakeTimeoutMillis(target.connectTimeout().toMillis());
        return handler;
    }

    static @Nullable SslHandler of(Channel channel) {
        return channel.pipeline().get(SslHandler.class);
    }
}
