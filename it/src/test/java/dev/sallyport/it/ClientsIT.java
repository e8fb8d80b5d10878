package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Drivers as they are. Each is driven by a program that prints what it sees: run once with PostgreSQL itself and once through the
 * gateway, it must print the same.
 */
@ExtendWith(House.Keeper.class)
class ClientsIT {
    private final OpenGateway gateway;
    private final Map<String, String> libpq;

    ClientsIT(House house) {
        this.gateway = house.openGateway();
        this.libpq = Map.of("LD_LIBRARY_PATH", house.postgres.libraries().toString());
    }

    /** Drivers; these programs also know what is refused. */
    static Stream<Client> drivers() {
        return Stream.of(
                Client.python("psycopg 3", "with_psycopg.py", "python3-psycopg"),
                Client.python("psycopg 2", "with_psycopg2.py", "python3-psycopg2"),
                Client.python("asyncpg", "with_asyncpg.py", "python3-asyncpg"),
                Client.go("pgx", "withpgx", "golang-go golang-github-jackc-pgx-v4-dev"),
                Client.node("node-postgres", "with-pg.js"),
                Client.node("postgres.js", "with-postgres.js"));
    }

    /** Drivers, and what is built upon them. */
    static Stream<Client> clients() {
        return Stream.concat(
                drivers(),
                Stream.of(
                        Client.python("Django", "with_django.py", "python3-django python3-psycopg2"),
                        Client.node("Knex", "with-knex.js"),
                        Client.psql("everyday.sql")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clients")
    void aClientSeesWhatItSeesWithoutTheGateway(Client client) {
        List<String> direct = client.lines(gateway.direct(), "same");

        assertThat(direct).last().isEqualTo(Client.LAST);
        assertThat(client.lines(gateway.through(true), "same")).isEqualTo(direct);
        assertThat(client.lines(gateway.through(false), "same")).isEqualTo(direct);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drivers")
    void aDriverReadsWhatIsRefusedAndGoesOn(Client client) {
        List<String> lines = client.lines(gateway.guarded(), "refused");

        assertThat(lines).contains("masked Ada [redacted] 0");
        assertThat(lines.stream().filter(line -> line.startsWith("refused")))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(" 42501"));
        assertThat(lines.stream().filter(line -> !line.startsWith("refused") && !line.startsWith("masked")))
                .containsSubsequence("next 1", "then 25P02", "undone 0", "last 1");
        assertThat(lines).last().isEqualTo("last 1");
        assertThat(String.join("\n", lines)).doesNotContain(Shop.CANARIES);
    }

    /** libpq 18, that begins with TLS at once and asks for protocol 3.2; psycopg 3 runs it, as it is built for any of them. */
    @Test
    void theNewestLibpqSeesWhatItSeesWithoutTheGateway() {
        Client client = drivers().findFirst().orElseThrow().with(libpq).with(Map.of("PGMAXPROTOCOLVERSION", "latest"));
        List<String> direct = client.lines(gateway.direct(), "same");

        assertThat(direct).contains("libpq: 18").last().isEqualTo(Client.LAST);
        assertThat(client.lines(gateway.through(true), "same")).isEqualTo(direct);
    }
}
