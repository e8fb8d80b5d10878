package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.PSQLException;

/** A client cancels its own statement, with a key that is good for nothing else. */
@ExtendWith(House.Keeper.class)
class CancelIT {
    private static final String SLEEP = "SELECT pg_sleep(600)";

    private final House house;

    CancelIT(House house) {
        this.house = house;
    }

    @Test
    void pgjdbcCancelsItsStatement() throws Exception {
        String application = "cancel-pgjdbc";
        try (Connection connection = house.gateway.connect(house.agent(), application);
                Statement statement = connection.createStatement()) {
            CompletableFuture<PSQLException> failure = Meanwhile.ask(() -> Failure.of(() -> statement.execute(SLEEP)));
            sleeping(application);
            statement.cancel();

            assertThat(failure.get(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS).getSQLState())
                    .isEqualTo("57014");
            assertThat(statement.execute("SELECT 1")).isTrue();
        }
    }

    @Test
    void psqlCancelsItsStatementWhenItIsInterrupted() throws Exception {
        Path err = house.newDirectory("psql").resolve("err");
        ProcessBuilder builder = new ProcessBuilder(
                        Psql.command(house.gateway.port(), "shop", "-c", "SELECT pg_sleep(601)"))
                .redirectError(err.toFile());
        builder.environment().putAll(Psql.environment(house.agent(), "require"));
        Process psql = builder.start();
        try {
            Await.until(
                    "psql's statement runs",
                    () -> house.postgres
                            .value("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query LIKE"
                                    + " '%(601)%'")
                            .equals("1"));
            assertThat(Program.run(List.of("kill", "-INT", Long.toString(psql.pid())), Map.of(), "")
                            .exitCode())
                    .isZero();
            assertThat(psql.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            psql.destroyForcibly();
        }
        assertThat(Files.readString(err)).contains("canceling statement due to user request");
    }

    @Test
    void aWrongKeyDoesNothingAndTheRightOneCancels() throws Exception {
        String application = "cancel-wire";
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of("application_name", application))) {
            ByteBuffer given = ByteBuffer.wrap(wire.greeting().stream()
                    .filter(frame -> frame.type() == 'K')
                    .findFirst()
                    .orElseThrow()
                    .body());
            int process = given.getInt();
            byte[] key = new byte[given.remaining()];
            given.get(key);
            byte[] wrong = key.clone();
            wrong[0] ^= 1;
            wire.send(Wire.query(SLEEP));
            sleeping(application);

            cancel(house.gateway.port(), process, wrong);
            cancel(house.gateway.port(), process + 1, key);
            cancel(house.gateway.port(), process, Arrays.copyOf(key, key.length - 1));
            // The server's own key is not what the gateway gave.
            cancel(house.postgres.port(), process, key);
            assertThat(house.postgres.backends(application)).hasSize(1).doesNotContain(process);
            sleeping(application);

            cancel(house.gateway.port(), process, key);
            List<Wire.Frame> answer = wire.readThrough('Z');
            assertThat(answer.get(answer.size() - 2).field('C')).isEqualTo("57014");
        }
    }

    private static void cancel(int port, int process, byte[] key) throws IOException {
        try (Wire wire = Wire.plain(port)) {
            wire.send(Wire.cancelRequest(process, key));
            // At most it is told that its request is not one.
            assertThat(wire.readToEnd()).allMatch(frame -> frame.field('S').equals("FATAL"));
        }
    }

    private void sleeping(String application) {
        Await.until(
                "the statement runs",
                () -> house.postgres
                        .value("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND"
                                + " application_name = '"
                                + application + "'")
                        .equals("1"));
    }
}
