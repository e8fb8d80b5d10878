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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    @SuppressWarnings("NullAway.Init")
    private Twins twins;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, SQLException {
        // A clock that stands still: no look finds anything of itself.
        twins = Twins.start(directory, THERE, () -> 0);
    }

    @AfterAll
    void stop() throws IOException {
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
                new Doing("a function whose text is not known", List.of(), Twins.simple("SELECT makes('made_9')")),
                new Doing("a trigger", List.of(), Twins.simple("INSERT INTO fired_by VALUES (1)")),
                new Doing("a comment", List.of(), Twins.simple("COMMENT ON TABLE customers IS 'people'")));
    }

    @ParameterizedTest
    @MethodSource("doings")
    void anotherSessionIsDecidedByWhatTheServerHoldsThen(Doing doing) throws IOException, SQLException {
        twins.shop.execute(HARMLESS);
        try (Session changing = twins.open(Map.of());
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

    /** What follows in the same flight is not decided by what was known when it came. */
    @Test
    void whatFollowsAChangeWithoutWaitingForItIsDecidedByWhatTheServerHoldsThen() throws IOException, SQLException {
        twins.shop.execute(HARMLESS);
        try (Session session = twins.open(Map.of())) {
            assertThat(session.say(Twins.simple("SELECT shown FROM shown")))
                    .anyMatch(frame -> frame.startsWith("D ") && frame.contains("harmless"));
            twins.shop.execute(SENSITIVE);
            List<Bytes> flight = new ArrayList<>(
                    Twins.extended("CREATE TABLE made_10 (id int)").messages());
            flight.addAll(Twins.extended("SELECT shown FROM shown").messages());

            List<String> answers = new ArrayList<>(session.say(new Twins.Step(flight)));
            answers.addAll(session.say(new Twins.Step(List.of())));
            assertThat(answers)
                    .anyMatch(frame -> frame.startsWith("C CREATE TABLE"))
                    .noneMatch(frame -> frame.contains("6789"))
                    .noneMatch(frame -> frame.contains("leak"));
        }
    }
}
