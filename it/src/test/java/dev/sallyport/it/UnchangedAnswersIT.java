package dev.sallyport.it;

import static dev.sallyport.it.Wire.bind;
import static dev.sallyport.it.Wire.closeStatement;
import static dev.sallyport.it.Wire.copyData;
import static dev.sallyport.it.Wire.copyDone;
import static dev.sallyport.it.Wire.copyFail;
import static dev.sallyport.it.Wire.describePortal;
import static dev.sallyport.it.Wire.describeStatement;
import static dev.sallyport.it.Wire.execute;
import static dev.sallyport.it.Wire.join;
import static dev.sallyport.it.Wire.parse;
import static dev.sallyport.it.Wire.query;
import static dev.sallyport.it.Wire.sync;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An allowed statement's answer is byte for byte what the server sends to a client of its own. */
@ExtendWith(House.Keeper.class)
class UnchangedAnswersIT {
    private static final Map<String, String> PARAMETERS = Map.of("application_name", "twin");
    private static final int INT4 = 23;

    private final House house;

    UnchangedAnswersIT(House house) {
        this.house = house;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void anAnswerIsTheServersOwn(String name, int cycles, byte[] messages) throws IOException {
        List<String> direct;
        try (Wire wire = Wire.direct(house.postgres.port(), PARAMETERS)) {
            direct = answers(wire, cycles, messages);
        }
        List<String> through;
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), PARAMETERS)) {
            through = answers(wire, cycles, messages);
        }
        assertThat(direct).isNotEmpty();
        assertThat(through).isEqualTo(direct);
    }

    static Stream<Arguments> anAnswerIsTheServersOwn() {
        byte[] all = query("SELECT * FROM products ORDER BY id");
        return Stream.of(
                simple("every type of value", "SELECT * FROM products WHERE id < 20 ORDER BY id"),
                simple("no rows", "SELECT id FROM products WHERE false"),
                simple("no columns", "SELECT FROM products WHERE id < 3"),
                simple("NULLs", "SELECT NULL, NULL::int, ARRAY[NULL, 1], '' AS empty"),
                simple("no statement", ""),
                simple("a comment", "-- nothing"),
                simple("several statements", "SELECT 1; SELECT 2, 3; ; SELECT 'four'"),
                simple("an error among several statements", "SELECT 1; SELECT 1 / 0; SELECT 3"),
                simple("an error with its position", "SELECT no_such_column FROM products"),
                simple("an error with its constraint", "INSERT INTO products VALUES (500, 'x', -1)"),
                simple("a syntax error", "SELEC 1"),
                simple("a syntax error behind characters of several bytes", "SELECT 'äöü€' FRM"),
                simple("a syntax error in a text of several statements", "BEGIN; SELECT 1; SELECT 1 +; COMMIT"),
                simple("a quotation without an end", "SELECT 'open"),
                script("a syntax error in a transaction", 3, query("BEGIN"), query("SELECT )"), query("SELECT 1")),
                script(
                        "a syntax error in an extended query",
                        2,
                        parse("", "SELECT FROM FROM"),
                        bind("", "", false),
                        sync(),
                        query("SELECT 1")),
                simple("a conversion that fails", "SELECT 'x'::int"),
                simple("a value that exists", "INSERT INTO keepers VALUES (1), (1)"),
                simple(
                        "a setting",
                        "SET intervalstyle = 'iso_8601'; SHOW intervalstyle; SELECT interval '1 day 2 hours'"),
                simple(
                        "a setting that is reported",
                        "SET timezone = 'Europe/Oslo'; SELECT timestamptz '2026-01-01 00:00Z'"),
                simple("a transaction that is undone", "BEGIN; INSERT INTO keepers VALUES (7); ROLLBACK"),
                simple("a warning", "BEGIN; BEGIN; COMMIT; COMMIT"),
                simple("a notice", "DROP VIEW IF EXISTS no_such_view"),
                simple(
                        "a write that returns",
                        "BEGIN; INSERT INTO notes VALUES (1, 'a') RETURNING *; UPDATE notes SET body = 'b'"
                                + " WHERE id = 1 RETURNING body; DELETE FROM notes WHERE id = 1 RETURNING id; ROLLBACK"),
                simple(
                        "a cursor",
                        "BEGIN; DECLARE c CURSOR FOR SELECT id, title FROM products ORDER BY id; FETCH 3 FROM c;"
                                + " MOVE 5 IN c; FETCH NEXT FROM c; CLOSE c; COMMIT"),
                simple("a plan", "EXPLAIN (COSTS off) SELECT id FROM products WHERE id = 1"),
                simple("a wide row", "SELECT repeat('x', 100000), repeat('y', 70000)"),
                simple(
                        "statements prepared by SQL",
                        "PREPARE p(int) AS SELECT title FROM products WHERE id = $1; EXECUTE p(3);" + " DEALLOCATE p"),
                simple("many rows", "SELECT i, md5(i::text) FROM generate_series(1, 20000) i"),
                simple("COPY to the client", "COPY products TO STDOUT WITH (FORMAT csv, HEADER)"),
                simple(
                        "COPY of a query in binary",
                        "COPY (SELECT id, price, picture FROM products) TO STDOUT (FORMAT binary)"),
                script(
                        "COPY from the client",
                        3,
                        query("BEGIN"),
                        query("COPY notes FROM STDIN"),
                        copyData("1\tone\n2\ttw"),
                        copyData("o\n"),
                        copyDone(),
                        query("ROLLBACK")),
                script("COPY with a bad line", 1, query("COPY notes FROM STDIN"), copyData("x\tone\n"), copyDone()),
                script(
                        "LISTEN, NOTIFY and UNLISTEN",
                        3,
                        query("LISTEN twins"),
                        query("NOTIFY twins"),
                        query("UNLISTEN twins")),
                script(
                        "text by the extended protocol",
                        1,
                        parse("", "SELECT * FROM products WHERE id = $1", INT4),
                        bind("", "", false, "5"),
                        describePortal(""),
                        execute("", 0),
                        sync()),
                script(
                        "binary by the extended protocol",
                        1,
                        parse("", "SELECT * FROM products WHERE id < $1 ORDER BY id", INT4),
                        bind("", "", true, "9"),
                        describePortal(""),
                        execute("", 0),
                        sync()),
                script(
                        "a prepared statement that is run often",
                        3,
                        parse("often", "SELECT title FROM products WHERE id = $1"),
                        describeStatement("often"),
                        sync(),
                        bind("", "often", false, "1"),
                        execute("", 0),
                        bind("", "often", true, "2"),
                        execute("", 0),
                        sync(),
                        bind("", "often", false, "3"),
                        execute("", 0),
                        closeStatement("often"),
                        sync()),
                script(
                        "rows a few at a time",
                        1,
                        parse("", "SELECT id, title FROM products ORDER BY id LIMIT 10"),
                        bind("p", "", false),
                        describePortal("p"),
                        execute("p", 4),
                        execute("p", 4),
                        execute("p", 4),
                        sync()),
                script(
                        "an error in the middle of a pipeline",
                        2,
                        parse("", "SELECT 1"),
                        bind("", "", false),
                        execute("", 0),
                        parse("", "SELECT 1 / 0"),
                        bind("", "", false),
                        execute("", 0),
                        parse("", "SELECT 3"),
                        bind("", "", false),
                        execute("", 0),
                        sync(),
                        query("SELECT 4")),
                script(
                        "a statement without rows",
                        2,
                        parse("", "SET extra_float_digits = 0"),
                        bind("", "", false),
                        describePortal(""),
                        execute("", 0),
                        sync(),
                        query("SELECT 1.0::float8 / 3")),
                script(
                        "an empty statement",
                        1,
                        parse("", ""),
                        bind("", "", false),
                        describePortal(""),
                        execute("", 0),
                        sync()),
                script("Sync alone", 3, sync(), sync(), sync()),
                script("many queries at once", 5, all, all, query("SELECT 1"), all, query("SELECT 2")));
    }

    private static Arguments simple(String name, String sql) {
        return Arguments.of(name, 1, query(sql));
    }

    private static Arguments script(String name, int cycles, byte[]... messages) {
        return Arguments.of(name, cycles, join(messages));
    }

    @Test
    void aSessionBeginsWithTheParametersOfTheServersOwn() throws IOException {
        try (Wire direct = Wire.direct(house.postgres.port(), PARAMETERS);
                Wire through = Wire.login(house.gateway.port(), house.agent(), PARAMETERS)) {
            assertThat(parameters(through)).containsExactlyInAnyOrderElementsOf(parameters(direct));
        }
    }

    @ParameterizedTest
    @MethodSource
    void whatCannotBeDecidedOnIsAnsweredWithTheServersStateAndMessage(int cycles, byte[] messages) throws IOException {
        List<Wire.Frame> direct;
        try (Wire wire = Wire.direct(house.postgres.port(), PARAMETERS)) {
            wire.send(messages);
            direct = wire.readCycles(cycles);
        }
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), PARAMETERS)) {
            wire.send(messages);
            List<Wire.Frame> through = wire.readCycles(cycles);
            assertThat(through.stream().map(Wire.Frame::type).toList())
                    .isEqualTo(direct.stream().map(Wire.Frame::type).toList());
            for (char field : new char[] {'S', 'V', 'C', 'M'}) {
                assertThat(through.getFirst().field(field))
                        .isEqualTo(direct.getFirst().field(field))
                        .isNotEmpty();
            }
        }
    }

    static Stream<Arguments> whatCannotBeDecidedOnIsAnsweredWithTheServersStateAndMessage() {
        return Stream.of(
                Arguments.of(1, query("SELECT (")),
                Arguments.of(2, join(bind("", "nobody", false), execute("", 0), sync(), query("SELECT 1"))));
    }

    /** The CONTEXT of errors about locks and cancels can say where on the disk a row lies. Nothing else of them is withheld. */
    @Test
    void anErrorOfACancelComesWithoutItsContextWhereMasksApply() throws IOException {
        byte[] messages = join(query("COPY notes FROM STDIN"), copyFail("no more"));
        List<Wire.Frame> direct;
        try (Wire wire = Wire.direct(house.postgres.port(), PARAMETERS)) {
            wire.send(messages);
            direct = wire.readCycles(1);
        }
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), PARAMETERS)) {
            wire.send(messages);
            List<Wire.Frame> through = wire.readCycles(1);

            String context = "W" + direct.get(1).field('W') + "\\00";
            assertThat(context).contains("COPY notes");
            assertThat(through.stream().map(Wire.Frame::toString))
                    .containsExactlyElementsOf(direct.stream()
                            .map(frame -> frame.toString().replace(context, ""))
                            .toList());
        }
    }

    /** A trigger could have put a masked value into it. */
    @Test
    void aNotificationInADatabaseWithMasksComesWithoutItsPayload() throws IOException {
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), PARAMETERS)) {
            wire.send(query("LISTEN twins; SELECT pg_notify('twins', 'what a trigger knows')"));
            List<Wire.Frame> answer = wire.readThrough('Z');
            assertThat(answer.stream().map(Wire.Frame::type)).containsExactly('C', 'T', 'D', 'C', 'A', 'Z');
            assertThat(answer.get(4).toString()).contains("twins").doesNotContain("trigger");
        }
    }

    private static List<String> parameters(Wire wire) {
        return wire.greeting().stream()
                .filter(frame -> frame.type() == 'S')
                .map(Wire.Frame::toString)
                .toList();
    }

    /** As text, so that a difference can be read. The process that notifies is another in each session. */
    static List<String> answers(Wire wire, int cycles, byte[] messages) throws IOException {
        wire.send(messages);
        List<String> answers = new ArrayList<>();
        for (Wire.Frame frame : wire.readCycles(cycles)) {
            String text = frame.toString();
            answers.add(frame.type() == 'A' ? text.substring(0, 2) + text.substring(text.indexOf("twins")) : text);
        }
        return answers;
    }
}
