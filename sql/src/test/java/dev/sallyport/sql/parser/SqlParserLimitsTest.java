package dev.sallyport.sql.parser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.sql.parser.ParseResult.Reason;
import dev.sallyport.sql.parser.ParseResult.Refused;
import dev.sallyport.sql.parser.ParseResult.SyntaxError;
import dev.sallyport.sql.parser.ParseResult.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SqlParserLimitsTest {
    private static final ParserSettings PATIENT =
            ParserSettings.withThreads(1).withWarmUpStatements(0).withTimeLimit(Duration.ofSeconds(30));

    @Test
    void everyTextThatTheGuardRefusesIsRefused() {
        try (SqlParser parser = new SqlParser(PATIENT.withMaximumTextBytes(100))) {
            assertThat(reason(parser, "SELECT 1\0; DROP TABLE x")).isEqualTo(Reason.NUL_BYTE);
            assertThat(reason(parser, "SELECT 1" + " ".repeat(93))).isEqualTo(Reason.TEXT_TOO_LONG);
            assertThat(parse(parser, "SELECT 1" + " ".repeat(92))).isInstanceOf(Tree.class);
        }
    }

    @Test
    void aTreeMayBeAsDeepAsTheLimitAndNoDeeper() {
        int depth = depth("SELECT 1");
        try (SqlParser parser = new SqlParser(PATIENT.withMaximumTreeDepth(depth))) {
            assertThat(parse(parser, "SELECT 1")).isInstanceOf(Tree.class);
        }
        try (SqlParser parser = new SqlParser(PATIENT.withMaximumTreeDepth(depth - 1))) {
            assertThat(reason(parser, "SELECT 1")).isEqualTo(Reason.TOO_DEEP);
            assertThat(parse(parser, "")).isInstanceOf(Tree.class);
        }
    }

    @Test
    void aTreeMayBeAsLargeAsTheLimitAndNoLarger() {
        int size = jsonBytes("SELECT 1");
        try (SqlParser parser = new SqlParser(PATIENT.withMaximumTreeBytes(size))) {
            assertThat(parse(parser, "SELECT 1")).isInstanceOf(Tree.class);
            assertThat(reason(parser, "SELECT 12")).isEqualTo(Reason.TREE_TOO_LARGE);
            assertThat(parse(parser, "SELECT 1")).isInstanceOf(Tree.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(", "SELECT f(", "SELECT (SELECT ", "SELECT 1 UNION ", "SELECT a+", "SELECT NOT ", "SELECT -"})
    void nestingBeyondAllBoundsIsRefusedOrAnErrorAndTheNextTextIsAnswered(String part) {
        try (SqlParser parser = new SqlParser(PATIENT)) {
            for (int times : new int[] {1_000, 20_000}) {
                String sql = "SELECT " + part.replace("SELECT a", "a").repeat(times) + "1";
                assertThat(parse(parser, sql)).isNotInstanceOf(Tree.class);
                assertAnswersRightly(parser);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1;", "SELECT (1, 2, 3, 4, 5, 6, 7, 8),* FROM t;", "a+b+", "/* */ "})
    void aTextThatTakesTooLongIsStoppedAndTheNextOneIsAnswered(String part) {
        // Comments alone are read in some 40 ms on an idle machine.
        Duration limit = Duration.ofMillis(5);
        try (SqlParser parser = new SqlParser(PATIENT.withTimeLimit(limit))) {
            String sql = "SELECT " + part.repeat((1 << 19) / part.length());
            long start = System.nanoTime();
            ParseResult result = parse(parser, sql);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertThat(result).isNotInstanceOf(Tree.class);
            assertThat(millis).isLessThan(20_000); // without a limit it is minutes on a cold grammar
        }
        try (SqlParser parser = new SqlParser(PATIENT)) {
            assertAnswersRightly(parser);
        }
    }

    @Test
    void aTextBeyondTheTimeLimitIsRefusedForThat() {
        try (SqlParser parser = new SqlParser(PATIENT.withTimeLimit(Duration.ofMillis(1)))) {
            assertThat(reason(parser, "SELECT 1;".repeat(50_000))).isEqualTo(Reason.TIME_LIMIT);
        }
    }

    @Test
    void aHugeTextsInstanceIsReplacedWithoutAnyoneNoticing() {
        try (SqlParser parser = new SqlParser(PATIENT.withMaximumTreeBytes(1 << 30))) {
            assertThat(parse(parser, "SELECT " + "1,".repeat(100_000) + "1")).isNotInstanceOf(SyntaxError.class);
            assertAnswersRightly(parser);
        }
    }

    @Test
    void aTextThatCannotWaitIsRefusedAndTheOthersAreAnswered() throws InterruptedException {
        try (SqlParser parser = new SqlParser(PATIENT.withQueueLength(1))) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            CompletionStage<ParseResult> first = parser.submit(utf8("SELECT 1"), (result, texts) -> {
                begun.countDown();
                await(goOn);
                return result;
            });
            await(begun);
            CompletionStage<ParseResult> waiting = parser.parse(utf8("SELECT 2"));
            assertThat(reason(parser, "SELECT 3")).isEqualTo(Reason.OVERLOADED);
            goOn.countDown();
            assertThat(first.toCompletableFuture().join()).isInstanceOf(Tree.class);
            assertThat(waiting.toCompletableFuture().join()).isInstanceOf(Tree.class);
        }
    }

    @Test
    void whatTheFunctionThrowsReachesTheCallerAndTheThreadGoesOn() {
        try (SqlParser parser = new SqlParser(PATIENT)) {
            CompletionStage<String> failing = parser.submit(utf8("SELECT 1"), (result, texts) -> {
                throw new IllegalStateException("on purpose");
            });
            assertThatThrownBy(() -> failing.toCompletableFuture().join())
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertAnswersRightly(parser);
        }
    }

    @Test
    void aClosedParserRefuses() {
        SqlParser parser = new SqlParser(PATIENT.withWarmUpStatements(1_000_000));
        parser.close();
        assertThat(reason(parser, "SELECT 1")).isEqualTo(Reason.CLOSED);
    }

    @Test
    void manyCallersGetEachTheirOwnAnswer() {
        try (SqlParser parser = new SqlParser(
                ParserSettings.withThreads(3).withQueueLength(10_000).withTimeLimit(Duration.ofSeconds(30)))) {
            List<CompletionStage<ParseResult>> results = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                results.add(parser.parse(utf8("SELECT " + i)));
            }
            for (int i = 0; i < results.size(); i++) {
                ParseResult result = results.get(i).toCompletableFuture().join();
                assertThat(result).isInstanceOf(Tree.class);
                assertThat(((Tree) result).root().findValue("ival").path("ival").asInt(0))
                        .isEqualTo(i);
            }
        }
    }

    @Test
    void randomTextsAreAnsweredWithoutAnyException() {
        String[] words = {
            "SELECT",
            " ",
            "'",
            "\"",
            "$$",
            "$a$",
            "E'",
            "\\",
            "--",
            "/*",
            "*/",
            ";",
            "(",
            ")",
            "1",
            "FROM",
            "t",
            ",",
            "\n",
            "::",
            "U&'",
            "CREATE FUNCTION",
            "AS",
            "$1",
            ".",
            "WITH",
            "VALUES",
            "\u00e4",
            "INSERT INTO",
            "[",
            "]"
        };
        Random random = new Random(20_260_101);
        try (SqlParser parser = new SqlParser(PATIENT)) {
            for (int i = 0; i < 3_000; i++) {
                byte[] sql = i % 3 == 0 ? randomBytes(random) : utf8(randomWords(random, words));
                ParseResult result = parser.parseNow(sql);
                if (result instanceof Refused refused) {
                    assertThat(refused.reason()).isIn(Reason.NUL_BYTE, Reason.INVALID_ENCODING);
                }
            }
            assertAnswersRightly(parser);
        }
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (1 + (bytes[i] & 0x7e));
            }
        }
        return bytes;
    }

    private static String randomWords(Random random, String[] words) {
        StringBuilder text = new StringBuilder();
        int count = random.nextInt(20);
        for (int i = 0; i < count; i++) {
            text.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : "");
        }
        return text.toString();
    }

    private static void assertAnswersRightly(SqlParser parser) {
        assertThat(SqlParserTest.kinds(parse(parser, "SELECT '\\'; DROP TABLE users; --'")))
                .containsExactly("SelectStmt", "DropStmt");
        assertThat(parse(parser, "selec 1")).isEqualTo(new SyntaxError("syntax error at or near \"selec\"", 1));
    }

    private static Reason reason(SqlParser parser, String sql) {
        return ((Refused) parse(parser, sql)).reason();
    }

    private static ParseResult parse(SqlParser parser, String sql) {
        return parser.parseNow(utf8(sql));
    }

    private static int jsonBytes(String sql) {
        return json(sql).length;
    }

    private static int depth(String sql) {
        int deepest = 0;
        int depth = 0;
        for (byte next : json(sql)) {
            if (next == '{' || next == '[') {
                deepest = Math.max(deepest, ++depth);
            } else if (next == '}' || next == ']') {
                depth--;
            }
        }
        return deepest;
    }

    private static byte[] json(String sql) {
        return ((GrammarAnswer.Json) new PostgresGrammar().parse(utf8(sql), Integer.MAX_VALUE)).utf8();
    }

    private static byte[] utf8(String sql) {
        return sql.getBytes(UTF_8);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
