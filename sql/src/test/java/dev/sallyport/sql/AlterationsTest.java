package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlterationsTest {
    private static final Grammar GRAMMAR = new Grammar();

    @AfterAll
    static void close() {
        GRAMMAR.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ALTER TABLE t DROP COLUMN a, ADD COLUMN b int         | DROP COLUMN, ADD COLUMN
        ALTER TABLE t ADD a int DEFAULT 1 NOT NULL            | ADD COLUMN
        ALTER TABLE t ADD a int GENERATED ALWAYS AS (b) STORED | ADD COLUMN GENERATED
        ALTER TABLE t ADD a int GENERATED ALWAYS AS IDENTITY  | ADD COLUMN GENERATED
        ALTER TABLE t ADD a bigserial                         | ADD COLUMN GENERATED
        ALTER TABLE t ADD a s.bigserial                       | ADD COLUMN
        ALTER TABLE t ADD a int CHECK (a > 0)                 | ADD COLUMN, ADD CONSTRAINT
        ALTER TABLE t ADD a int UNIQUE                        | ADD COLUMN, ADD CONSTRAINT
        ALTER TABLE t ADD a int PRIMARY KEY                   | ADD COLUMN, ADD CONSTRAINT
        ALTER TABLE t ADD a int REFERENCES u                  | ADD COLUMN, ADD CONSTRAINT
        ALTER TABLE t ADD CHECK (a > 0)                       | ADD CONSTRAINT
        ALTER TABLE t ADD CHECK (a > 0) NOT VALID             | ADD CONSTRAINT NOT VALID
        ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u NOT VALID, ADD UNIQUE (a) | ADD CONSTRAINT NOT VALID, ADD CONSTRAINT
        ALTER TABLE t ADD UNIQUE USING INDEX i                | ADD CONSTRAINT USING INDEX
        ALTER TABLE t SET ACCESS METHOD heap                  | SET ACCESS METHOD
        ALTER TABLE t SET TABLESPACE s                        | SET TABLESPACE
        ALTER TABLE t VALIDATE CONSTRAINT c                   | VALIDATE CONSTRAINT
        ALTER DOMAIN d ADD CHECK (VALUE > 0)                  | ADD CONSTRAINT
        ALTER DOMAIN d ADD CHECK (VALUE > 0) NOT VALID        | ADD CONSTRAINT NOT VALID
        ALTER TABLE t DROP CONSTRAINT c CASCADE               | DROP CONSTRAINT
        ALTER TABLE t ALTER a DROP DEFAULT                    | ALTER COLUMN DROP DEFAULT
        ALTER TABLE t ALTER a SET DEFAULT 1                   | ALTER COLUMN SET DEFAULT
        ALTER TABLE t ALTER a DROP NOT NULL                   | ALTER COLUMN DROP NOT NULL
        ALTER TABLE t ALTER a DROP IDENTITY                   | ALTER COLUMN DROP IDENTITY
        ALTER TABLE t ALTER a DROP EXPRESSION                 | ALTER COLUMN DROP EXPRESSION
        ALTER TABLE t ALTER a TYPE int USING NULL             | ALTER COLUMN TYPE
        ALTER TABLE t DISABLE TRIGGER ALL                     | DISABLE TRIGGER
        ALTER TABLE t SET UNLOGGED                            | SET UNLOGGED
        ALTER TABLE t DETACH PARTITION p                      | DETACH PARTITION
        ALTER TABLE t ATTACH PARTITION p DEFAULT              | ATTACH PARTITION
        ALTER TABLE t DISABLE ROW LEVEL SECURITY              | DISABLE ROW LEVEL SECURITY
        ALTER TABLE t OWNER TO bob                            | OWNER TO
        ALTER FUNCTION f() OWNER TO bob                       | OWNER TO
        ALTER TABLE t RENAME TO u                             | RENAME TO
        ALTER TABLE t RENAME a TO b                           | RENAME COLUMN
        ALTER TABLE t SET SCHEMA s                            | SET SCHEMA
        ALTER DOMAIN d DROP DEFAULT                           | DROP DEFAULT
        ALTER DOMAIN d DROP CONSTRAINT c                      | DROP CONSTRAINT
        ALTER TYPE e RENAME VALUE 'a' TO 'b'                  | RENAME VALUE
        ALTER TYPE e ADD VALUE 'a'                            | ADD VALUE
        ALTER TYPE c DROP ATTRIBUTE a                         | DROP COLUMN
        ALTER SEQUENCE s RESTART                              | RESTART
        DO $$ BEGIN ALTER TABLE t DROP a; END $$              | DROP COLUMN
        """)
    void whatAlterDoesIsSaidInPostgresqlsWords(String sql, String alterations) {
        assertThat(GRAMMAR.statement(sql).changes().alterations()).isEqualTo(List.of(alterations.split(", ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        CREATE OR REPLACE VIEW v AS SELECT 1                                   | OR REPLACE
        CREATE OR REPLACE FUNCTION f() RETURNS int RETURN 1                    | OR REPLACE
        DROP TABLE IF EXISTS t CASCADE                                         | CASCADE, IF EXISTS
        DROP INDEX CONCURRENTLY i                                              | CONCURRENTLY
        CREATE INDEX CONCURRENTLY i ON t (a)                                   | CONCURRENTLY
        REINDEX TABLE CONCURRENTLY t                                           | CONCURRENTLY
        REINDEX (CONCURRENTLY) TABLE t                                         | CONCURRENTLY
        ALTER TABLE t DROP COLUMN a CASCADE                                    | CASCADE
        TRUNCATE t RESTART IDENTITY                                            | RESTART IDENTITY
        VACUUM FULL t                                                          | FULL
        VACUUM (FULL) t                                                        | FULL
        CREATE TABLE IF NOT EXISTS t (a int)                                   | IF NOT EXISTS
        INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2           | ON CONFLICT DO UPDATE
        """)
    void clausesThatMatterAreListed(String sql, String clauses) {
        assertThat(GRAMMAR.statement(sql).changes().clauses()).isEqualTo(List.of(clauses.split(", ")));
    }

    @Test
    void aVacuumThatIsNotFullIsNone() {
        assertThat(GRAMMAR.statement("VACUUM (FULL off) t").changes().clauses()).isEmpty();
        assertThat(GRAMMAR.statement("VACUUM t").changes().clauses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REINDEX TABLE t",
                "REINDEX (CONCURRENTLY false) TABLE t",
                "REINDEX (CONCURRENTLY, CONCURRENTLY off) TABLE t",
                "CREATE INDEX i ON t (a)",
                "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING"
            })
    void whatBlocksIsNotConcurrent(String sql) {
        assertThat(GRAMMAR.statement(sql).changes().clauses()).isEmpty();
    }

    @Test
    void whatIsCreatedAsTemporaryIs() {
        assertThat(GRAMMAR.statement("CREATE TEMP TABLE x (a int)").changes().temporary())
                .isTrue();
        assertThat(GRAMMAR.statement("CREATE TEMP TABLE x AS SELECT * FROM t")
                        .changes()
                        .temporary())
                .isTrue();
        assertThat(GRAMMAR.statement("CREATE TABLE x (a int)").changes().temporary())
                .isFalse();
    }

    @Test
    void nothingIsTemporaryOfWhichThatIsNotCertain() {
        assertThat(GRAMMAR.statement("DELETE FROM pg_temp.t").changes().temporary())
                .isFalse();
        assertThat(GRAMMAR.analyze("DELETE FROM t", new OneTable()))
                .isInstanceOfSatisfying(
                        Analysis.Understood.class,
                        understood -> assertThat(understood
                                        .statements()
                                        .getFirst()
                                        .changes()
                                        .temporary())
                                .isFalse());
    }
}
