package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions on a table {@code t (id NOT NULL, a, b, name, done)}. */
class BoundedWritesTest {
    private static final Grammar GRAMMAR = new Grammar();
    private static final OneTable NAMES = new OneTable();

    @AfterAll
    static void close() {
        GRAMMAR.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "1 = 1",
                "'a' = 'a'",
                "1 < 2",
                "NOT false",
                "NOT NOT true",
                "'t'::boolean",
                "'yes'::bool",
                "1::boolean",
                "CAST('true' AS boolean)",
                "bool 't'",
                "true IS TRUE",
                "(1 = 1) IS NOT FALSE",
                "(1 = 1) = true",
                "(a = 1) IS NULL OR true",
                "id = id",
                "t.id = id",
                "id = t.id::bigint",
                "id + 0 = id",
                "id = id + 1 - 1",
                "id < id + 1",
                "id - id = 0",
                "id * 0 = 0",
                "a = a",
                "name || '' = name",
                "id IS NOT NULL",
                "ctid IS NOT NULL",
                "ctid = ctid",
                "tableoid = tableoid",
                "NOT id IS NULL",
                "NULL IS NULL",
                "id IS NOT DISTINCT FROM id",
                "id IS DISTINCT FROM NULL",
                "a = 3 OR true",
                "true OR a = 3",
                "id >= 0 OR id < 0",
                "id < 10 OR id > 5",
                "id <= 0 OR 0 < id",
                "NOT (id >= 0 AND id < 0)",
                "a IS NULL OR a IS NOT NULL",
                "a = 1 OR a <> 1",
                "a <> 1 OR a <> 2",
                "a = b OR a <> b",
                "done OR NOT done",
                "a = 1 OR NOT (a = 1)",
                "1 IN (1, 2)",
                "id IN (id, 2)",
                "id = ANY (ARRAY[id])",
                "id BETWEEN id AND id",
                "1 BETWEEN 0 AND 2",
                "name LIKE '%'",
                "name ILIKE '%%'",
                "name ~ ''",
                "name ~* '.*'",
                "length(name) >= 0",
                "length(name) > -1",
                "length('x') = 1",
                "coalesce(NULL::boolean, true)",
                "coalesce(true, a = 1)",
                "coalesce(id, id) = id",
                "CASE WHEN true THEN true END",
                "CASE WHEN a = 1 THEN true ELSE true END",
                "CASE 1 WHEN 1 THEN true END",
                "random() >= 0",
                "pg_backend_pid() > 0",
                "now() > '2020-01-01'",
                "current_user = 'x'",
                "$1",
                "$1 = 1",
                "$1::int IS NULL OR a = $1",
                "EXISTS (SELECT 1)",
                "EXISTS (SELECT 1 FROM u)",
                "EXISTS (SELECT FROM t)",
                "EXISTS (SELECT FROM t x WHERE x.id = t.id)",
                "NOT EXISTS (SELECT 1 WHERE false)",
                "(SELECT true)",
                "(SELECT count(*) FROM t) > 0",
                "id IN (SELECT id FROM t)",
                "id IN (SELECT x.id FROM t x)",
                "id IN (SELECT id FROM public.t WHERE true)",
                "id IN (SELECT id FROM t WHERE id = id)",
                "id IN (SELECT id FROM t LIMIT ALL)",
                "id IN (SELECT id FROM t LIMIT 1000000000)",
                "id IN (SELECT id FROM (SELECT * FROM t) x)",
                "id IN (SELECT id FROM t ORDER BY a)",
                "(id, a) IN (SELECT id, a FROM t)",
                "ctid = ANY (ARRAY(SELECT ctid FROM t))",
                "id NOT IN (SELECT id FROM u WHERE false)",
                "true AND true",
                "true AND random() < 2",
                "a = 1 OR random() < 2",
                "id = ANY (SELECT id FROM t)",
                "id >= id",
                "id <= ALL (ARRAY[id])",
                "id BETWEEN SYMMETRIC id AND 0",
                "id NOT BETWEEN 5 AND 1",
                "(id, a) = (id, a)",
                "(id, a) >= ROW(id, a)",
                "(id, 1) IN ((id, 1))",
                "t IS NOT NULL",
                "NOT t.* IS NULL",
                "name ~~ '%'",
                "name !~ 'a' OR name ~ 'a'",
                "name SIMILAR TO '%'",
                "name ~ '[a-z]*'",
                "name ~ 'x|.*'",
                "name LIKE 'a%' OR name NOT LIKE 'a%'",
                "a IN (1, 2) OR a NOT IN (1, 2)",
                "a < 5 OR a = 5 OR a > 5",
                "a IS DISTINCT FROM 1 OR a = 1",
                "done IS TRUE OR done IS NOT TRUE",
                "done IS TRUE OR done IS FALSE OR done IS NULL",
                "done = true OR done = false",
                "done IN (true, false)",
                "id IS NOT NULL IS NOT UNKNOWN",
                "coalesce(a, 0) IS NOT NULL",
                "a @> '{}'",
                "a @> a",
                "id > 0",
                "0 < id",
                "id >= 1",
                "id <> -1",
                "a = 1 OR id > 0",
                "(SELECT t.id) = id",
                "(SELECT t.id IS NOT NULL)",
                "id IN (SELECT t.id)",
                "id IN (SELECT id FROM t UNION SELECT 1)",
                "id IN (SELECT id FROM t INTERSECT SELECT id FROM t)",
                "id IN (SELECT DISTINCT id FROM t)",
                "id IN (SELECT id FROM t GROUP BY id)",
                "id IN (SELECT id FROM t OFFSET 0)",
                "id IN (SELECT id FROM t LIMIT 10001)",
                "id IN (SELECT id FROM t LIMIT 100000::bigint)",
                "id IN (SELECT id FROM t LIMIT (SELECT 100000))",
                "id IN (SELECT x.id FROM t x, u)",
                "id IN (SELECT x.id FROM t x CROSS JOIN u)",
                "id IN (SELECT x.id FROM t x LEFT JOIN u ON u.t_id = x.id)",
                "id IN (SELECT x.id FROM u RIGHT JOIN t x ON u.t_id = x.id)",
                "id IN (SELECT x.id FROM t x JOIN t y USING (id))",
                "id IN (SELECT x.id FROM t x JOIN t y ON x.id = y.id)",
                "id IN (WITH x AS (SELECT id FROM t) SELECT id FROM x)",
                "id <= (SELECT max(id) FROM t)",
                "id >= (SELECT min(id) FROM t)",
                "EXISTS (SELECT t.id)",
                "EXISTS (SELECT * FROM u)",
                "EXISTS (SELECT u.* FROM u)",
                "EXISTS (SELECT id FROM u WHERE kind = 'x')",
                "EXISTS (SELECT 1 FROM u WHERE id = 5)",
                "NOT EXISTS (SELECT * FROM u WHERE kind = 'x')",
                "EXISTS (SELECT count(*) FROM u WHERE u.t_id = t.id)",
                "EXISTS (SELECT 1 FROM t x WHERE x.id = t.id LIMIT 1)",
                "EXISTS (SELECT 1 FROM t x WHERE x.id >= t.id)"
            })
    void aConditionThatEveryRowMeetsBoundsNothing(String condition) {
        assertThat(bounded("DELETE FROM t WHERE " + condition)).isFalse();
        assertThat(bounded("UPDATE public.t SET a = 1 WHERE " + condition)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = 3",
                "id = $1",
                "t.id = $1",
                "id IN (1, 2)",
                "id = ANY ($1)",
                "id BETWEEN 1 AND 9",
                "id > 10",
                "id < 3 OR id > 5",
                "a IS NULL",
                "a IS NOT NULL",
                "NOT done",
                "done",
                "done IS TRUE",
                "name LIKE 'x%'",
                "name ~ '^x'",
                "length(name) > 3",
                "lower(name) = 'x'",
                "a = b",
                "a < b OR a > b",
                "a = 1 AND true",
                "a = 1 AND random() < 2",
                "a = 1 OR false",
                "false",
                "1 = 2",
                "NULL",
                "coalesce(a, 0) = 0",
                "coalesce(done, false)",
                "CASE WHEN a = 1 THEN true ELSE false END",
                "created_before(a, now())",
                "a < now() - interval '1 day'",
                "id IN (SELECT id FROM t LIMIT 10)",
                "id IN (SELECT id FROM t WHERE a = 1)",
                "id IN (SELECT id FROM t ORDER BY id LIMIT $1)",
                "id IN (SELECT t_id FROM u)",
                "id NOT IN (SELECT t_id FROM u)",
                "EXISTS (SELECT 1 FROM u WHERE u.t_id = t.id)",
                "EXISTS (SELECT 1 FROM t x WHERE x.a = t.a AND x.id < t.id)",
                "ctid = '(0,1)'",
                "CURRENT OF c",
                "t.* IS NULL",
                "(id, a) IN ((1, 2))",
                "id = (SELECT min(id) FROM t)",
                "id > 0 AND id <= 1000",
                "id > 1",
                "id <> 5",
                "a > 0",
                "a BETWEEN SYMMETRIC 5 AND 1",
                "name <> lower(name)",
                "name ~ '.'",
                "name ~ 'x+'",
                "name ~ '^x*$'",
                "name LIKE 'a%' OR name NOT LIKE 'b%'",
                "done = true OR name = 'x'",
                "done IN (true, NULL)",
                "a @> '{1}'",
                "coalesce(a, b) IS NOT NULL",
                "id IN (SELECT id FROM t EXCEPT SELECT t_id FROM u)",
                "id IN (SELECT DISTINCT ON (name) id FROM t)",
                "id NOT IN (SELECT min(id) FROM t GROUP BY name)",
                "id IN (SELECT max(id) FROM t GROUP BY name HAVING count(*) > 1)",
                "id IN (SELECT id FROM t ORDER BY a OFFSET 5)",
                "id IN (SELECT x.id FROM t x JOIN u ON u.t_id = x.id)",
                "id IN (SELECT x.id FROM t x JOIN u USING (id))",
                "id IN (SELECT x.id FROM u LEFT JOIN t x ON u.t_id = x.id)",
                "id IN (SELECT x.id FROM t x LEFT JOIN u ON u.t_id = x.id WHERE u.id IS NULL)",
                "id IN (SELECT x.id FROM t x LEFT JOIN u ON u.t_id = x.id WHERE u.id IS NOT NULL)",
                "id IN (SELECT x.id FROM t x, u WHERE u.t_id = x.id)",
                "id < (SELECT max(id) FROM t)",
                "id <= (SELECT max(id) FROM t WHERE a = 1)",
                "EXISTS (SELECT * FROM u WHERE u.t_id = t.id)",
                "EXISTS (SELECT id FROM u WHERE t_id = t.id)",
                "EXISTS (SELECT 1 FROM t x WHERE x.id > t.id)"
            })
    void aConditionOnWhatARowHoldsBounds(String condition) {
        assertThat(bounded("DELETE FROM t WHERE " + condition)).isTrue();
        assertThat(bounded("UPDATE public.t SET a = 1 WHERE " + condition)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM t",
                "DELETE FROM ONLY t RETURNING id",
                "UPDATE t SET a = (SELECT 1 FROM u WHERE id = 1)",
                "UPDATE t SET a = 1 FROM u WHERE u.id = 5",
                "UPDATE t SET a = 1 FROM u WHERE kind = 'x'",
                "DELETE FROM t USING t x WHERE t.id = x.id",
                "DELETE FROM t USING (SELECT * FROM t) x WHERE t.id = x.id",
                "WITH x AS (SELECT id FROM t) DELETE FROM t USING x WHERE t.id = x.id",
                "WITH x AS (SELECT id FROM t) DELETE FROM t WHERE id IN (SELECT id FROM x)",
                "WITH RECURSIVE x AS (SELECT id FROM x) DELETE FROM t WHERE id IN (SELECT id FROM x) OR true",
                "WITH d AS (DELETE FROM t) SELECT 1",
                "MERGE INTO t USING (SELECT 1) o ON true WHEN MATCHED THEN UPDATE SET a = 1",
                "MERGE INTO t USING t o ON t.id = o.id WHEN MATCHED THEN DELETE",
                "MERGE INTO t USING u ON t.id = u.t_id WHEN NOT MATCHED BY SOURCE THEN DELETE",
                "INSERT INTO t SELECT * FROM t ON CONFLICT (id) DO UPDATE SET a = 0",
                "INSERT INTO t (SELECT * FROM t UNION SELECT 1) ON CONFLICT (id) DO UPDATE SET a = 0",
                "INSERT INTO t WITH x AS (TABLE t) SELECT * FROM x ON CONFLICT (id) DO UPDATE SET a = 0",
                "MERGE INTO t USING u ON t.id <> -1 AND u.kind = 'x' WHEN MATCHED THEN DELETE",
                "DELETE FROM t USING t x JOIN t y ON x.id = y.id WHERE t.id = x.id",
                "DELETE FROM t USING t x LEFT JOIN u ON u.t_id = x.id WHERE t.id = x.id",
                "DELETE FROM t USING (SELECT id FROM t UNION SELECT 1) x WHERE t.id = x.id",
                "DELETE FROM t USING t x WHERE x.a = 5",
                "WITH RECURSIVE x AS (SELECT id FROM t UNION SELECT id FROM x) DELETE FROM t USING x WHERE t.id = x.id",
                "INSERT INTO t (id) SELECT id FROM t WHERE true ON CONFLICT (id) DO UPDATE SET a = 0",
                "DO $$ DECLARE v boolean := true; BEGIN DELETE FROM t WHERE v; END $$",
                "EXPLAIN ANALYZE DELETE FROM t WHERE id = id",
                "PREPARE p AS DELETE FROM t WHERE 1 = 1",
                "TRUNCATE t"
            })
    void aWriteOfAllRowsIsUnboundedHoweverItIsWritten(String sql) {
        assertThat(bounded(sql)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE t SET a = 1 FROM u WHERE u.t_id = t.id",
                "UPDATE t SET a = s.id FROM t x JOIN u s ON s.t_id = x.id WHERE x.id = t.id",
                "DELETE FROM t USING t x LEFT JOIN u ON u.t_id = x.id WHERE t.id = x.id AND u.id IS NULL",
                "DELETE FROM t USING t x, u WHERE t.id = x.id AND u.t_id = x.id",
                "DELETE FROM t USING t x WHERE t.id = x.id AND x.a = 5",
                "WITH x AS (SELECT id, row_number() OVER (PARTITION BY name) AS n FROM t) DELETE FROM t USING x WHERE"
                        + " t.id = x.id AND x.n > 1",
                "MERGE INTO t USING t s ON t.id = s.id WHEN MATCHED AND s.a = 5 THEN DELETE",
                "DELETE FROM t USING t x WHERE t.a = x.a AND t.id < x.id AND x.name = 'y'",
                "MERGE INTO t USING u ON t.id = u.t_id WHEN MATCHED THEN DELETE",
                "MERGE INTO t USING u ON true WHEN MATCHED AND t.a = 1 THEN DELETE",
                "MERGE INTO t USING u ON t.id = u.t_id WHEN NOT MATCHED BY SOURCE AND t.a = 1 THEN DELETE",
                "MERGE INTO t USING u ON true WHEN NOT MATCHED THEN INSERT VALUES (1)",
                "INSERT INTO t VALUES (1) ON CONFLICT (id) DO UPDATE SET a = 0",
                "INSERT INTO t SELECT * FROM u ON CONFLICT (id) DO UPDATE SET a = 0",
                "INSERT INTO t SELECT * FROM t WHERE a = 1 ON CONFLICT (id) DO UPDATE SET b = 0",
                "INSERT INTO t SELECT * FROM t ON CONFLICT (id) DO UPDATE SET a = 0 WHERE t.a = 1",
                "INSERT INTO t SELECT * FROM t ON CONFLICT DO NOTHING",
                "DO $$ DECLARE v int := 1; BEGIN DELETE FROM t WHERE id = v; END $$",
                "SELECT * FROM t"
            })
    void aWriteOfSomeRowsIsBounded(String sql) {
        assertThat(bounded(sql)).isTrue();
    }

    @Test
    void whatCanBeNullIsTakenToBeAConditionWhereTheTableIsNotKnown() {
        assertThat(GRAMMAR.statement("DELETE FROM t WHERE id IS NOT NULL").bounded())
                .isTrue();
        assertThat(GRAMMAR.statement("DELETE FROM t WHERE id = id").bounded()).isFalse();
    }

    @Test
    void aConditionThatTakesTooLongToLookAtBoundsNothing() {
        String nested = "a = 1";
        for (int i = 0; i < 40; i++) {
            nested = "id IN (SELECT id FROM t WHERE " + nested + ")";
        }
        assertThat(bounded("DELETE FROM t WHERE " + nested)).isFalse();
        assertThat(bounded("DELETE FROM t WHERE id IN (SELECT id FROM t WHERE id IN (SELECT id FROM t WHERE a = 1))"))
                .isTrue();
    }

    @Test
    void aLongRegularExpressionIsTakenToAskForSomething() {
        assertThat(bounded("DELETE FROM t WHERE name ~ '" + "x*".repeat(100) + "'"))
                .isFalse();
        assertThat(bounded("DELETE FROM t WHERE name ~ '" + "x*".repeat(100) + "y*'"))
                .isTrue();
    }

    private static boolean bounded(String sql) {
        return GRAMMAR.analyze(sql, NAMES) instanceof Analysis.Understood(List<Statement> statements)
                && statements.stream().allMatch(Statement::bounded)
                && !statements.isEmpty();
    }
}
