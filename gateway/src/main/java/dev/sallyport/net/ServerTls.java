package dev.sallyport.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** The server's side of TLS towards clients. Thread-safe. */
public final class ServerTls {
    /**
     * What a client offers by ALPN when it means PostgreSQL; without it a TLS connection could be one for another protocol that was
     * led here (ALPACA).
     */
    static final String APPLICATION_PROTOCOL = "postgresql";

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** How many TLS sessions are kept to be resumed; a flood of handshakes must not fill the memory with them. */
    static final int SESSIONS = 1000;

    private static final long SESSION_SECONDS = 600;

    private final SslContext context;

    /**
     * TLS 1.2 and 1.3 with a certificate.
     *
     * @param certificate a PEM file with the certificate, followed by those that lead to its authority
     * @param key a PEM file with its private key, PKCS #8, not encrypted
     * @throws SSLException if they can't be read or used
     */
    public ServerTls(Path certificate, Path key) throws SSLException {
        try {
            this.context = SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .sessionCacheSize(SESSIONS)
                    .sessionTimeout(SESSION_SECONDS)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.FATAL_ALERT,
                            SelectedListenerFailureBehavior.ACCEPT,
                            APPLICATION_PROTOCOL))
                    .build();
        } catch (IllegalArgumentException unreadable) {
            throw new SSLException("the certificate or its key can't be read", unreadable);
        }
    }

    SslHandler handler(ByteBufAllocator allocator) {
        return context.newHandler(allocator);
    }
}
