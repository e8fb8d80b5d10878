package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** r2dbc-postgresql, which fetches by portals, sees the same as without the gateway. */
@ExtendWith(House.Keeper.class)
class R2dbcIT {
    private final OpenGateway gateway;

    R2dbcIT(House house) {
        this.gateway = house.openGateway();
    }

    @Test
    void r2dbcSeesWhatItSeesWithoutTheGateway() {
        List<String> direct = everyday(gateway.direct());

        assertThat(direct).last().isEqualTo("SELECT 'goes on': [goes on]");
        assertThat(everyday(gateway.through(true))).isEqualTo(direct);
        assertThat(everyday(gateway.through(false))).isEqualTo(direct);
    }

    @Test
    void r2dbcReadsWhatIsRefusedAndGoesOn() {
        PostgresqlConnection connection = connect(gateway.guarded());
        try {
            assertThat(answers(connection
                            .createStatement("SELECT name, ssn, visits FROM people WHERE id = $1")
                            .bind("$1", 1)))
                    .isEqualTo("[Ada, [redacted], 0]");
            assertThat(answers(connection.createStatement("SELECT * FROM vault")))
                    .startsWith("42501 ");
            assertThat(answers(connection
                            .createStatement("SELECT * FROM vault WHERE id = $1")
                            .bind("$1", 1)))
                    .startsWith("42501 ");
            assertThat(answers(connection.createStatement("SELECT 1"))).isEqualTo("[1]");
        } finally {
            await(connection.close());
        }
    }

    private static PostgresqlConnection connect(Endpoint endpoint) {
        PostgresqlConnectionConfiguration configuration = PostgresqlConnectionConfiguration.builder()
                .host(Endpoint.HOST)
                .port(endpoint.port())
                .username(endpoint.user())
                .password(endpoint.password())
                .database(endpoint.database())
                .sslMode(endpoint.tls() ? SSLMode.REQUIRE : SSLMode.DISABLE)
                .build();
        return single(new PostgresqlConnectionFactory(configuration).create());
    }

    private static List<String> everyday(Endpoint endpoint) {
        PostgresqlConnection connection = connect(endpoint);
        List<String> seen = new ArrayList<>();
        try {
            for (String text : List.of(
                    "SET client_min_messages = warning",
                    "DROP SCHEMA IF EXISTS r2dbc CASCADE",
                    "CREATE SCHEMA r2dbc",
                    "SET search_path = r2dbc",
                    "CREATE TABLE things (id serial PRIMARY KEY, name text NOT NULL)",
                    "SELECT 1; SELECT 2")) {
                seen.add(text + ": " + answers(connection.createStatement(text)));
            }
            values().forEach((type, value) -> seen.add(type + ": "
                    + answers(connection.createStatement("SELECT $1::" + type).bind("$1", value))));
            seen.add("NULL: "
                    + answers(connection
                            .createStatement("SELECT $1::text IS NULL")
                            .bindNull("$1", String.class)));
            Statement insert = connection
                    .createStatement("INSERT INTO things (name) VALUES ($1)")
                    .returnGeneratedValues("id");
            for (int i = 0; i < 50; i++) {
                insert.bind("$1", "thing " + i);
                if (i < 49) {
                    insert.add();
                }
            }
            seen.add("many: " + answers(insert));
            seen.add("by fetch size: "
                    + answers(connection
                                    .createStatement("SELECT i, md5(i::text) FROM generate_series(1, $1) i")
                                    .bind("$1", 5_000)
                                    .fetchSize(700))
                            .hashCode());
            seen.add("batch: "
                    + answers(connection
                            .createBatch()
                            .add("SELECT 1")
                            .add("SELECT 2, 3")
                            .execute()));
            await(connection.beginTransaction());
            seen.add(answers(connection.createStatement("INSERT INTO things (name) VALUES ('undone')")));
            seen.add(answers(connection.createStatement("INSERT INTO things (id, name) VALUES (1, 'twice')")));
            seen.add(answers(connection.createStatement("SELECT 'aborted'")));
            await(connection.rollbackTransaction());
            seen.add(answers(connection.createStatement("SELECT count(*) FROM things")));
            seen.add("COPY in: "
                    + single(connection
                            .copyIn("COPY things (name) FROM STDIN")
                            .from(Unpooled.copiedBuffer("copied\n".repeat(1_000), StandardCharsets.UTF_8))
                            .build()));
            Mono<String> heard = connection
                    .getNotifications()
                    .map(notification -> notification.getName() + " " + notification.getParameter())
                    .next()
                    .cache();
            heard.subscribe();
            seen.add(answers(connection.createStatement("LISTEN r2dbc_channel")));
            seen.add(answers(connection.createStatement("NOTIFY r2dbc_channel, 'payload ü'")));
            seen.add("notification: " + single(heard));
            for (String text : List.of(
                    "SELECT nothing FROM things", "SELECT 1 / 0", "DROP SCHEMA r2dbc CASCADE", "SELECT 'goes on'")) {
                seen.add(text + ": " + answers(connection.createStatement(text)));
            }
            return seen;
        } finally {
            await(connection.close());
        }
    }

    private static Map<String, Object> values() {
        return Map.of(
                "int4",
                Integer.MAX_VALUE,
                "int8",
                Long.MIN_VALUE,
                "numeric",
                new BigDecimal("-12345678901234567890.0987654321"),
                "text",
                "Grüße, 世界",
                "bool",
                true,
                "timestamptz",
                OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 678_901_000, ZoneOffset.UTC),
                "uuid",
                new UUID(1, 2),
                "int4[]",
                new Integer[] {1, 2, 3});
    }

    private static String answers(Statement statement) {
        return answers(statement.execute());
    }

    /** The rows of all results, or the error. */
    private static String answers(Publisher<? extends Result> results) {
        try {
            return String.join(
                    " ",
                    single(Flux.from(results)
                            .concatMap(result -> result.map((row, metadata) -> {
                                List<String> cells = new ArrayList<>();
                                for (int i = 0;
                                        i < metadata.getColumnMetadatas().size();
                                        i++) {
                                    Object cell = row.get(i);
                                    cells.add(
                                            cell instanceof Object[] array
                                                    ? List.of(array).toString()
                                                    : String.valueOf(cell));
                                }
                                return cells.toString();
                            }))
                            .collectList()));
        } catch (R2dbcException failure) {
            return failure.getSqlState() + " " + failure.getMessage();
        }
    }

    private static <T> T single(Publisher<T> publisher) {
        T value = Mono.from(publisher).block(Await.DEADLINE);
        if (value == null) {
            throw new AssertionError("the driver gave nothing");
        }
        return value;
    }

    private static void await(Publisher<Void> publisher) {
        Mono.from(publisher).block(Await.DEADLINE);
    }
}
