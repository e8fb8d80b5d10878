package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.sql.parser.ParseResult;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

class TreeDigestTest {
    private static final Grammar GRAMMAR = new Grammar();
    private static final Set<String> PLACES =
            Set.of("location", "name_location", "list_start", "list_end", "rexpr_list_start", "rexpr_list_end");

    @AfterAll
    static void close() {
        GRAMMAR.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    SELECT 1                    | SELECT 2
                    SELECT 1                    | SELECT 1.0
                    SELECT 1                    | SELECT '1'
                    SELECT 0                    | SELECT false
                    SELECT 0                    | SELECT NULL
                    SELECT 0                    | SELECT ''
                    SELECT ''                   | SELECT NULL
                    SELECT 0                    | SELECT 0.0
                    SELECT 1.0                  | SELECT 1.00
                    SELECT 1e1                  | SELECT 10.0
                    SELECT 2147483648           | SELECT '2147483648'
                    SELECT b'1'                 | SELECT x'1'
                    SELECT b'1'                 | SELECT 'b1'
                    SELECT b'01'                | SELECT b'1'
                    SELECT 'a', 'b'             | SELECT 'b', 'a'
                    SELECT 'a', 'bc'            | SELECT 'ab', 'c'
                    SELECT 'a' + 'b'            | SELECT 'a' - 'b'
                    SELECT 'a'                  | SELECT 'a '
                    SELECT 'é'                  | SELECT U&'e\\0301'
                    SELECT a AS b               | SELECT b AS a
                    SELECT a.b                  | SELECT "a.b"
                    SELECT "A"                  | SELECT a
                    SELECT a.*                  | SELECT "a"."*"
                    SELECT f(a)                 | SELECT f(VARIADIC a)
                    SELECT f(a)                 | SELECT f(DISTINCT a)
                    SELECT f()                  | SELECT f(*)
                    SELECT a FROM t             | SELECT a FROM ONLY t
                    SELECT a FROM t             | SELECT a FROM s.t
                    SELECT a, b                 | SELECT b, a
                    SELECT a UNION SELECT b     | SELECT a UNION ALL SELECT b
                    SELECT a UNION SELECT b     | SELECT a EXCEPT SELECT b
                    SELECT a = 1 AND b          | SELECT a = 1 OR b
                    SELECT a < 1                | SELECT a > 1
                    SELECT $1                   | SELECT $2
                    SELECT $1                   | SELECT 1
                    SELECT a FROM t ORDER BY b  | SELECT a FROM t ORDER BY b DESC
                    SELECT a FROM t LIMIT 1     | SELECT a FROM t OFFSET 1
                    DELETE FROM t WHERE a       | DELETE FROM t
                    DROP TABLE a, b             | DROP TABLE b, a
                    DROP TABLE a                | DROP TABLE a CASCADE
                    DROP TABLE a                | DROP TABLE IF EXISTS a
                    DROP TABLE a                | DROP VIEW a
                    DO 'a'                      | DO 'a '
                    DO $$a$$                    | DO $$b$$
                    SET role a                  | SET role postgres
                    SET a = 1                   | SET LOCAL a = 1
                    SET a = 1                   | SET a = '1'
                    SET a TO b, c               | SET a TO 'b, c'
                    EXECUTE a                   | EXECUTE b
                    GRANT SELECT ON t TO a      | GRANT SELECT ON t TO a WITH GRANT OPTION
                    GRANT SELECT ON t TO a      | REVOKE SELECT ON t FROM a
                    GRANT SELECT ON t TO PUBLIC | GRANT SELECT ON t TO "public2"
                    CREATE TABLE t (a int)      | CREATE TEMP TABLE t (a int)
                    CREATE TABLE t (a int)      | CREATE UNLOGGED TABLE t (a int)
                    CREATE TABLE t (a int)      | CREATE TABLE t (a int8)
                    CREATE TABLE t (a int)      | CREATE TABLE t (a int[])
                    CREATE TABLE t (a int)      | CREATE TABLE t (a int NOT NULL)
                    CREATE TABLE t (a char(1))  | CREATE TABLE t (a char(2))
                    CREATE TABLESPACE s LOCATION '/a'   | CREATE TABLESPACE s LOCATION '/b'
                    COPY t TO STDOUT            | COPY t FROM STDIN
                    COPY t TO '/a'              | COPY t TO '/b'
                    COPY t TO '/a'              | COPY t TO PROGRAM '/a'
                    ALTER TABLE t ENABLE ROW LEVEL SECURITY | ALTER TABLE t DISABLE ROW LEVEL SECURITY
                    SELECT a FROM t FOR UPDATE  | SELECT a FROM t FOR SHARE
                    NOTIFY a, 'b'               | NOTIFY a, 'c'
                    BEGIN                       | BEGIN READ ONLY
                    COMMIT                      | ROLLBACK
                    """)
    void whatDiffersInAnythingHasAnother(String one, String other) {
        assertThat(digest(one)).isNotEqualTo(digest(other)).isEqualTo(digest(one));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    SELECT a FROM t WHERE b IN (1, 2)  | select A/**/from T  where(b)in( 1,2 ) ;
                    CREATE TABLE t (a int)             | create table T (A integer)
                    SELECT 'ab'                        | SELECT $x$ab$x$
                    SELECT ARRAY[1, 2]                 | SELECT ARRAY [ 1 , /* two */ 2 ]
                    SELECT a <> 1                      | SELECT a != 1
                    SELECT a::int                      | SELECT CAST(a AS integer)
                    """)
    void whatDiffersInSpellingAloneHasTheSame(String one, String other) {
        assertThat(digest(one)).isEqualTo(digest(other));
    }

