package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PostgreSQL 18's own client library gets in by every way that it knows, and not by what it must not. */
@ExtendWith(House.Keeper.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibpqIT {
    private final House house;
    private Libpq libpq;

    LibpqIT(House house) {
        this.house = house;
    }

    @BeforeAll
    void load() throws IOException {
        libpq = new Libpq(house.postgres.libraries());
    }

    @ParameterizedTest(name = "{0}, {1}, protocol {2}")
    @CsvSource({
        "require, postgres, 3.0, 30000",
        "require, postgres, 3.2, 30002",
        "require, direct, 3.0, 30000",
        "require, direct, latest, 30002",
        "prefer, postgres, latest, 30002",
    })
    void itConnectsByEachNegotiationAndProtocol(String sslmode, String negotiation, String newest, int version) {
        try (Libpq.Session session =
                connect("sslmode", sslmode, "sslnegotiation", negotiation, "max_protocol_version", newest)) {
            assertThat(session.error()).isEmpty();
            assertThat(session.isGood()).isTrue();
            assertThat(session.isEncrypted()).isTrue();
            assertThat(session.tlsAttribute("alpn")).isEqualTo("postgresql");
            assertThat(session.fullProtocolVersion()).isEqualTo(version);
            assertThat(session.ask("SELECT title FROM products WHERE id = 4")).isEqualTo("product 4");
        }
    }

    @Test
    void itDoesNotGetInWithoutTlsWhereThatIsRequired() {
        try (Libpq.Session session = connect("sslmode", "disable")) {
            assertThat(session.isGood()).isFalse();
            assertThat(session.error()).contains("TLS is required");
        }
    }

    @Test
    void itSeesWhyItsParametersAreRefused() {
        try (Libpq.Session session = connect("sslmode", "require", "options", "-c role=postgres")) {
            assertThat(session.isGood()).isFalse();
            assertThat(session.error()).contains("\"role\" is not available through Sallyport");
        }
    }

    @Test
    void itsOptionsAreTakenAsItEscapesThem() {
        try (Libpq.Session session = connect(
                "sslmode",
                "require",
                "options",
                "-c TimeZone=Europe/Berlin --statement-timeout=61s -c DateStyle=German,\\ DMY")) {
            assertThat(session.error()).isEmpty();
            assertThat(session.ask("SHOW timezone")).isEqualTo("Europe/Berlin");
            assertThat(session.ask("SHOW statement_timeout")).isEqualTo("61s");
            assertThat(session.ask("SHOW datestyle")).isEqualTo("German, DMY");
        }
    }

    @ParameterizedTest(name = "protocol {0}, in clear: {1}")
    @CsvSource({"3.0, false", "3.2, false", "3.0, true", "3.2, true"})
    void itCancelsWithTheKeyThatItWasGiven(String protocol, boolean inClear) throws Exception {
        String application = "libpq-" + protocol + "-" + inClear;
        try (Libpq.Session session =
                connect("sslmode", "require", "max_protocol_version", protocol, "application_name", application)) {
            CompletableFuture<String> answer = Meanwhile.ask(() -> session.ask("SELECT pg_sleep(600)"));
            Await.until(
                    "the statement runs",
                    () -> house.postgres
                            .value("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND"
                                    + " application_name = '"
                                    + application + "'")
                            .equals("1"));
            assertThat(inClear ? session.cancelInClear() : session.cancel()).isTrue();
            assertThat(answer.get(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("57014");
            assertThat(session.ask("SELECT 'goes on'")).isEqualTo("goes on");
        }
    }

    private Libpq.Session connect(String... parameters) {
        Map<String, String> all = new HashMap<>(Map.of(
                "host", "127.0.0.1",
                "port", Integer.toString(house.gateway.port()),
                "user", "agent",
                "password", house.agent(),
                "dbname", "shop",
                "connect_timeout", "20"));
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        return libpq.connect(all);
    }
}
