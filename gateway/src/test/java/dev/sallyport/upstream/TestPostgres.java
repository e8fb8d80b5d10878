package dev.sallyport.upstream;

import dev.sallyport.credential.Secret;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL with TLS, whose roles log in by different methods; all with the password {@link #PASSWORD}. */
public final class TestPostgres implements AutoCloseable {
    public static final String PASSWORD = "pässword-1";
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final String HBA = """
            hostssl all tls_scram all scram-sha-256
            host all scram_role all scram-sha-256
            host all md5_role all md5
            hostssl all clear_role all password
            hostssl all cert_role all cert
            hostssl all cert_and_scram all scram-sha-256 clientcert=verify-ca
            host all trust_role all trust
            host all backslash_role all trust
            host all postgres all trust
            """;

    private final EmbeddedPostgres server;
    private final Path authority;
    private final Path directory;
    private final X509Bundle root;

    /** Starts it; it keeps its certificate in this directory. */
    public TestPostgres(Path directory) throws Exception {
        this.directory = directory;
        root = authority("test authority");
        X509Bundle certificate = new CertificateBuilder()
                .ecp256()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .buildIssuedBy(root);
        authority = write(directory.resolve("authority.crt"), root.getCertificatePEM(), "rw-r--r--");
        Path hba = write(directory.resolve("hba.conf"), HBA, "rw-r--r--");
        Path crt = write(directory.resolve("db.crt"), certificate.getCertificatePathPEM(), "rw-r--r--");
        Path key = write(directory.resolve("db.key"), certificate.getPrivateKeyPEM(), "rw-------");
        server = TestServers.quiet()
                .setServerConfig("hba_file", hba.toString())
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", crt.toString())
                .setServerConfig("ssl_key_file", key.toString())
                .setServerConfig("ssl_ca_file", authority.toString())
                .start();
        execute("SET password_encryption = 'scram-sha-256'");
        for (String role : new String[] {
            "tls_scram", "scram_role", "clear_role", "trust_role", "backslash_role", "cert_role", "cert_and_scram"
        }) {
            execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'");
        }
        execute("SET password_encryption = 'md5'; CREATE ROLE md5_role LOGIN PASSWORD '" + PASSWORD + "'");
        execute("ALTER ROLE backslash_role SET standard_conforming_strings = off");
    }

    private static X509Bundle authority(String name) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    /** What the server takes for this role. */
    public ClientCertificate clientCertificate(String role) throws Exception {
        return clientCertificate(role, root, role);
    }

    /** The same from an authority that the server does not know. */
    ClientCertificate strangersCertificate(String role) throws Exception {
        return clientCertificate(role, authority("another authority"), "strange-" + role);
    }

    private ClientCertificate clientCertificate(String role, X509Bundle issuer, String file) throws Exception {
        X509Bundle issued = new CertificateBuilder()
                .ecp256()
                .subject("CN=" + role)
                .addExtendedKeyUsageClientAuth()
                .buildIssuedBy(issuer);
        return new ClientCertificate(
                write(directory.resolve(file + ".crt"), issued.getCertificatePathPEM(), "rw-r--r--"),
                write(directory.resolve(file + ".key"), issued.getPrivateKeyPEM(), "rw-------"));
    }

    private static Path write(Path file, String text, String permissions) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    /** The certificate of the authority that issued the server's. */
    public Path authority() {
        return authority;
    }

    public int port() {
        return server.getPort();
    }

    public UpstreamTarget target(String role, SslMode mode) {
        return target(role, PASSWORD, "localhost", mode, null);
    }

    UpstreamTarget target(String role, String password, String host, SslMode mode, @Nullable Path rootCertificate) {
        return target(role, password, host, port(), Protection.of(mode).trusting(rootCertificate));
    }

    UpstreamTarget target(String role, String password, String host, int port, Protection protection) {
        return new UpstreamTarget(
                host, port, "postgres", role, new Secret(password), protection, UpstreamTarget.PROTOCOL_3_2, TIMEOUT);
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How many backends of a role there are. */
    public int backends(String role) {
        return count("usename = '" + role + "'");
    }

    /** Whether a backend of a role waits in pg_sleep. */
    public boolean sleeping(String role) {
        return count("wait_event = 'PgSleep' AND usename = '" + role + "'") > 0;
    }

    /** Whether a backend of a role can't get rid of its answer. */
    public boolean heldBack(String role) {
        return count("wait_event = 'ClientWrite' AND usename = '" + role + "'") > 0;
    }

    private int count(String condition) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE " + condition)) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
