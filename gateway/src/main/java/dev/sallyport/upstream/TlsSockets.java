package dev.sallyport.upstream;

import io.netty.handler.ssl.JdkSslContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/** TLS for connections that are not made here, with the certificates of those that are. */
public final class TlsSockets {
    private TlsSockets() {}

    /**
     * A factory of sockets that trust and show what this protection says. It does not check whose certificate the server's is.
     *
     * @throws SSLException if a file can't be read
     */
    public static SSLSocketFactory factory(Protection protection) throws SSLException {
        return ((JdkSslContext) UpstreamTls.builder(protection).build())
                .context()
                .getSocketFactory();
    }
}
