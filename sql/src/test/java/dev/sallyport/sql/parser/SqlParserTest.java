package dev.sallyport.sql.parser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.parser.ParseResult.SyntaxError;
import dev.sallyport.sql.parser.ParseResult.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SqlParserTest {
    private static final SqlParser PARSER =
            new SqlParser(ParserSettings.withThreads(1).withWarmUpStatements(0).withTimeLimit(Duration.ofSeconds(20)));

    @AfterAll
    static void closeParser() {
        PARSER.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SELECT 1                                             | SelectStmt
            SELECT * FROM customers WHERE id = $1                | SelectStmt
            INSERT INTO t VALUES (1, 'a''b') RETURNING *         | InsertStmt
            UPDATE t SET a = a + 1 WHERE b IS NOT NULL           | UpdateStmt
            DELETE FROM t USING u WHERE t.id = u.id              | DeleteStmt
            MERGE INTO t USING u ON t.i = u.i WHEN MATCHED THEN DELETE | MergeStmt
            BEGIN                                                | TransactionStmt
            SET search_path = a, b                               | VariableSetStmt
            COPY t TO STDOUT                                     | CopyStmt
            DO $$ begin perform 1; end $$                        | DoStmt
            EXPLAIN ANALYZE DELETE FROM t                        | ExplainStmt
            CREATE TABLE t (id int PRIMARY KEY)                  | CreateStmt
            DROP TABLE t                                         | DropStmt
            TRUNCATE t                                           | TruncateStmt
            GRANT SELECT ON t TO PUBLIC                          | GrantStmt
            LISTEN x                                             | ListenStmt
            """)
    void everydayStatementsGiveTheirTree(String sql, String node) {
        assertThat(statements(sql)).containsExactly(node);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", ";;;", "-- nothing", "/* nothing /* at all */ */"})
    void aTextWithoutStatementsIsAnEmptyTree(String sql) {
        assertThat(statements(sql)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SELECT '\\'; DROP TABLE users; --'                    | SelectStmt DropStmt
            SELECT E'\\''; DROP TABLE users; --'                  | SelectStmt DropStmt
            SELECT E'\\'; DROP TABLE users; --'                   | SelectStmt
            SELECT E'\\\\'; DROP TABLE users; --'                 | SelectStmt DropStmt
            SELECT $a$'; DROP TABLE users; --$a$                  | SelectStmt
            SELECT $a$ $b$ $a$; DROP TABLE users; --$b$           | SelectStmt DropStmt
            SELECT "'"; DROP TABLE users; --'                     | SelectStmt DropStmt
            SELECT 1 /* /* */ ; DROP TABLE users; */              | SelectStmt
            SELECT 1 /* */ ; DROP TABLE users; --*/               | SelectStmt DropStmt
            SELECT U&'\\0027; DROP TABLE users; --'               | SelectStmt
            /* c */ DELETE FROM users                             | DeleteStmt
            WITH d AS (DELETE FROM users RETURNING 1) SELECT 1    | SelectStmt
            """)
    void nothingIsSmuggledPastTheGrammar(String sql, String nodes) {
        assertThat(String.join(" ", statements(sql))).isEqualTo(nodes);
    }

    @Test
    void aSyntaxErrorCarriesTheServersMessageAndPosition() {
        assertThat(parse("selec 1")).isEqualTo(new SyntaxError("syntax error at or near \"selec\"", 1));
        assertThat(parse("SELECT 1 FROM")).isEqualTo(new SyntaxError("syntax error at end of input", 14));
    }

    @Test
    void aSyntaxErrorsPositionCountsCharactersNotBytes() {
        assertThat(parse("SELECT 'äöü€😀' selec")).isInstanceOf(Tree.class);
        assertThat(parse("SELECT 'äöü€😀' 'x'")).isEqualTo(new SyntaxError("syntax error at or near \"'x'\"", 16));
    }

    @Test
    void aLocationIsAByteOffset() {
        JsonNode second = tree("SELECT 'ä'; SELECT 2").get("stmts").get(1);
        assertThat(second.get("stmt_location").asInt()).isEqualTo(13);
    }

    static List<String> kinds(ParseResult result) {
        List<String> kinds = new ArrayList<>();
        for (JsonNode statement : ((Tree) result).root().get("stmts")) {
            kinds.addAll(statement.get("stmt").propertyNames());
        }
        return kinds;
    }

    private static List<String> statements(String sql) {
        return kinds(parse(sql));
    }

    private static JsonNode tree(String sql) {
        return ((Tree) parse(sql)).root();
    }

    private static ParseResult parse(String sql) {
        return PARSER.parseNow(sql.getBytes(UTF_8));
    }
}
