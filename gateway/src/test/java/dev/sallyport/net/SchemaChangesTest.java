package dev.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.net.Twins.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

    @SuppressWarnings("NullAway.Init")
    private Twins twins;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, SQLException {
        twins = Twins.start(directory, "INSERT INTO customers (id, name, ssn) VALUES (4711, 'Ada', '123-45-6789')");
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
}
