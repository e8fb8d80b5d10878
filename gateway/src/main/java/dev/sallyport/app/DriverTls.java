package dev.sallyport.app;

import dev.sallyport.upstream.ChannelBinding;
import dev.sallyport.upstream.ClientCertificate;
import dev.sallyport.upstream.Protection;
import dev.sallyport.upstream.SslMode;
import dev.sallyport.upstream.TlsSockets;
import java.nio.file.Path;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.postgresql.ssl.WrappedFactory;

/**
 * Has the JDBC driver, by which the gateway reads the catalog, trust and show the same certificates as sessions' connections do. The
 * driver makes one for each connection, and checks the host's name itself where {@code sslmode} asks for it.
 */
public final class DriverTls extends WrappedFactory {
    private static final String SSL_MODE = "sslmode";
    private static final String ROOT = "sslrootcert";
    private static final String CERTIFICATE = "sslcert";
    private static final String KEY = "sslkey";

    /**
     * Called by the driver.
     *
     * @throws SSLException if a file can't be read
     */
    public DriverTls(Properties properties) throws SSLException {
        SslMode mode = SslMode.named(properties.getProperty(SSL_MODE)).orElseThrow();
        String root = properties.getProperty(ROOT);
        String certificate = properties.getProperty(CERTIFICATE);
        this.factory = TlsSockets.factory(new Protection(
                mode,
                root == null ? null : Path.of(root),
                certificate == null
                        ? null
                        : new ClientCertificate(Path.of(certificate), Path.of(properties.getProperty(KEY))),
                ChannelBinding.PREFER));
    }

    /** Puts into the driver's properties what makes it connect so. */
    static void configure(Properties properties, Protection protection) {
        properties.setProperty(SSL_MODE, protection.sslMode().toString());
        properties.setProperty("sslfactory", DriverTls.class.getName());
        if (protection.rootCertificate() != null) {
            properties.setProperty(ROOT, protection.rootCertificate().toString());
        }
        ClientCertificate certificate = protection.clientCertificate();
        if (certificate != null) {
            properties.setProperty(CERTIFICATE, certificate.certificate().toString());
            properties.setProperty(KEY, certificate.key().toString());
        }
        if (protection.channelBinding() == ChannelBinding.REQUIRE) {
            properties.setProperty("channelBinding", "require");
        }
    }
}
