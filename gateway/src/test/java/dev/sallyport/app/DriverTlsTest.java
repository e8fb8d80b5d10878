package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.upstream.ChannelBinding;
import dev.sallyport.upstream.ClientCertificate;
import dev.sallyport.upstream.Protection;
import dev.sallyport.upstream.SslMode;
import dev.sallyport.upstream.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway's own connections, against a real PostgreSQL. */
class DriverTlsTest {
    @TempDir
    private static Path directory;

    private static TestPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = new TestPostgres(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = SslMode.class,
            names = {"DISABLE"},
            mode = EnumSource.Mode.EXCLUDE)
    void theClientCertificateIsShownToo(SslMode mode) throws Exception {
        Protection protection = protection(mode, postgres.authority(), postgres.clientCertificate("cert_role"));
        assertThat(certificateSeen("cert_role", "localhost", protection)).isEqualTo("/CN=cert_role");
    }

    @ParameterizedTest
    @EnumSource(
            value = SslMode.class,
            names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void aServerOfAnotherAuthorityIsNotTrusted(SslMode mode) throws Exception {
        // Any certificate will do that did not issue the server's.
        Path another = postgres.clientCertificate("another").certificate();
        assertThatThrownBy(() -> certificateSeen("tls_scram", "localhost", protection(mode, another, null)))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void verifyFullLooksAtTheHostsNameWhichVerifyCaDoesNot() throws Exception {
        Protection authorityOnly = protection(SslMode.VERIFY_CA, postgres.authority(), null);
        assertThat(certificateSeen("tls_scram", "127.0.0.1", authorityOnly)).isNull();
        Protection full = protection(SslMode.VERIFY_FULL, postgres.authority(), null);
        assertThat(certificateSeen("tls_scram", "localhost", full)).isNull();
        assertThatThrownBy(() -> certificateSeen("tls_scram", "127.0.0.1", full))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void withoutARootCertificateThePlatformsAuthoritiesAreTrustedAndNobodyElse() {
        assertThatThrownBy(() -> certificateSeen("tls_scram", "localhost", protection(SslMode.VERIFY_CA, null, null)))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void channelBindingIsRequiredThereToo() throws Exception {
        Protection required = new Protection(SslMode.VERIFY_FULL, postgres.authority(), null, ChannelBinding.REQUIRE);
        assertThat(certificateSeen("tls_scram", "localhost", required)).isNull();
        assertThatThrownBy(() -> certificateSeen("md5_role", "localhost", required))
                .isInstanceOf(SQLException.class);
    }

    private static Protection protection(SslMode mode, @Nullable Path root, @Nullable ClientCertificate certificate) {
        return new Protection(mode, root, certificate, ChannelBinding.PREFER);
    }

    /** What the server says of the client's certificate. */
    private static @Nullable String certificateSeen(String role, String host, Protection protection)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("password", TestPostgres.PASSWORD);
        DriverTls.configure(properties, protection);
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + host + ":" + postgres.port() + "/postgres", properties);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT ssl, client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            rows.next();
            assertThat(rows.getBoolean(1)).isTrue();
            return rows.getString(2);
        }
    }
}
