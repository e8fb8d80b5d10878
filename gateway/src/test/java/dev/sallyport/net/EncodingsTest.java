package dev.sallyport.net;

import static dev.sallyport.net.Twins.simple;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.net.Twins.Step;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ClientEncoding;
import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.CopyData;
import dev.sallyport.wire.FrontendMessage.CopyDone;
import dev.sallyport.wire.FrontendMessage.Describe;
import dev.sallyport.wire.FrontendMessage.Execute;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.FrontendMessage.Sync;
import dev.sallyport.wire.FrontendMessage.Target;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions in other encodings than UTF-8, beside the same without a gateway. */
@Timeout(120)
class EncodingsTest {
    private static final Map<String, String> LATIN1 = Map.of("client_encoding", "LATIN1");

    private static final String SCRIPT = """
        CREATE TABLE "größen" (id integer PRIMARY KEY, "maß" text);
        INSERT INTO "größen" VALUES (1, 'groß'), (2, 'größer');
        INSERT INTO customers (id, name, ssn, region) VALUES (1, 'Jürgen', '123-45-6789', 'süd');
        CREATE TABLE "Ã©" (a text);
        CREATE VIEW "é" AS SELECT ssn AS a FROM customers;
        CREATE FUNCTION turned() RETURNS integer LANGUAGE plpgsql
            AS $$ BEGIN PERFORM set_config('client_encoding', 'LATIN1', false); RETURN 1; END $$;
        """;

    @TempDir
    private static Path directory;

    @TempDir
    private static Path another;

    private static Twins twins;
    private static Twins unmasked;

    @BeforeAll
    static void start() throws Exception {
        twins = Twins.start(directory, SCRIPT);
        unmasked = Twins.startUnmasked(another, SCRIPT);
    }

    @AfterAll
    static void stop() throws IOException {
        twins.close();
        unmasked.close();
    }

    // -- the same as without a gateway

    @Test
    void textsAndAnswersInLatin1AreThoseOfTheServer() throws IOException {
        isTheSame(
                LATIN1,
                latin1("SELECT 'é', \"maß\" FROM \"größen\" ORDER BY id"),
                latin1("SELECT 1 AS \"ü\", chr(8364)"),
                latin1("SELECT \"grün\" FROM \"größen\""),
                latin1("SELECT 'ä' FRM x"),
                latin1("SELECT 'ä' +"),
                latin1("SELECT * FROM \"fürth\""),
                extended(ISO_8859_1, "SELECT $1::text || 'ß', \"maß\" FROM \"größen\" WHERE \"maß\" = $1", "groß"),
                simple("SHOW client_encoding"),
                simple("SELECT length('\u00c3\u00a9')".getBytes(ISO_8859_1)));
    }

    @Test
    void anEncodingIsSetAndTakenBackAsBefore() throws IOException {
        isTheSame(
                Map.of(),
                simple("SET client_encoding = 'LATIN1'"),
                latin1("SELECT 'é'"),
                simple("SET NAMES 'utf8'"),
                simple("SELECT 'é'"),
                simple("BEGIN"),
                simple("SET LOCAL client_encoding TO win1252"),
                simple(new byte[] {'S', 'E', 'L', 'E', 'C', 'T', ' ', '\'', (byte) 0x80, '\''}),
                simple("COMMIT"),
                simple("SELECT '€'"),
                simple("BEGIN"),
                simple("SAVEPOINT a"),
                simple("SELECT set_config('client_encoding', 'koi8r', false)"),
                simple("SELECT 'Привет'".getBytes(Charset.forName("KOI8-R"))),
                simple("ROLLBACK TO a"),
                simple("SELECT 'Привет'"),
                simple("SET client_encoding = latin2"),
                simple("ROLLBACK"),
                simple("SELECT 'ő'"),
                simple("SET client_encoding = latin1"),
                latin1("SELECT 'ä'; RESET client_encoding; SELECT 'ä'"),
                simple("SELECT 'ä'"),
                simple("SET client_encoding = latin1"),
                simple("DISCARD ALL"),
                simple("SELECT 'ä'"),
                simple("SET client_encoding = 'UNICODE'"),
                simple("SELECT 'ä'"),
                simple("SET client_encoding = SQL_ASCII"),
                simple("SELECT 'ä'"));
    }

