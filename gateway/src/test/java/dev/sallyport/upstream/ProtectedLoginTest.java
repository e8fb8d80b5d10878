package dev.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.net.LeakWatch;
import dev.sallyport.wire.BackendMessage.AuthenticationSASL;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in to a real PostgreSQL by certificates, bound to TLS, past somebody in between, and by each protocol version. */
class ProtectedLoginTest {
    private static final LeakWatch LEAKS = new LeakWatch();

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
        LEAKS.expectNone();
    }

    @ParameterizedTest
    @CsvSource({"cert_role, require", "cert_role, verify-full", "cert_and_scram, verify-ca", "cert_role, prefer"})
    void aClientCertificateIsShownToAServerThatAsksForOne(String role, String mode) throws Exception {
        String password = role.equals("cert_role") ? "" : TestPostgres.PASSWORD;
        Protection protection = protection(mode, postgres.clientCertificate(role), ChannelBinding.PREFER);
        try (UpstreamProbe probe = probe(role, password, protection)) {
            probe.nextReady();
            probe.query("SELECT client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
            assertThat(probe.until(ReadyForQuery.class)).contains(new DataRow(List.of(Bytes.ofUtf8("/CN=" + role))));
        }
    }

    @Test
    void withoutItsClientCertificateARoleIsNotLetIn() throws Exception {
        for (String role : List.of("cert_role", "cert_and_scram")) {
            expectRefused(role, protection("require", null, ChannelBinding.PREFER));
        }
    }

    @Test
    void aClientCertificateForAnotherRoleOrFromAnotherAuthorityIsNotTaken() throws Exception {
        for (ClientCertificate wrong :
                List.of(postgres.clientCertificate("cert_and_scram"), postgres.strangersCertificate("cert_role"))) {
            expectRefused("cert_role", protection("require", wrong, ChannelBinding.PREFER));
        }
    }

    @Test
    void aClientCertificateThatCanNotBeReadIsAnErrorBeforeAnyConnection() throws Exception {
        ClientCertificate good = postgres.clientCertificate("cert_role");
        Path empty = Files.createFile(directory.resolve("no-key.key"));
        for (ClientCertificate unreadable : List.of(
                new ClientCertificate(good.certificate(), empty),
                new ClientCertificate(empty, good.key()),
                new ClientCertificate(good.certificate(), directory.resolve("missing.key")))) {
            assertThatThrownBy(() -> probe("cert_role", "", protection("require", unreadable, ChannelBinding.PREFER)))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void scramIsBoundToTheConnectionWhereThatIsRequired() throws Exception {
        Protection protection = protection("verify-full", null, ChannelBinding.REQUIRE);
        try (UpstreamProbe probe = probe("tls_scram", TestPostgres.PASSWORD, protection)) {
            probe.nextReady();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"md5_role", "clear_role", "trust_role", "cert_role"})
    void aLoginThatIsNotBoundIsNotMadeWhereThatIsRequired(String role) throws Exception {
        Protection protection = protection("require", postgres.clientCertificate(role), ChannelBinding.REQUIRE);
        expectRefused(role, protection);
    }

    @ParameterizedTest
    @EnumSource(ChannelBinding.class)
    void somebodyInBetweenWhoPassesTheServersOfferOnIsFoundOut(ChannelBinding binding) throws Exception {
        expectRefusedInBetween(false, binding);
    }

    /** The gateway takes a server at its word that it can't bind, but says that it could have. */
    @ParameterizedTest
    @EnumSource(ChannelBinding.class)
    void somebodyInBetweenWhoHidesTheOfferOfChannelBindingIsFoundOut(ChannelBinding binding) throws Exception {
        expectRefusedInBetween(true, binding);
    }

    /** What binding is for: nothing else would keep him out. */
    @Test
    void somebodyInBetweenIsNotFoundOutByOlderMethods() throws Exception {
        try (ManInTheMiddle middle = new ManInTheMiddle(postgres.port(), true, true);
                UpstreamProbe probe = new UpstreamProbe(postgres.target(
                        "md5_role",
                        TestPostgres.PASSWORD,
                        "localhost",
                        middle.port(),
                        Protection.of(SslMode.REQUIRE)))) {
            probe.nextReady();
        }
    }

    @Test
    void somebodyInBetweenHasNoCertificateThatIsTrusted() throws Exception {
        for (String mode : List.of("require", "verify-ca", "verify-full")) {
            try (ManInTheMiddle middle = new ManInTheMiddle(postgres.port(), true, true);
                    UpstreamProbe probe = new UpstreamProbe(postgres.target(
                            "md5_role",
                            TestPostgres.PASSWORD,
                            "localhost",
                            middle.port(),
                            protection(mode, null, ChannelBinding.PREFER)))) {
                assertThat(probe.nextUnavailable().reason()).contains("trusted");
            }
        }
    }

    private static void expectRefusedInBetween(boolean hides, ChannelBinding binding) throws Exception {
        Protection trustingAnyone = new Protection(SslMode.REQUIRE, null, null, binding);
        try (ManInTheMiddle middle = new ManInTheMiddle(postgres.port(), true, hides);
                UpstreamProbe probe = new UpstreamProbe(postgres.target(
                        "tls_scram", TestPostgres.PASSWORD, "localhost", middle.port(), trustingAnyone))) {
            assertThat(probe.nextUnavailable().sqlState()).isEqualTo("08006");
            assertThat(((AuthenticationSASL) middle.overheard(BackendType.AUTHENTICATION)).mechanisms())
                    .contains("SCRAM-SHA-256-PLUS");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "2, 32"})
    void theServerIsAskedForTheConfiguredProtocolAndItsKeyCancels(int minor, int keyLength) throws Exception {
        try (ManInTheMiddle listener = new ManInTheMiddle(postgres.port(), false, false)) {
            UpstreamTarget target = postgres.target(
                    "scram_role", TestPostgres.PASSWORD, "localhost", listener.port(), Protection.of(SslMode.DISABLE));
            try (UpstreamProbe probe = new UpstreamProbe(withProtocol(target, minor))) {
                probe.nextReady();
                assertThat(((BackendKeyData) listener.overheard(BackendType.BACKEND_KEY_DATA))
                                .key()
                                .length())
                        .isEqualTo(keyLength);
                probe.query("SELECT pg_sleep(300)");
                dev.sallyport.net.Await.until(TestPostgres.TIMEOUT, () -> postgres.sleeping("scram_role"));
                probe.with(Upstream::cancel);
                assertThat(probe.until(ReadyForQuery.class))
                        .anySatisfy(message -> assertThat(message)
                                .isInstanceOfSatisfying(
                                        ErrorResponse.class,
                                        error -> assertThat(error.sqlState()).isEqualTo("57014")));
            }
        }
    }

    private static UpstreamTarget withProtocol(UpstreamTarget target, int minor) {
        return new UpstreamTarget(
                target.host(),
                target.port(),
                target.database(),
                target.user(),
                target.password(),
                target.protection(),
                minor,
                target.connectTimeout());
    }

    private static void expectRefused(String role, Protection protection) throws Exception {
        try (UpstreamProbe probe = probe(role, TestPostgres.PASSWORD, protection)) {
            assertThat(probe.nextUnavailable().sqlState()).isEqualTo("08006");
        }
    }

    private static UpstreamProbe probe(String role, String password, Protection protection) throws Exception {
        return new UpstreamProbe(postgres.target(role, password, "localhost", postgres.port(), protection));
    }

    private static Protection protection(String mode, @Nullable ClientCertificate certificate, ChannelBinding binding) {
        return new Protection(SslMode.named(mode).orElseThrow(), postgres.authority(), certificate, binding);
    }
}