    @Test
    void whereAStatementStandsDoesNotCount() {
        assertThat(Corpus.statements()).hasSizeGreaterThan(300).allSatisfy(sql -> {
            if (GRAMMAR.analyze(sql) instanceof Analysis.Understood(List<Statement> statements)) {
                Analysis moved = GRAMMAR.analyze("/* é */ \n -- further down\n" + sql);
                assertThat(((Analysis.Understood) moved).statements())
                        .extracting(Statement::digest)
                        .isEqualTo(statements.stream().map(Statement::digest).toList());
            }
        });
    }

    @Test
    void everyLeafOfEveryTreeCounts() {
        int changes = 0;
        for (String sql : Corpus.statements()) {
            if (GRAMMAR.parse(sql) instanceof ParseResult.Tree(JsonNode root)) {
                for (JsonNode raw : root.path("stmts")) {
                    TreeNode node = TreeNode.of(raw.path("stmt"));
                    if (node != null) {
                        changes += everyChangeShows(node, sql);
                    }
                }
            }
        }
        assertThat(changes).isGreaterThan(10_000);
    }

    /** Changes one part of the tree at a time, and back. */
    private static int everyChangeShows(TreeNode node, String sql) {
        Set<TreeDigest> seen = new HashSet<>();
        seen.add(TreeDigest.of(node));
        List<JsonNode> containers = new ArrayList<>();
        collect(node.body(), containers);
        int changes = 0;
        for (JsonNode container : containers) {
            switch (container) {
                case ObjectNode object -> {
                    for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                        if (PLACES.contains(field.getKey()) && field.getValue().isNumber()) {
                            continue;
                        }
                        if (!field.getValue().isContainer()) {
                            object.set(field.getKey(), changed(field.getValue()));
                            assertThat(seen.add(TreeDigest.of(node))).as(sql).isTrue();
                            changes++;
                        }
                        object.remove(field.getKey());
                        assertThat(seen.add(TreeDigest.of(node))).as(sql).isTrue();
                        changes++;
                        object.set(field.getKey(), field.getValue());
                    }
                }
                case ArrayNode array -> {
                    JsonNode last = array.remove(array.size() - 1);
                    assertThat(seen.add(TreeDigest.of(node))).as(sql).isTrue();
                    changes++;
                    array.add(last);
                }
                default -> throw new AssertionError(container);
            }
        }
        assertThat(seen).contains(TreeDigest.of(node));
        return changes;
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer() && node.size() > 0) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static JsonNode changed(JsonNode leaf) {
        return switch (leaf) {
            case StringNode string -> new StringNode(string.stringValue() + "\u0000");
            case BooleanNode flag -> BooleanNode.valueOf(!flag.booleanValue());
            default -> IntNode.valueOf(leaf.intValue() + 1);
        };
    }

    @Test
    void aTextHasTheDigestsOfItsStatementsInTheirOrder() {
        TreeDigest one = digest("SELECT 1");
        TreeDigest two = digest("SELECT 2");

        Set<TreeDigest> texts = Set.of(
                one,
                TreeDigest.ofText(List.of()),
                TreeDigest.ofText(List.of(one)),
                TreeDigest.ofText(List.of(one, two)),
                TreeDigest.ofText(List.of(two, one)),
                TreeDigest.ofText(List.of(one, one)),
                TreeDigest.ofTexts(List.of(one, two)),
                TreeDigest.ofTexts(List.of()));
        assertThat(texts).hasSize(8);
    }

    @Test
    void severalTextsHaveOneInWhateverOrder() {
        TreeDigest one = digest("SELECT 1");
        TreeDigest two = digest("SELECT 2");

        assertThat(TreeDigest.ofTexts(List.of(one, two, one))).isEqualTo(TreeDigest.ofTexts(List.of(two, one)));
        assertThat(TreeDigest.ofTexts(List.of(one, one))).isEqualTo(one);
    }

    @Test
    void itIsReadBackAsItIsWritten() {
        TreeDigest digest = digest("SELECT 1");

        assertThat(TreeDigest.parse(digest.toString())).contains(digest);
        assertThat(TreeDigest.parse(digest.hexadecimal())).isEmpty();
        assertThat(TreeDigest.parse(digest.toString().toUpperCase(Locale.ROOT))).isEmpty();
        assertThat(TreeDigest.parse(digest + "0")).isEmpty();
        assertThatThrownBy(() -> new TreeDigest("0")).isInstanceOf(IllegalArgumentException.class);
    }

    private static TreeDigest digest(String sql) {
        return GRAMMAR.statement(sql).digest();
    }
}
