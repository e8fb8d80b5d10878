package dev.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.net.Await;
import dev.sallyport.net.LeakWatch;
import dev.sallyport.net.SelfSignedCertificate;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real PostgreSQL. */
class UpstreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String UNAVAILABLE = "08006";

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
    @CsvSource({
        "trust_role, disable",
        "trust_role, prefer",
        "scram_role, disable",
        "scram_role, require",
        "tls_scram, require",
        "tls_scram, prefer",
        "md5_role, disable",
        "md5_role, require",
        "clear_role, require",
    })
    void aRoleLogsInByItsMethodAndIsServed(String role, String mode) throws Exception {
        try (UpstreamProbe probe = new UpstreamProbe(postgres.target(role, mode(mode)))) {
            assertThat(probe.nextReady())
                    .containsEntry("client_encoding", "UTF8")
                    .containsEntry("session_authorization", role);
            probe.query("SELECT count(*) FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl");
            String encrypted = mode.equals("disable") ? "0" : "1";
            assertThat(probe.until(ReadyForQuery.class)).contains(new DataRow(List.of(Bytes.ofUtf8(encrypted))));
        }
    }

    @ParameterizedTest
    @CsvSource({"scram_role, disable", "tls_scram, require", "md5_role, disable", "clear_role, require"})
    void aWrongPasswordIsRefusedWithoutAWordOfWhoOrWhere(String role, String mode) throws Exception {
        UpstreamTarget target = postgres.target(role, "wrong", "localhost", mode(mode), null);
        try (UpstreamProbe probe = new UpstreamProbe(target)) {
            UpstreamProbe.Told.Unavailable told = probe.nextUnavailable();
            assertThat(told.sqlState()).isEqualTo(UNAVAILABLE);
            assertThat(told.reason()).doesNotContain(role, "wrong", "localhost", "127.0.0.1");
        }
    }

    @Test
    void anEmptyPasswordIsNotTried() throws Exception {
        UpstreamTarget target = postgres.target("scram_role", "", "localhost", SslMode.DISABLE, null);
        try (UpstreamProbe probe = new UpstreamProbe(target)) {
            assertThat(probe.nextUnavailable().sqlState()).isEqualTo(UNAVAILABLE);
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsNamedAsTheReason() throws Exception {
        UpstreamTarget there = postgres.target("trust_role", SslMode.DISABLE);
        UpstreamTarget target = new UpstreamTarget(
                there.host(),
                there.port(),
                "nowhere",
                there.user(),
                there.password(),
                there.protection(),
                there.protocolMinor(),
                PATIENCE);
        try (UpstreamProbe probe = new UpstreamProbe(target)) {
            UpstreamProbe.Told.Unavailable told = probe.nextUnavailable();
            assertThat(told.sqlState()).isEqualTo("3D000");
            assertThat(told.reason()).doesNotContain("nowhere");
        }
    }

    @Test
    void verifyFullTakesTheRightAuthorityAndHost() throws Exception {
        for (SslMode mode : List.of(SslMode.VERIFY_FULL, SslMode.VERIFY_CA, SslMode.REQUIRE)) {
            try (UpstreamProbe probe = probe("localhost", mode, postgres.authority())) {
                probe.nextReady();
            }
        }
    }

    @Test
    void verifyFullRefusesAnotherHostWhichVerifyCaDoesNot() throws Exception {
        try (UpstreamProbe full = probe("127.0.0.1", SslMode.VERIFY_FULL, postgres.authority());
                UpstreamProbe authorityOnly = probe("127.0.0.1", SslMode.VERIFY_CA, postgres.authority())) {
            assertThat(full.nextUnavailable().sqlState()).isEqualTo(UNAVAILABLE);
            authorityOnly.nextReady();
        }
    }

    @Test
    void anotherAuthorityIsRefused() throws Exception {
        Path other = directory.resolve("other.crt");
        SelfSignedCertificate.create(other, directory.resolve("other.key"), List.of("localhost"), Instant.now());
        for (SslMode mode : List.of(SslMode.VERIFY_FULL, SslMode.VERIFY_CA, SslMode.REQUIRE)) {
            try (UpstreamProbe probe = probe("localhost", mode, other)) {
                assertThat(probe.nextUnavailable().sqlState()).isEqualTo(UNAVAILABLE);
            }
        }
    }

    @Test
    void withoutARootCertificateThePlatformsAuthoritiesAreNotEnough() throws Exception {
        try (UpstreamProbe probe = probe("localhost", SslMode.VERIFY_FULL, null)) {
            assertThat(probe.nextUnavailable().sqlState()).isEqualTo(UNAVAILABLE);
        }
    }

    @Test
    void aRootCertificateThatIsNoneIsAnErrorBeforeAnyConnection() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.crt"));
        assertThatThrownBy(() -> probe("localhost", SslMode.VERIFY_FULL, empty)).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> probe("localhost", SslMode.VERIFY_FULL, directory.resolve("missing.crt")))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aServerWhoseLiteralsHaveBackslashEscapesIsNotUsed() throws Exception {
        try (UpstreamProbe probe = new UpstreamProbe(postgres.target("backslash_role", SslMode.DISABLE))) {
            assertThat(probe.nextUnavailable().reason()).contains("standard_conforming_strings");
        }
    }

    @Test
    void theSessionsParametersArePassed() throws Exception {
        Map<String, String> parameters = Map.of("application_name", "agent-7", "datestyle", "German");
        try (UpstreamProbe probe = new UpstreamProbe(postgres.target("trust_role", SslMode.DISABLE), parameters)) {
            assertThat(probe.nextReady())
                    .containsEntry("application_name", "agent-7")
                    .containsEntry("DateStyle", "German, DMY");
        }
    }

    @ParameterizedTest
    @CsvSource({"user", "database", "options", "replication", "_pq_.anything"})
    void aReservedParameterIsNeverPassed(String name) {
        assertThatThrownBy(() ->
                        UpstreamParameters.startup(postgres.target("trust_role", SslMode.DISABLE), Map.of(name, "x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEncodingThatTextsCannotBeReadByIsNeverPassed() {
        assertThatThrownBy(() -> UpstreamParameters.startup(
                        postgres.target("trust_role", SslMode.DISABLE), Map.of("client_encoding", "SJIS")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(UpstreamParameters.startup(postgres.target("trust_role", SslMode.DISABLE), Map.of())
                        .parameters())
                .containsEntry("client_encoding", "UTF8");
    }

    @ParameterizedTest
    @CsvSource({"disable", "require"})
    void aCancelStopsWhatTheServerDoes(String mode) throws Exception {
        try (UpstreamProbe probe = new UpstreamProbe(postgres.target("scram_role", mode(mode)))) {
            probe.nextReady();
            sleepOnServer(probe, "scram_role");
            probe.with(Upstream::cancel);
            assertThat(probe.until(ReadyForQuery.class))
                    .anySatisfy(message -> assertThat(message)
                            .isInstanceOfSatisfying(
                                    ErrorResponse.class,
                                    error -> assertThat(error.sqlState()).isEqualTo("57014")));
            probe.query("SELECT 1");
            assertThat(probe.until(ReadyForQuery.class)).contains(new CommandComplete("SELECT 1"));
        }
    }

    @Test
    void closingABusyConnectionEndsItsBackendAndCallsTheTerminator() throws Exception {
        try (UpstreamProbe probe = new UpstreamProbe(postgres.target("scram_role", SslMode.DISABLE))) {
            probe.nextReady();
            sleepOnServer(probe, "scram_role");
            probe.with(Upstream::close);
            Await.until(PATIENCE, () -> postgres.backends("scram_role") == 0);
            Await.until(PATIENCE, () -> probe.terminated.get() != 0);
            assertThat(probe.silent()).isTrue();
        }
    }

    @Test
    void closingAnIdleConnectionEndsItsBackendWithoutForce() throws Exception {
        try (UpstreamProbe probe = new UpstreamProbe(postgres.target("md5_role", SslMode.DISABLE))) {
            probe.nextReady();
            probe.query("SELECT 1");
            probe.until(ReadyForQuery.class);
            probe.with(Upstream::close);
            Await.until(PATIENCE, () -> postgres.backends("md5_role") == 0);
            assertThat(probe.terminated).hasValue(0);
        }
    }

    @Test
    void aBackendThatIsTerminatedIsGone() throws Exception {
        try (UpstreamProbe probe = new UpstreamProbe(postgres.target("clear_role", SslMode.REQUIRE))) {
            probe.nextReady();
            postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'clear_role'");
            probe.until(ErrorResponse.class);
            assertThat(probe.next()).isInstanceOf(UpstreamProbe.Told.Gone.class);
        }
    }

    private static void sleepOnServer(UpstreamProbe probe, String role) {
        probe.query("SELECT pg_sleep(300)");
        Await.until(PATIENCE, () -> postgres.sleeping(role));
    }

    private static UpstreamProbe probe(String host, SslMode mode, @Nullable Path authority) throws Exception {
        return new UpstreamProbe(postgres.target("tls_scram", TestPostgres.PASSWORD, host, mode, authority));
    }

    private static SslMode mode(String name) {
        return SslMode.named(name).orElseThrow();
    }
}
