package dev.sallyport.it;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/** A certificate for the loopback address. */
final class Certificate {
    private Certificate() {}

    /** Writes {@code server.crt} and {@code server.key}. */
    static void write(Path directory) throws IOException {
        try {
            X509Bundle bundle = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=localhost")
                    .addSanDnsName("localhost")
                    .addSanIpAddress("127.0.0.1")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            Files.writeString(directory.resolve("server.crt"), bundle.getCertificatePathPEM());
            Path key = Files.writeString(directory.resolve("server.key"), bundle.getPrivateKeyPEM());
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        } catch (Exception failure) {
            throw new IOException(failure);
        }
    }
}
