package dev.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.net.Twins.Session;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.Execute;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.Sync;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After a statement through the gateway that may have changed the schema every session is decided by the new one, at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaChangesTest {
    private static final String HARMLESS = "CREATE OR REPLACE VIEW shown AS SELECT 'harmless'::text AS shown";
    private static final String SENSITIVE =
            "CREATE OR REPLACE VIEW shown AS SELECT 'leak ' || ssn AS shown FROM customers";

    private static final String THERE = """
        INSERT INTO customers (id, name, ssn) VALUES (4711, 'Ada', '123-45-6789');
        CREATE TABLE fired_by (id int);
        CREATE FUNCTION makes(name text) RETURNS int LANGUAGE plpgsql AS
            $$ BEGIN EXECUTE format('CREATE TABLE %I (id int)', name); RETURN 1; END $$;
        CREATE FUNCTION makes_one() RETURNS int LANGUAGE plpgsql AS
            $$ BEGIN CREATE TABLE made_by_function (id int); RETURN 1; END $$;
        CREATE PROCEDURE makes_another() LANGUAGE plpgsql AS $$ BEGIN CREATE TABLE made_by_procedure (id int); END $$;
        CREATE FUNCTION fires() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN CREATE TABLE made_by_trigger (id int); RETURN NEW; END $$;
        CREATE TRIGGER fires BEFORE INSERT ON fired_by FOR EACH ROW EXECUTE FUNCTION fires();
        """;

    private static final Duration UNSEEN_AT_MOST = Duration.ofSeconds(1);

    private final AtomicLong nanoTime = new AtomicLong();

    @SuppressWarnings("NullAway.Init")
    private Twins twins;

    /** Under masks most of it would be refused. */
    @SuppressWarnings("NullAway.Init")
    private TestGateway trusted;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, SQLException {
        // A clock that stands still: no look finds anything of itself.
        twins = Twins.start(directory, THERE, nanoTime::get);
        trusted = twins.trusted(directory.resolve("trusted"));
    }

    @AfterAll
    void stop() throws IOException {
        trusted.close();
        twins.close();
    }

    /** What one session does after which another is asked. */
    record Doing(String name, List<Twins.Step> before, Twins.Step last) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Doing> doings() {
        return Stream.of(
                new Doing("a statement of its own", List.of(), Twins.simple("CREATE TABLE made_1 (id int)")),
                new Doing("an extended query", List.of(), Twins.extended("CREATE TABLE made_2 (id int)")),
                new Doing(
                        "a transaction that ends later",
                        List.of(Twins.simple("BEGIN"), Twins.simple("CREATE TABLE made_3 (id int)")),
                        Twins.simple("COMMIT")),
                new Doing(
                        "a text of several statements",
                        List.of(),
                        Twins.simple("CREATE TABLE made_5 (id int); SELECT 1; SELECT 2")),
                new Doing(
                        "a transaction that was prepared and ends later",
                        List.of(
                                Twins.simple("BEGIN"),
                                Twins.simple("CREATE TABLE made_6 (id int)"),
                                Twins.simple("PREPARE TRANSACTION 'made'")),
                        Twins.simple("COMMIT PREPARED 'made'")),
                new Doing(
                        "a statement that was prepared before",
                        List.of(new Twins.Step(
                                new Parse("made", Bytes.ofUtf8("CREATE TABLE made_7 (id int)"), List.of()).encode(),
                                new Sync().encode())),
                        new Twins.Step(
                                new Bind("", "made", List.of(), List.of(), List.of()).encode(),
                                new Execute("", 0).encode(),
                                new Sync().encode())),
                new Doing("an extension", List.of(), Twins.simple("CREATE EXTENSION pgcrypto")),
                new Doing(
                        "an extension that is moved",
                        List.of(Twins.simple("CREATE EXTENSION citext"), Twins.simple("CREATE SCHEMA moved_to")),
                        Twins.simple("ALTER EXTENSION citext SET SCHEMA moved_to")),
                new Doing("a procedure", List.of(), Twins.simple("CALL makes_another()")),
                new Doing(
                        "a block",
                        List.of(),
                        Twins.simple("DO $$ BEGIN EXECUTE 'CREATE TABLE made' || '_8 (id int)'; END $$")),
                new Doing("a function", List.of(), Twins.simple("SELECT makes_one()")),
                new Doing("a comment", List.of(), Twins.simple("COMMENT ON TABLE customers IS 'people'")));
    }

    @ParameterizedTest
    @MethodSource("doings")
    void anotherSessionIsDecidedByWhatTheServerHoldsThen(Doing doing) throws IOException, SQLException {
        twins.shop.execute(HARMLESS);
        try (Session changing = Twins.open(trusted, Map.of());
                Session asking = twins.open(Map.of())) {
            for (Twins.Step step : doing.before()) {
                assertThat(changing.say(step)).noneMatch(frame -> frame.startsWith("E "));
            }
            assertThat(asking.say(Twins.simple("SELECT shown FROM shown")))
                    .anyMatch(frame -> frame.startsWith("D ") && frame.contains("harmless"));
            // By another way, so that nothing but what is done next tells of it.
            twins.shop.execute(SENSITIVE);

            assertThat(changing.say(doing.last())).noneMatch(frame -> frame.startsWith("E "));
            assertThat(asking.say(Twins.simple("SELECT shown FROM shown")))
                    .noneMatch(frame -> frame.contains("6789"))
                    .noneMatch(frame -> frame.contains("leak"));
        }
    }

    /** What the text does not tell, as if somebody else had done it. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT makes('made_9')", "INSERT INTO fired_by VALUES (1)"})
    void whatTheServerHoldsThenIsFoundByALookWhereNoTextTellsOfTheChange(String sql) throws IOException, SQLException {
        twins.shop.execute(HARMLESS);
        try (Session changing = Twins.open(trusted, Map.of());
                Session asking = twins.open(Map.of())) {
            assertThat(asking.say(Twins.simple("SELECT shown FROM shown")))
                    .anyMatch(frame -> frame.startsWith("D ") && frame.contains("harmless"));
            twins.shop.execute(SENSITIVE);

            assertThat(changing.say(Twins.simple(sql))).noneMatch(frame -> frame.startsWith("E "));
            nanoTime.addAndGet(UNSEEN_AT_MOST.toNanos() + 1);
            assertThat(asking.say(Twins.simple("SELECT shown FROM shown")))
                    .noneMatch(frame -> frame.contains("6789"))
                    .noneMatch(frame -> frame.contains("leak"));
        }
    }
}
