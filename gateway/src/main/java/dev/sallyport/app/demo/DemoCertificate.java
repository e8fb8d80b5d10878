package dev.sallyport.app.demo;

import dev.sallyport.net.SelfSignedCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** The certificate that the demo's gateway shows to clients, for the names of this machine. */
final class DemoCertificate {
    /** Shown for less than this, one would run out while the demo runs. */
    private static final Duration LEFT = Duration.ofDays(2);
    /** Clocks of containers and their hosts differ. */
    private static final Duration BEFORE = Duration.ofHours(1);

    private DemoCertificate() {}

    /**
     * Makes one, unless there is one that is still good.
     *
     * @return its file, a PEM file
     */
    static Path prepare(DemoDirectory directory, Instant now) throws IOException {
        Path certificate = directory.resolve("server.crt");
        Path key = directory.resolve("server.key");
        if (!Files.exists(key) || !isGood(certificate, now)) {
            Files.deleteIfExists(certificate);
            Files.deleteIfExists(key);
            SelfSignedCertificate.create(certificate, key, List.of("localhost", "127.0.0.1"), now.minus(BEFORE));
        }
        return certificate;
    }

    private static boolean isGood(Path certificate, Instant now) throws IOException {
        if (!Files.exists(certificate)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(certificate)) {
            X509Certificate read =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            read.checkValidity(Date.from(now));
            read.checkValidity(Date.from(now.plus(LEFT)));
            return true;
        } catch (CertificateException _) {
            return false;
        }
    }
}
