package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sallyport.sql.ColumnUse.Role;
import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.parser.EmbeddedTexts;
import dev.sallyport.sql.parser.ParseResult;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class StatementAnalyzerTest {
    private static final Grammar GRAMMAR = new Grammar();

    @AfterAll
    static void close() {
        GRAMMAR.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT email || '' FROM c",
                "SELECT email::text FROM c",
                "SELECT email COLLATE \"C\" FROM c",
                "SELECT (t).email FROM c t",
                "SELECT email FROM c UNION ALL SELECT '' ",
                "SELECT x FROM (SELECT email FROM c) s (x)",
                "WITH s AS (SELECT email FROM c) SELECT x FROM s",
                "SELECT (SELECT email FROM c)",
                "SELECT ARRAY(SELECT email FROM c)",
                "VALUES ((SELECT email FROM c))",
                "EXPLAIN SELECT email FROM c",
                "COPY (SELECT email FROM c) TO STDOUT",
                "COPY c (email) TO STDOUT",
                "CREATE TABLE d AS SELECT email FROM c",
                "SELECT email INTO d FROM c",
                "CREATE VIEW v AS SELECT email FROM c",
                "CREATE MATERIALIZED VIEW v AS SELECT email FROM c",
                "INSERT INTO d SELECT email FROM c",
                "EXPLAIN ANALYZE DECLARE x CURSOR FOR SELECT email FROM c",
                "CREATE RULE r AS ON DELETE TO d DO ALSO SELECT email FROM c",
                "CREATE FUNCTION f() RETURNS text RETURN (SELECT email FROM c)",
                "WITH w AS (DELETE FROM c WHERE id = 1 RETURNING email) SELECT 1",
                "SELECT id FROM c WHERE email = 'x'",
                "SELECT id FROM c GROUP BY email",
                "SELECT id FROM c ORDER BY email",
                "SELECT id FROM c LIMIT (SELECT email FROM c)",
                "SELECT id FROM c JOIN d ON email = name",
                "SELECT id FROM c JOIN d USING (email)",
                "SELECT email FROM c FULL JOIN d USING (email)",
                "SELECT rank() OVER (PARTITION BY email) FROM c",
                "SELECT rank() OVER w FROM c WINDOW w AS (ORDER BY email)",
                "SELECT count(*) FILTER (WHERE email > '') FROM c",
                "SELECT DISTINCT ON (email) id FROM c",
                "UPDATE c SET name = email WHERE id = 1",
                "INSERT INTO c (id) VALUES (1) ON CONFLICT (email) DO NOTHING",
                "CREATE INDEX ON c (email)",
                "ALTER TABLE c ADD CHECK (email > '')",
                "ALTER TABLE c DROP email",
                "CREATE TRIGGER t AFTER UPDATE OF email ON c EXECUTE FUNCTION f()",
                "GRANT SELECT (email) ON c TO PUBLIC"
            })
    void aColumnThatDoesNotReachTheAnswerUnchangedIsNeverPlain(String sql) {
        List<ColumnUse> columns = GRAMMAR.statement(sql).columns();
        assertThat(columns).anyMatch(use -> use.path().getLast().equals("email") && use.role() == Role.OTHER);
        assertThat(columns).noneMatch(use -> use.path().contains("email") && use.role() != Role.OTHER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT email FROM c",
                "SELECT (email) AS x FROM c",
                "SELECT email FROM c GROUP BY id",
                "SELECT DISTINCT email FROM c",
                "DECLARE x CURSOR FOR SELECT email FROM c",
                "PREPARE x AS SELECT email FROM c",
                "WITH s AS (SELECT 1) SELECT email FROM c, s",
                "SELECT email FROM c FOR UPDATE"
            })
    void aColumnTheStatementAnswersWithIsPlain(String sql) {
        assertThat(GRAMMAR.statement(sql).columns())
                .contains(new ColumnUse(List.of("email"), false, Role.PLAIN_OUTPUT));
    }

    @Test
    void aCommonTableExpressionHidesARelationOnlyWhereItIsInScope() {
        assertThat(relations("WITH t AS (SELECT 1) SELECT * FROM t")).isEmpty();
        assertThat(relations("WITH t AS (SELECT * FROM t) SELECT * FROM t")).containsExactly("t");
        assertThat(relations("WITH RECURSIVE t AS (SELECT 1 UNION SELECT * FROM t) SELECT * FROM t"))
                .isEmpty();
        assertThat(relations("WITH t AS (SELECT 1) SELECT * FROM s.t")).containsExactly("s.t");
        assertThat(relations("SELECT * FROM (WITH t AS (SELECT 1) SELECT * FROM t) x, t"))
                .containsExactly("t");
        assertThat(relations("WITH t AS (SELECT 1) DELETE FROM t WHERE a IN (TABLE t)"))
                .containsExactly("t");
        assertThat(relations("WITH a AS (TABLE b), b AS (TABLE a) TABLE b")).containsExactly("b");
    }

    @Test
    void theEffectOfAStatementIsTheGravestThatIsNestedInIt() {
        assertThat(effect("SELECT 1")).isEqualTo(Effect.READ);
        assertThat(effect("WITH w AS (DELETE FROM t WHERE a = 1 RETURNING a) SELECT * FROM w"))
                .isEqualTo(Effect.WRITE);
        assertThat(effect("EXPLAIN DELETE FROM t")).isEqualTo(Effect.READ);
        assertThat(effect("EXPLAIN ANALYZE DELETE FROM t")).isEqualTo(Effect.WRITE);
        assertThat(effect("EXPLAIN (ANALYZE off, ANALYZE) DELETE FROM t")).isEqualTo(Effect.WRITE);
        assertThat(effect("SELECT 1 INTO t")).isEqualTo(Effect.DDL);
        assertThat(effect("CREATE SCHEMA s GRANT SELECT ON t TO PUBLIC")).isEqualTo(Effect.ADMIN);
        assertThat(effect("PREPARE p AS DELETE FROM t")).isEqualTo(Effect.WRITE);
        assertThat(effect("COPY t TO PROGRAM 'x'")).isEqualTo(Effect.ADMIN);
        assertThat(effect("SELECT 1 FROM t FOR SHARE")).isEqualTo(Effect.WRITE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        DELETE FROM t                                                   | false
        DELETE FROM t WHERE true                                        | false
        DELETE FROM t WHERE 1 = 1 AND now() > '2020-01-01'              | false
        DELETE FROM t WHERE a = 1                                       | true
        DELETE FROM t WHERE CURRENT OF c                                | true
        WITH w AS (UPDATE t SET a = 1) SELECT 1                         | false
        MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE           | false
        MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE      | true
        CREATE RULE r AS ON INSERT TO t DO INSTEAD DELETE FROM u        | false
        TRUNCATE t                                                      | false
        SELECT 1                                                        | true
        """)
    void aWriteThatNoColumnBoundsIsUnbounded(String sql, boolean bounded) {
        assertThat(GRAMMAR.statement(sql).bounded()).isEqualTo(bounded);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "null", textBlock = """
        SET Search_Path = 'x'                              | search_path            | x
        SET LOCAL ROLE postgres                            | role                   | postgres
        RESET ALL                                          | *                      | null
        DISCARD ALL                                        | *                      | null
        BEGIN READ WRITE                                   | transaction_read_only  | 0
        SELECT set_config('ROLE', 'postgres', true)        | role                   | postgres
        SELECT set_config(lower('ROLE'), 'postgres', true) | *                      | postgres
        SELECT set_config('role'::text, 'postgres', true)  | *                      | postgres
        SELECT set_config(name, setting, true) FROM t      | *                      | null
        UPDATE pg_settings SET setting = 'x' WHERE a = 1   | *                      | null
        ALTER ROLE bob SET row_security = off              | row_security           | off
        """)
    void aSettingIsSeenByWhicheverWayItIsChanged(String sql, String name, String value) {
        assertThat(GRAMMAR.statement(sql).settings()).containsExactly(new SettingUse(name, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT pg_read_file('x')",
                "SELECT pg_catalog.pg_read_file('x')",
                "SELECT \"pg_read_file\"('x')",
                "SELECT U&\"pg\\005fread_file\"('x')",
                "SELECT * FROM pg_read_file('x')",
                "SELECT * FROM ROWS FROM (pg_read_file('x'))",
                "SELECT ('x'::text).pg_read_file",
                "SELECT g.pg_read_file FROM unnest(ARRAY['x']) g",
                "SELECT (g).pg_read_file FROM unnest(ARRAY['x']) g",
                "EXPLAIN SELECT pg_read_file('x')",
                "EXECUTE p (pg_read_file('x'))",
                "CREATE TABLE t (a text DEFAULT pg_read_file('x'))",
                "CREATE OPERATOR ! (FUNCTION = pg_read_file, RIGHTARG = text)",
                "CREATE CAST (text AS d) WITH FUNCTION pg_read_file(text)"
            })
    void aFunctionIsSeenHoweverItIsNamed(String sql) {
        assertThat(GRAMMAR.statement(sql).functions())
                .anyMatch(use -> use.name().equals("pg_read_file"));
    }

    @Test
    void whatCannotBeReadSaysSo() {
        for (String sql : List.of("DO 'x'", "CALL p()", "EXECUTE p", "LOAD 'x'", "CREATE TABLE t AS EXECUTE p")) {
            assertThat(GRAMMAR.statement(sql).opaque()).as(sql).hasSize(1);
        }
        assertThat(GRAMMAR.statement("CREATE FUNCTION f() RETURNS int RETURN 1").opaque())
                .isEmpty();
    }

    @Test
    void theSecondStatementOfATextIsLocatedInBytes() {
        Analysis analysis = GRAMMAR.analyze("SELECT 'ä'; DROP TABLE t");

        assertThat(((Analysis.Understood) analysis).statements())
                .extracting(Statement::kind, Statement::location, Statement::length)
                .containsExactly(tuple("SELECT", 0, 11), tuple("DROP TABLE", 13, 12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'stmts':[{'stmt':{'NovelStmt':{}}}]}",
                "{'stmts':[{'stmt':{}}]}",
                "{'stmts':[{'stmt':{'SelectStmt':{'novel':1}}}]}",
                "{'stmts':[{'stmt':{'SelectStmt':{'limitOption':{'a':1}}}}]}",
                "{'stmts':[{'stmt':{'SelectStmt':{'whereClause':{'NovelExpr':{}}}}}]}",
                "{'stmts':[{'stmt':{'SelectStmt':{'whereClause':{'A_Expr':{'kind':'AEXPR_NOVEL'}}}}}]}",
                "{'stmts':[{'stmt':{'DropStmt':{'removeType':'OBJECT_NOVEL'}}}]}",
                "{'stmts':[{'stmt':{'TransactionStmt':{'kind':'TRANS_STMT_NOVEL'}}}]}",
                "{'stmts':[{'stmt':{'VariableSetStmt':{'kind':'VAR_SET_MULTI','name':'NOVEL'}}}]}",
                "{'stmts':[{'stmt':{'DeleteStmt':{}}}]}",
                "{'stmts':[{'stmt':{'ViewStmt':{'aliases':[{'ColumnRef':{}}]}}}]}",
                "{'stmts':[{'stmt':{'ExplainStmt':{'query':{'NovelStmt':{}}}}}]}"
            })
    void aTreeWithAnythingUnknownInItIsRefused(String tree) {
        ParseResult parsed = new ParseResult.Tree(JsonMapper.shared().readTree(tree.replace('\'', '"')));

        assertThat(new StatementAnalyzer().analyze(parsed, new byte[1], null, EmbeddedTexts.NONE))
                .isInstanceOf(Analysis.Refused.class);
    }

    @Test
    void aSyntaxErrorAndARefusalOfTheParserStayWhatTheyAre() {
        StatementAnalyzer analyzer = new StatementAnalyzer();

        assertThat(GRAMMAR.analyze("SELEC 1"))
                .isEqualTo(new Analysis.SyntaxError("syntax error at or near \"SELEC\"", 1));
        assertThat(analyzer.analyze(
                        new ParseResult.Refused(ParseResult.Reason.TIME_LIMIT, "Too slow."),
                        new byte[1],
                        null,
                        EmbeddedTexts.NONE))
                .isEqualTo(new Analysis.Refused("Too slow."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DECLARE %s CURSOR FOR SELECT 1", "DECLARE %s CURSOR WITH HOLD FOR SELECT 1", "CLOSE %s"})
    void aCursorHasTheNameThatTheServerMakesOfIt(String sql) {
        assertThat(GRAMMAR.statement(sql.formatted("MyCursor")).prepared()).isEqualTo("mycursor");
        assertThat(GRAMMAR.statement(sql.formatted("\"MyCursor\"")).prepared()).isEqualTo("MyCursor");
        assertThat(GRAMMAR.statement(sql.formatted("U&\"\\0061\"")).prepared()).isEqualTo("a");
        for (String quote : List.of("", "\"")) {
            String longName = quote + "n".repeat(64) + quote;
            assertThat(GRAMMAR.statement(sql.formatted(longName)).prepared()).isEqualTo("n".repeat(63));
            String wideName = quote + "\u00e9".repeat(32) + quote;
            assertThat(GRAMMAR.statement(sql.formatted(wideName)).prepared()).isEqualTo("\u00e9".repeat(31));
        }
    }

    private static List<String> relations(String sql) {
        return GRAMMAR.statement(sql).relations().stream()
                .filter(use -> use.access() != Access.DEFINE)
                .map(RelationUse::display)
                .toList();
    }

    private static Effect effect(String sql) {
        return GRAMMAR.statement(sql).effect();
    }
}
