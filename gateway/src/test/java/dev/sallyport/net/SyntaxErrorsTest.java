package dev.sallyport.net;

import static dev.sallyport.net.Twins.extended;
import static dev.sallyport.net.Twins.simple;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.net.Twins.Step;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.Execute;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.Sync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the grammar rejects never reaches the server, and is answered as the server would have. */
@Timeout(120)
class SyntaxErrorsTest {
    @TempDir
    private static Path directory;

    private static Twins twins;

    @BeforeAll
    static void start() throws Exception {
        twins = Twins.start(directory, "");
    }

    @AfterAll
    static void stop() throws IOException {
        twins.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELEC 1",
                "SELECT 1 +",
                "SELECT )",
                "SELECT (1",
                "SELECT 'open",
                "SELECT \"open",
                "SELECT $$open",
                "SELECT $tag$open$tga$",
                "/* open /* */",
                "SELECT U&'open",
                "SELECT b'12",
                "SELECT x'zz",
                "SELECT \"\"",
                "SELECT 1a",
                "SELECT 0x",
                "SELECT 0o8",
                "SELECT 1__0",
                "SELECT 100_",
                "SELECT $1a",
                "SELECT 'a' 'b'",
                "SELECT 1; SELEC 2",
                "SELECT 1; SELECT 2; SELECT",
                "BEGIN; DELETE FROM products; SELECT 1 +; COMMIT",
                "SELECT 'äöü€😀' FRM x",
                "SELECT 'äöü€😀",
                "SELECT\n  1\nFRM x",
                "SELECT FROM WHERE",
                "SELECT 1 LIMIT 1 LIMIT 2",
                "SELECT 1 AS 2",
                "SELECT a.b.",
                "SELECT CASE END",
                "SELECT * FROM a b c",
                "INSERT INTO",
                "UPDATE SET",
                "DELETE products",
                "CREATE TABLE",
                "ALTER TABLE products ADD",
                "GRANT",
                "WITH x SELECT 1",
                "COPY products",
                "SELECT 1 ORDER BY 1 ORDER BY 2",
                "-- nothing but a comment and then\n)"
            })
    void aSyntaxErrorIsTheServersByteForByte(String sql) throws IOException {
        isTheSame(
                simple(sql),
                simple("SELECT 1"),
                extended(sql),
                extended("SELECT 2"),
                simple("BEGIN"),
                extended(sql),
                simple(sql),
                simple("SELECT 3"),
                simple("ROLLBACK"),
                simple("BEGIN"),
                simple("SELECT 1/0"),
                simple(sql),
                extended(sql),
                simple("ROLLBACK"));
    }

    @Test
    void aSyntaxErrorInAPipelineHasWhatFollowsPassedOver() throws IOException {
        isTheSame(
                new Step(
                        parse("SELECT 1"),
                        bind(),
                        new Execute("", 0).encode(),
                        parse("SELECT 1 +"),
                        bind(),
                        new Execute("", 0).encode(),
                        new Sync().encode()),
                simple("SELECT 2"));
    }

    private static Bytes parse(String sql) {
        return new Parse("", Bytes.ofUtf8(sql), List.of()).encode();
    }

    private static Bytes bind() {
        return new Bind("", "", List.of(), List.of(), List.of()).encode();
    }

    private static void isTheSame(Step... steps) throws IOException {
        List<String> direct = twins.direct(Map.of(), List.of(steps));
        assertThat(direct).anyMatch(answer -> answer.startsWith("E "));
        assertThat(twins.through(Map.of(), List.of(steps))).isEqualTo(direct);
    }
}