    @Test
    void anErrorTakesBackTheEncodingOfItsTransaction() throws IOException {
        isTheSame(
                Map.of(),
                simple("BEGIN"),
                simple("SET client_encoding = 'LATIN1'"),
                latin1("SELECT 'é'"),
                simple("SELECT 1/0"),
                simple("ROLLBACK -- é"),
                simple("SELECT 'é'"),
                simple("SET client_encoding = 'LATIN1'; SELECT 1/0"),
                simple("SELECT 'é'"));
    }

    @Test
    void whatIsPipelinedBehindAChangeOfTheEncodingIsReadByIt() throws IOException {
        Bytes set = new Query(Bytes.ofUtf8("SET client_encoding = 'LATIN1'")).encode();
        Bytes back = new Query(Bytes.ofUtf8("RESET client_encoding")).encode();
        isTheSamePipelined(
                set,
                new Query(Bytes.of("SELECT 'é'".getBytes(ISO_8859_1))).encode(),
                back,
                new Query(Bytes.ofUtf8("SELECT 'é'")).encode(),
                set,
                new Parse("", Bytes.of("SELECT 'é'".getBytes(ISO_8859_1)), List.of()).encode(),
                new Bind("", "", List.of(), List.of(), List.of()).encode(),
                new Execute("", 0).encode(),
                new Sync().encode());
    }

