package dev.sallyport.net;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;

/** A certificate that nobody vouches for, for trying things out: clients trust it by being given its file. */
public final class SelfSignedCertificate {
    /** How long it is valid, in days. */
    public static final int DAYS = 365;

    private SelfSignedCertificate() {}

    /**
     * Makes a certificate with an EC P-256 key.
     *
     * @param certificate where its PEM file goes, which must not exist
     * @param key where its key's PEM file goes, which must not exist; for its owner alone
     * @param names the host names and addresses that it is for, at least one
     * @param from when it becomes valid
     * @throws IOException if it can't be made or written
     */
    public static void create(Path certificate, Path key, List<String> names, Instant from) throws IOException {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a certificate is for a name");
        }
        CertificateBuilder builder = new CertificateBuilder()
                .ecp256()
                .subject("CN=" + names.getFirst())
                .setIsCertificateAuthority(true)
                .notBefore(from)
                .notAfter(from.plus(DAYS, ChronoUnit.DAYS));
        for (String name : names) {
            if (NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)) {
                builder.addSanIpAddress(name);
            } else {
                builder.addSanDnsName(name);
            }
        }
        X509Bundle bundle = build(builder);
        write(key, bundle.getPrivateKeyPEM(), "rw-------");
        write(certificate, bundle.getCertificatePEM(), "rw-r--r--");
    }

    private static X509Bundle build(CertificateBuilder builder) throws IOException {
        try {
            return builder.buildSelfSigned();
        } catch (Exception failure) {
            throw new IOException("no certificate could be made", failure);
        }
    }

    private static void write(Path file, String text, String permissions) throws IOException {
        EnumSet<PosixFilePermission> allowed = EnumSet.copyOf(PosixFilePermissions.fromString(permissions));
        try (var channel = Files.newByteChannel(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(allowed))) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
