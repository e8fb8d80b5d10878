package dev.sallyport.net;

import static dev.sallyport.net.Twins.extended;
import static dev.sallyport.net.Twins.simple;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.net.Twins.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Payloads of notifications under masks: what the session has written out itself, and nothing else. */
@Timeout(120)
class NotificationsTest {
    @TempDir
    private static Path directory;

    private static Twins twins;

    @BeforeAll
    static void start() throws Exception {
        twins = Twins.start(directory, """
                CREATE TABLE news (id int);
                CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql
                    AS $$ BEGIN PERFORM pg_notify('jobs', 'secret-1'); RETURN NEW; END $$;
                CREATE TRIGGER tell AFTER INSERT ON news FOR EACH ROW EXECUTE FUNCTION tell();
                """);
    }

    @AfterAll
    static void stop() throws IOException {
        twins.close();
    }

    @Test
    void whatASessionSendsItSeesAgain() throws IOException {
        isTheSame(simple("LISTEN jobs"), simple("NOTIFY jobs, 'go'"), simple("UNLISTEN jobs"));
        isTheSame(
                simple("SELECT id FROM customers"),
                simple("LISTEN \"Jobs\"; NOTIFY \"Jobs\", 'gö, it''s'"),
                extended("NOTIFY \"Jobs\""),
                simple("BEGIN"),
                simple("NOTIFY \"Jobs\", 'a'"),
                simple("NOTIFY \"Jobs\", 'a'"),
                extended("NOTIFY \"Jobs\", 'b'"),
                simple("COMMIT"),
                simple("BEGIN"),
                simple("NOTIFY \"Jobs\", 'c'"),
                simple("ROLLBACK"),
                simple("NOTIFY \"Jobs\", 'c'"),
                simple("UNLISTEN *"));
    }

    @Test
    void whatATriggerSendsIsEmptiedAlsoIfItIsGuessed() throws IOException {
        List<String> answers = twins.through(
                Map.of(),
                List.of(
                        simple("LISTEN jobs"),
                        simple("BEGIN"),
                        simple("NOTIFY jobs, 'secret-1'"),
                        simple("ROLLBACK"),
                        simple("INSERT INTO news VALUES (1)"),
                        simple("NOTIFY jobs, 'go'")));

        assertThat(answers).filteredOn(answer -> answer.startsWith("A ")).hasSize(2);
        assertThat(answers).noneMatch(answer -> answer.contains("secret") || answer.contains("go\\00"));
    }

    private static void isTheSame(Step... steps) throws IOException {
        List<String> direct = twins.direct(Map.of(), List.of(steps));
        assertThat(direct).anyMatch(answer -> answer.startsWith("A "));
        assertThat(twins.through(Map.of(), List.of(steps))).isEqualTo(direct);
    }
}