    @Test
    void rowsAreCopiedInTheEncoding() throws IOException {
        List<Bytes> in = List.of(
                new Query(Bytes.of("COPY \"größen\" FROM STDIN".getBytes(ISO_8859_1))).encode(),
                new CopyData(Bytes.of("7\tÄrger\n".getBytes(ISO_8859_1))).encode(),
                new CopyDone().encode());
        isTheSame(
                LATIN1,
                simple("BEGIN"),
                new Step(in),
                latin1("SELECT \"maß\" FROM \"größen\" WHERE id = 7"),
                latin1("COPY \"größen\" TO STDOUT"),
                simple("ROLLBACK"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"latin1", "ISO-8859-15", "WIN1252", "koi8-r", "sql_ascii", "UNICODE", "utf-8"})
    void aSessionBeginsInTheEncodingThatTheClientAsksFor(String name) throws IOException {
        isTheSame(
                Map.of("client_encoding", name),
                simple("SHOW client_encoding"),
                simple("RESET client_encoding"),
                simple("SHOW client_encoding"),
                simple("SELECT 'ASCII'"));
    }

    @Test
    void everyByteIsTheCharacterThatTheServerTakesItForOrIsRefused() throws SQLException {
        try (Connection connection = twins.shop.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                CREATE FUNCTION pg_temp.read(b integer, encoding name) RETURNS text LANGUAGE plpgsql AS $$
                BEGIN RETURN convert_from(set_byte('\\x00', 0, b), encoding); EXCEPTION WHEN OTHERS THEN RETURN NULL; END $$
                """);
            for (ClientEncoding encoding : ClientEncoding.values()) {
                if (encoding.isUtf8()) {
                    continue;
                }
                List<String> ours = new ArrayList<>();
                for (int i = 1; i < 0x100; i++) {
                    Bytes utf8 = encoding.toUtf8(Bytes.of(new byte[] {(byte) i}));
                    ours.add(utf8 == null ? "none" : utf8.utf8ForDisplay());
                }
                assertThat(column(
                                statement,
                                "SELECT coalesce(pg_temp.read(b, '" + encoding.name()
                                        + "'), 'none') FROM generate_series(1, 255) AS b ORDER BY b"))
                        .as(encoding.name())
                        .isEqualTo(ours);
            }
        }
    }

    // -- never read otherwise than it was decided

    @Test
    void bytesThatWouldBeAnotherTextInUtf8AreDecidedByTheirEncoding() throws IOException {
        // In LATIN1 these bytes name a table of its own, in UTF-8 a view of masked values.
        byte[] sql = "SELECT * FROM \"é\"".getBytes(UTF_8);
        isTheSame(LATIN1, simple(sql), extended(sql));
        try (Twins.Session session = twins.open(LATIN1)) {
            assertThat(session.say(latin1("SELECT * FROM \"é\""))).anyMatch(EncodingsTest::isRefused);
        }
        try (Twins.Session session = twins.open(Map.of())) {
            assertThat(session.say(simple(sql)))
                    .anyMatch(answer -> answer.startsWith("D "))
                    .noneMatch(answer -> answer.contains("123-45"));
        }
    }

    @Test
    void aFunctionThatChangesTheEncodingIsFollowed() throws IOException {
        List<Step> steps = List.of(simple("SELECT turned()"), latin1("SELECT 'ä'"), simple("ROLLBACK"));
        assertThat(unmasked.through(Map.of(), steps)).isEqualTo(unmasked.direct(Map.of(), steps));
    }

    @Test
    void theSameBytesAreDecidedAnewInAnotherEncoding() throws IOException {
        byte[] sql = "SELECT '\u00c3\u00a9'".getBytes(ISO_8859_1);
        isTheSame(
                Map.of(),
                simple(sql),
                simple("SET client_encoding = 'LATIN1'"),
                simple(sql),
                simple("SET client_encoding = 'WIN1251'"),
                simple(sql),
                simple("RESET client_encoding"),
                simple(sql));
    }

    @Test
    void aTextBehindAChangeInTheSameExtendedQueryIsRefusedAndHasNoEffect() throws IOException {
        try (Twins.Session session = twins.open(Map.of())) {
            List<String> answers = session.say(new Step(
                    new Parse("", Bytes.ofUtf8("SET client_encoding = 'LATIN1'"), List.of()).encode(),
                    new Bind("", "", List.of(), List.of(), List.of()).encode(),
                    new Execute("", 0).encode(),
                    new Parse("", Bytes.ofUtf8("SELECT 'é'"), List.of()).encode(),
                    new Bind("", "", List.of(), List.of(), List.of()).encode(),
                    new Execute("", 0).encode(),
                    new Sync().encode()));
            assertThat(answers).anyMatch(answer -> answer.contains("C0A000"));
            assertThat(answers).noneMatch(answer -> answer.startsWith("D "));
            assertThat(session.say(simple("SHOW client_encoding"))).anyMatch(answer -> answer.contains("UTF8"));
        }
    }

    @Test
    void asciiBehindAChangeInTheSameExtendedQueryGoesOn() throws IOException {
        isTheSame(
                Map.of(),
                new Step(
                        new Parse("", Bytes.ofUtf8("SET client_encoding = 'LATIN1'"), List.of()).encode(),
                        new Bind("", "", List.of(), List.of(), List.of()).encode(),
                        new Execute("", 0).encode(),
                        new Parse("", Bytes.ofUtf8("SELECT '\\d', chr(233)"), List.of()).encode(),
                        new Bind("", "", List.of(), List.of(), List.of()).encode(),
                        new Execute("", 0).encode(),
                        new Sync().encode()),
                latin1("SELECT 'é'"));
    }

    @Test
    void aTextBehindAFunctionThatChangedTheEncodingUnseenIsPassedOver() throws IOException {
        try (Twins.Session session = unmasked.open(LATIN1)) {
            session.say(simple("SET client_encoding = 'WIN1252'"));
            List<String> answers = session.say(new Step(
                    new Parse("", Bytes.ofUtf8("SELECT turned()"), List.of()).encode(),
                    new Bind("", "", List.of(), List.of(), List.of()).encode(),
                    new Execute("", 0).encode(),
                    new Parse("", Bytes.of("SELECT 'é'".getBytes(ISO_8859_1)), List.of()).encode(),
                    new Sync().encode()));
            assertThat(answers).anyMatch(answer -> answer.contains("C0A000"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SJIS", "BIG5", "GBK", "EUC_JP", "GB18030", "JOHAB", "UHC", "MULE_INTERNAL", "nonsense"})
    void anEncodingWhoseCharactersMayEndInAsciiIsRefused(String name) throws IOException {
        try (Twins.Session session = twins.open(Map.of())) {
            for (String set : List.of(
                    "SET client_encoding = '" + name + "'",
                    "SELECT set_config('client_encoding', '" + name + "', true)")) {
                assertThat(session.say(simple(set)))
                        .anyMatch(answer -> answer.contains("builtin/settings") && answer.contains("C42501"));
            }
            assertThat(session.say(simple("SHOW client_encoding"))).anyMatch(answer -> answer.contains("UTF8"));
        }
    }

    @Test
    void aByteThatIsNoCharacterIsRefusedInTheServersWords() throws IOException {
        byte[] sql = {'S', 'E', 'L', 'E', 'C', 'T', ' ', '\'', (byte) 0x81, '\''};
        Step[] steps = {simple(sql), extended(sql), simple("SELECT 1")};
        Map<String, String> win1252 = Map.of("client_encoding", "WIN1252");
        assertThat(spoken(twins.through(win1252, List.of(steps))))
                .isEqualTo(spoken(twins.direct(win1252, List.of(steps))));
    }

    @Test
    void aNameThatIsNotAsciiIsRefusedWhereTheEncodingCouldChangeWhatItIs() throws IOException {
        try (Twins.Session session = twins.open(LATIN1)) {
            Bytes named = Bytes.of("s\u00e9".getBytes(ISO_8859_1));
            byte[] parse = new byte[1 + Integer.BYTES + named.length() + 1 + "SELECT 1".length() + 1 + Short.BYTES];
            parse[0] = 'P';
            parse[4] = (byte) (parse.length - 1);
            System.arraycopy(named.toByteArray(), 0, parse, 5, named.length());
            System.arraycopy("SELECT 1".getBytes(UTF_8), 0, parse, 5 + named.length() + 1, "SELECT 1".length());
            assertThat(session.say(new Step(Bytes.of(parse), new Sync().encode())))
                    .anyMatch(answer -> answer.contains("C0A000"));
            assertThat(session.say(simple("SELECT 1"))).anyMatch(answer -> answer.startsWith("D "));
        }
    }

    // -- masked values

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ssn FROM customers",
                "SELECT id, ssn IS NULL FROM customers",
                "SELECT * FROM customers",
                "COPY customers (id, ssn) TO STDOUT",
                "UPDATE customers SET tier = 'gold' WHERE id = 1 RETURNING ssn",
                "LISTEN jobs"
            })
    void maskedValuesAreNotAskedForInAnEncodingThatMayLackTheirCharacters(String sql) throws IOException {
        try (Twins.Session session = twins.open(LATIN1)) {
            assertThat(session.say(simple(sql))).anyMatch(EncodingsTest::isRefused);
            assertThat(session.say(extended(UTF_8, sql))).anyMatch(EncodingsTest::isRefused);
            session.say(simple("SET client_encoding = 'UTF8'"));
            if (!sql.startsWith("LISTEN")) {
                assertThat(session.say(simple(sql))).noneMatch(EncodingsTest::isRefused);
            }
        }
    }

    @Test
    void whatIsNotMadeOfMaskedValuesIsTheServers() throws IOException {
        isTheSame(
                LATIN1,
                latin1("SELECT id, name, region FROM customers WHERE name = 'Jürgen'"),
                simple("BEGIN"),
                latin1("UPDATE \"größen\" SET \"maß\" = 'würde' WHERE id = 1 RETURNING \"maß\""),
                latin1("COPY customers (id, name) TO STDOUT"),
                latin1("INSERT INTO \"größen\" VALUES (70, 'Müsli') RETURNING \"maß\""),
                simple("ROLLBACK"),
                extended(ISO_8859_1, "SELECT name FROM customers WHERE region = $1", "süd"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET client_encoding = 'LATIN1'; SELECT ssn FROM customers",
                "SELECT ssn FROM customers; SET client_encoding = 'LATIN1'",
                "SELECT set_config('client_encoding', 'LATIN1', false), ssn FROM customers"
            })
    void aTextThatChangesTheEncodingBeforeMaskedValuesIsRefused(String sql) throws IOException {
        try (Twins.Session session = twins.open(Map.of())) {
            assertThat(session.say(simple(sql))).anyMatch(EncodingsTest::isRefused);
        }
    }

    @Test
    void aTextThatGoesBackToAnotherEncodingBeforeMaskedValuesIsRefused() throws IOException {
        try (Twins.Session session = twins.open(LATIN1)) {
            for (String back : List.of("COMMIT", "ROLLBACK", "RESET client_encoding", "RESET ALL")) {
                session.say(simple("BEGIN"));
                session.say(simple("SET LOCAL client_encoding = 'UTF8'"));
                assertThat(session.say(simple("SELECT ssn FROM customers"))).noneMatch(EncodingsTest::isRefused);
                assertThat(session.say(simple(back + "; SELECT ssn FROM customers")))
                        .as(back)
                        .anyMatch(EncodingsTest::isRefused);
                session.say(simple("ROLLBACK"));
            }
        }
    }

    @Test
    void aPortalAndACursorOfMaskedValuesAreNotReadOnInAnotherEncoding() throws IOException {
        try (Twins.Session session = twins.open(Map.of())) {
            session.say(simple("BEGIN"));
            assertThat(session.say(new Step(
                            new Parse("", Bytes.ofUtf8("SELECT ssn FROM customers"), List.of()).encode(),
                            new Bind("p", "", List.of(), List.of(), List.of()).encode(),
                            new Describe(Target.PORTAL, "p").encode(),
                            new Sync().encode())))
                    .noneMatch(EncodingsTest::isRefused);
            session.say(simple("DECLARE c CURSOR FOR SELECT ssn FROM customers"));
            session.say(simple("SAVEPOINT s"));
            assertThat(session.say(simple("SET client_encoding = 'LATIN1'"))).noneMatch(EncodingsTest::isRefused);
            assertThat(session.say(new Step(new Execute("p", 0).encode(), new Sync().encode())))
                    .anyMatch(EncodingsTest::isRefused);
            session.say(simple("ROLLBACK TO s"));
            session.say(simple("SET client_encoding = 'LATIN1'"));
            assertThat(session.say(simple("FETCH c"))).anyMatch(EncodingsTest::isRefused);
        }
    }

    @Test
    void maskedValuesBehindAChangeThatIsNotAnsweredWaitForItOrAreRefused() throws IOException {
        try (Twins.Session session = twins.open(Map.of())) {
            Bytes set = new Query(Bytes.ofUtf8("SET client_encoding = 'LATIN1'")).encode();
            session.say(new Step(set, new Query(Bytes.ofUtf8("SELECT ssn FROM customers")).encode()));
            assertThat(session.next()).anyMatch(EncodingsTest::isRefused);
            session.say(simple("RESET client_encoding"));
            assertThat(session.say(new Step(
                            new Parse("", Bytes.ofUtf8("SET client_encoding = 'LATIN1'"), List.of()).encode(),
                            new Bind("", "", List.of(), List.of(), List.of()).encode(),
                            new Execute("", 0).encode(),
                            new Parse("", Bytes.ofUtf8("SELECT ssn FROM customers"), List.of()).encode(),
                            new Bind("", "", List.of(), List.of(), List.of()).encode(),
                            new Execute("", 0).encode(),
                            new Sync().encode())))
                    .noneMatch(answer -> answer.startsWith("D "))
                    .anyMatch(answer -> answer.contains("C0A000") || isRefused(answer));
        }
    }

    @Test
    void oneWhoListensStaysInUtf8() throws IOException {
        try (Twins.Session session = twins.open(Map.of())) {
            assertThat(session.say(simple("LISTEN jobs"))).noneMatch(EncodingsTest::isRefused);
            assertThat(session.say(simple("SET client_encoding = 'LATIN1'"))).anyMatch(EncodingsTest::isRefused);
        }
    }

    private static boolean isRefused(String answer) {
        return answer.startsWith("E ") && answer.contains("C42501") && answer.contains("sallyport");
    }

    // -- steps

    private static Step latin1(String sql) {
        return simple(sql.getBytes(ISO_8859_1));
    }

    private static Step extended(Charset charset, String sql, String... parameters) {
        List<Bytes> values = new ArrayList<>();
        for (String parameter : parameters) {
            values.add(Bytes.of(parameter.getBytes(charset)));
        }
        return extended(sql.getBytes(charset), values);
    }

    private static Step extended(byte[] sql) {
        return extended(sql, List.of());
    }

    private static Step extended(byte[] sql, List<Bytes> values) {
        return new Step(
                new Parse("", Bytes.of(sql), List.of()).encode(),
                new Bind("", "", List.of(), new ArrayList<>(values), List.of()).encode(),
                new Describe(Target.PORTAL, "").encode(),
                new Execute("", 0).encode(),
                new Sync().encode());
    }

    private static void isTheSame(Map<String, String> parameters, Step... steps) throws IOException {
        assertThat(twins.through(parameters, List.of(steps))).isEqualTo(twins.direct(parameters, List.of(steps)));
    }

    /** With all that is sent at once. */
    private static void isTheSamePipelined(Bytes... messages) throws IOException {
        int cycles = 5;
        List<Step> steps = new ArrayList<>(List.of(new Step(messages)));
        for (int i = 1; i < cycles; i++) {
            steps.add(new Step(List.of()));
        }
        List<String> direct = twins.direct(Map.of(), steps);
        assertThat(direct.stream().filter(answer -> answer.startsWith("Z "))).hasSize(cycles);
        assertThat(twins.through(Map.of(), steps)).isEqualTo(direct);
    }

    /** Severity, SQLSTATE and message of what is an error, without the places in the source that only the server knows. */
    private static List<String> spoken(List<String> answers) {
        return answers.stream()
                .map(answer -> answer.startsWith("E ") ? answer.replaceAll("\\\\00[FLR][^\\\\]*", "") : answer)
                .toList();
    }

    private static List<String> column(Statement statement, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
