package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
    private static final Grammar GRAMMAR = new Grammar();

    @AfterAll
    static void close() {
        GRAMMAR.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    CREATE SCHEMA s                              | SCHEMA s
                    CREATE SCHEMA AUTHORIZATION r                | SCHEMA r
                    DROP SCHEMA s, t                             | SCHEMA s, SCHEMA t
                    ALTER SCHEMA s RENAME TO t                   | SCHEMA s, SCHEMA t
                    COMMENT ON SCHEMA s IS 'x'                   | SCHEMA s
                    GRANT USAGE ON SCHEMA s TO r                 | SCHEMA s
                    GRANT SELECT ON ALL TABLES IN SCHEMA s TO r  | SCHEMA s
                    GRANT EXECUTE ON FUNCTION s.f(int) TO r      | OTHER s.f
                    GRANT USAGE ON TYPE s.t TO r                 | OTHER s.t
                    DROP FUNCTION s.f(int), f                    | OTHER s.f, OTHER f
                    DROP TYPE s.t                                | OTHER s.t
                    DROP AGGREGATE s.a(*)                        | OTHER s.a
                    ALTER TYPE s.t RENAME TO u                   | OTHER s.t, OTHER s.u
                    ALTER TYPE s.t ADD VALUE 'x'                 | OTHER s.t
                    ALTER TYPE s.t SET SCHEMA u                  | OTHER s.t, OTHER u.t
                    ALTER FUNCTION s.f(int) RENAME TO g          | OTHER s.f, OTHER s.g
                    ALTER FUNCTION s.f(int) SET SCHEMA u         | OTHER s.f, OTHER u.f
                    ALTER FUNCTION s.f(int) STABLE               | OTHER s.f
                    ALTER FUNCTION s.f(int) OWNER TO r           | OTHER s.f
                    CREATE TYPE s.t AS ENUM ('a')                | OTHER s.t
                    CREATE TYPE s.t AS RANGE (subtype = int)     | OTHER s.t
                    CREATE DOMAIN s.d AS int                     | OTHER s.d
                    ALTER DOMAIN s.d SET NOT NULL                | OTHER s.d
                    CREATE FUNCTION s.f() RETURNS int RETURN 1   | OTHER s.f
                    CREATE COLLATION s.c FROM "C"                | OTHER s.c
                    COMMENT ON TYPE t IS 'x'                     | OTHER t
                    COMMENT ON FUNCTION s.f() IS 'x'             | OTHER s.f
                    CREATE INDEX ON t (a, lower(b) s.o)          | OTHER s.o
                    CREATE TABLE t (a int) PARTITION BY RANGE (a s.o) | OTHER s.o
                    CREATE TABLE t (a int, EXCLUDE USING gist (a s.o WITH =)) | OTHER s.o
                    ALTER TABLE t ADD EXCLUDE USING gist (a s.o WITH =) | OTHER s.o
                    INSERT INTO t VALUES (1) ON CONFLICT (a s.o) DO NOTHING | OTHER s.o
                    ALTER TABLE s.t RENAME TO u                  | RELATION s.u
                    ALTER TABLE t RENAME TO u                    | RELATION u
                    ALTER TABLE s.t SET SCHEMA u                 | RELATION u.t
                    ALTER INDEX s.i RENAME TO j                  | RELATION s.j
                    SELECT nextval('s.q')                        | RELATION s.q
                    SELECT nextval('"S"."Q"'::regclass)          | RELATION S.Q
                    SELECT setval('Q', 1)                        | RELATION q
                    CREATE TABLE t (a int DEFAULT nextval('s.q')) | RELATION s.q
                    """)
    void whatAStatementIsAboutIsNamed(String sql, String objects) {
        Reach reach = GRAMMAR.statement(sql).reach();

        assertThat(reach.objects().stream().map(use -> use.kind() + " " + use.display()))
                .containsExactly(objects.split(", "));
        assertThat(reach.beyond()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a FROM t",
                "WITH d AS (DELETE FROM t RETURNING a) SELECT a FROM d",
                "CREATE TABLE s.t (a int REFERENCES u)",
                "CREATE INDEX ON s.t (a)",
                "ALTER TABLE s.t ADD COLUMN b int",
                "ALTER TABLE s.t RENAME COLUMN a TO b",
                "ALTER TABLE s.t RENAME CONSTRAINT a TO b",
                "DROP TABLE s.t",
                "DROP TRIGGER g ON s.t",
                "TRUNCATE s.t",
                "COMMENT ON COLUMN s.t.a IS 'x'",
                "GRANT SELECT ON s.t TO r",
                "VACUUM s.t",
                "REINDEX TABLE s.t",
                "CREATE STATISTICS ON a, b FROM s.t",
                "CREATE INDEX ON s.t (a pg_catalog.text_pattern_ops, b text_pattern_ops)",
                "SELECT currval('s.q')",
            })
    void whatIsAboutRelationsAloneNamesNothingBesides(String sql) {
        assertThat(GRAMMAR.statement(sql).reach()).isEqualTo(Reach.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE s.t CASCADE",
                "DROP SCHEMA s CASCADE",
                "TRUNCATE s.t CASCADE",
                "ALTER TABLE s.t DROP COLUMN a CASCADE",
                "ALTER TABLE s.t DROP CONSTRAINT a CASCADE",
                "VACUUM",
                "ANALYZE",
                "CLUSTER",
                "REINDEX SCHEMA s",
                "REINDEX DATABASE d",
                "ALTER TABLE ALL IN TABLESPACE x SET TABLESPACE y",
                "CREATE SCHEMA s CREATE TABLE t (a int)",
                "CREATE SCHEMA AUTHORIZATION current_user",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r",
                "GRANT r TO u",
                "GRANT CREATE ON DATABASE d TO r",
                "CREATE ROLE r",
                "DROP ROLE r",
                "DROP OWNED BY r",
                "REASSIGN OWNED BY r TO u",
                "CREATE EXTENSION e",
                "DROP EXTENSION e",
                "CREATE DATABASE d",
                "COMMENT ON DATABASE d IS 'x'",
                "CREATE CAST (a AS b) WITHOUT FUNCTION",
                "DROP CAST (a AS b)",
                "CREATE PUBLICATION p FOR ALL TABLES",
                "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
                "CREATE SERVER s FOREIGN DATA WRAPPER w",
                "IMPORT FOREIGN SCHEMA a FROM SERVER s INTO b",
                "CREATE FOREIGN TABLE t (a int) SERVER s",
                "CREATE LANGUAGE l HANDLER f",
                "CHECKPOINT",
                "DO 'BEGIN DROP SCHEMA s; END'",
                "CALL s.p()",
                "CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "ALTER SYSTEM SET a = 1",
                "LOAD 'x'",
                "SELECT nextval(a) FROM t",
                "SELECT nextval('a.b.c.d')",
                "SELECT nextval('a b')",
                "SELECT nextval('É')",
                "SELECT ('q'::regclass).nextval",
                "SELECT g.nextval FROM regclass('q') g",
                "SELECT pg_sequence_last_value($1)",
            })
    void whatReachesFurtherSaysSo(String sql) {
        assertThat(GRAMMAR.statement(sql).reach().beyond()).isNotEmpty();
    }

    @Test
    void aNameThatTheServerWouldCutOffIsNotTold() {
        String longest = "q".repeat(63);

        assertThat(GRAMMAR.statement("SELECT nextval('" + longest + "')").reach())
                .isEqualTo(new Reach(List.of(new ObjectUse(ObjectUse.Kind.RELATION, null, longest)), List.of()));
        assertThat(GRAMMAR.statement("SELECT nextval('" + longest + "q')")
                        .reach()
                        .beyond())
                .isNotEmpty();
    }
}
