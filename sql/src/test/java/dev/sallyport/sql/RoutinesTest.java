package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutinesTest {
    private static final Grammar GRAMMAR = new Grammar();

    @AfterAll
    static void close() {
        GRAMMAR.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        BEGIN NULL; END                                                             | read  |
        BEGIN RAISE NOTICE '%', 1; END                                              | read  |
        BEGIN PERFORM 1 FROM t; END                                                 | read  | SELECT
        BEGIN UPDATE t SET a = 1 WHERE b = 2; END                                   | write | UPDATE
        BEGIN IF f() THEN DELETE FROM t WHERE a = 1; END IF; END                    | write | DELETE
        DECLARE r record; BEGIN FOR r IN SELECT * FROM t LOOP DROP TABLE u; END LOOP; END | ddl | DROP TABLE, SELECT
        BEGIN COMMIT; ALTER SYSTEM SET a = 1; END                                   | admin | COMMIT, ALTER SYSTEM
        BEGIN EXECUTE 'TRUNCATE t'; END                                             | ddl   | TRUNCATE TABLE
        BEGIN BEGIN NULL; EXCEPTION WHEN others THEN TRUNCATE t; END; END           | ddl   | TRUNCATE TABLE
        DECLARE c CURSOR FOR SELECT 1 FROM t FOR UPDATE; BEGIN OPEN c; END          | write | SELECT
        BEGIN DO 'BEGIN DELETE FROM t WHERE a = 1; END'; END                        | write | DO, DELETE
        BEGIN EXECUTE 'DO ''BEGIN GRANT a TO b; END'''; END                         | admin | DO, GRANT ROLE
        """)
    void aBlockDoesWhatTheGravestOfItsStatementsDoes(String body, String effect, String kinds) {
        Statement statement = GRAMMAR.statement("DO $$ " + body + " $$");

        assertThat(statement.opaque()).isEmpty();
        assertThat(statement.effect().name().toLowerCase(Locale.ROOT)).isEqualTo(effect);
        assertThat(statement.innerKinds()).isEqualTo(kinds == null ? List.of() : List.of(kinds.split(", ")));
        assertThat(statement.changes().definedKinds()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN EXECUTE f(); END",
                "BEGIN EXECUTE 'DROP ' || tg; END",
                "BEGIN EXECUTE 'SELEC 1'; END",
                "DECLARE r record; BEGIN FOR r IN EXECUTE f() LOOP NULL; END LOOP; END",
                "DECLARE c refcursor; BEGIN OPEN c FOR EXECUTE f(); END",
                "BEGIN CALL p(); END",
                "BEGIN SELEC 1; END",
                "BEGIN nobody_declared_this := 1; END",
                "DECLARE r record := (SELECT f()); BEGIN NULL; END",
                "DECLARE m public.money_domain = f(); BEGIN NULL; END",
                "DECLARE m money_domain /* = */ DEFAULT f(); BEGIN NULL; END",
                "DECLARE a int[]; BEGIN a['1' /* := */] := f(); END"
            })
    void whatABlockRunsUnreadIsForAdministrators(String body) {
        Statement statement = GRAMMAR.statement("DO $$ " + body + " $$");

        assertThat(statement.opaque()).isNotEmpty();
        assertThat(statement.effect()).isEqualTo(Effect.ADMIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DECLARE v text := seen(); BEGIN NULL; END",
                "DECLARE c CURSOR (k int) FOR SELECT seen(); BEGIN NULL; END",
                "DECLARE a int[]; BEGIN a[seen()] := 1; END",
                "DECLARE a int[]; BEGIN a[i - 1] = seen(); END",
                "DECLARE r record; BEGIN r.x := seen(); END",
                "BEGIN IF seen() THEN NULL; END IF; END",
                "BEGIN IF true THEN NULL; ELSIF seen() THEN NULL; END IF; END",
                "BEGIN IF true THEN NULL; ELSE PERFORM seen(); END IF; END",
                "BEGIN CASE seen() WHEN 1 THEN NULL; END CASE; END",
                "BEGIN CASE 1 WHEN 2, seen() THEN NULL; END CASE; END",
                "BEGIN CASE WHEN true THEN NULL; ELSE PERFORM seen(); END CASE; END",
                "BEGIN WHILE seen() LOOP NULL; END LOOP; END",
                "BEGIN FOR i IN seen()..2 LOOP NULL; END LOOP; END",
                "BEGIN FOR i IN 1..seen() LOOP NULL; END LOOP; END",
                "BEGIN FOR i IN REVERSE 2..1 BY seen() LOOP NULL; END LOOP; END",
                "DECLARE r record; BEGIN FOR r IN SELECT seen() LOOP NULL; END LOOP; END",
                "DECLARE r record; BEGIN FOR r IN EXECUTE 'SELECT 1' USING seen() LOOP NULL; END LOOP; END",
                "DECLARE c CURSOR (k int) FOR SELECT 1; r record; BEGIN FOR r IN c(seen()) LOOP NULL; END LOOP; END",
                "DECLARE x int; BEGIN FOREACH x IN ARRAY seen() LOOP NULL; END LOOP; END",
                "BEGIN LOOP EXIT WHEN seen(); END LOOP; END",
                "BEGIN RAISE NOTICE '%', seen(); END",
                "BEGIN RAISE NOTICE 'x' USING HINT = seen(); END",
                "BEGIN ASSERT seen(); END",
                "BEGIN ASSERT true, seen(); END",
                "BEGIN EXECUTE 'SELECT 1' USING seen(); END",
                "DECLARE c CURSOR (k int) FOR SELECT 1; BEGIN OPEN c(seen()); END",
                "DECLARE c refcursor; BEGIN OPEN c FOR SELECT seen(); END",
                "DECLARE c refcursor; BEGIN OPEN c FOR EXECUTE 'SELECT seen()'; END",
                "DECLARE c refcursor; BEGIN OPEN c FOR EXECUTE 'SELECT 1' USING seen(); END",
                "DECLARE c refcursor; BEGIN MOVE RELATIVE seen() FROM c; END",
                "BEGIN RAISE; EXCEPTION WHEN others THEN PERFORM seen(); END"
            })
    void everyExpressionOfABlockIsRead(String body) {
        Statement statement = GRAMMAR.statement("DO $$ " + body + " $$");

        assertThat(statement.opaque()).isEmpty();
        assertThat(statement.functions()).contains(new FunctionUse(null, "seen", false, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN TRUNCATE t; RETURN seen(); END'",
                "CREATE FUNCTION f() RETURNS SETOF int LANGUAGE plpgsql AS 'BEGIN TRUNCATE t; RETURN NEXT seen(); END'",
                "CREATE FUNCTION f() RETURNS SETOF int LANGUAGE plpgsql"
                        + " AS 'BEGIN TRUNCATE t; RETURN QUERY SELECT seen(); END'",
                "CREATE FUNCTION f() RETURNS SETOF int LANGUAGE plpgsql"
                        + " AS 'BEGIN TRUNCATE t; RETURN QUERY EXECUTE ''SELECT 1'' USING seen(); END'",
                "CREATE FUNCTION f(a int, OUT b int) LANGUAGE plpgsql AS $$ BEGIN TRUNCATE t; b := seen(); END $$",
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql"
                        + " AS $$ BEGIN TRUNCATE t; NEW.x := seen(); RETURN NEW; END $$",
                "CREATE PROCEDURE f() LANGUAGE plpgsql AS 'BEGIN TRUNCATE t; PERFORM seen(); END'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'TRUNCATE t; SELECT seen()'",
                "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM t; SELECT seen())"
            })
    void whatIsDefinedIsListedAsWhatItWillDo(String sql) {
        Statement statement = GRAMMAR.statement(sql);

        assertThat(statement.opaque()).isEmpty();
        assertThat(statement.bounded()).isFalse();
        assertThat(statement.changes().definedKinds()).isNotEmpty().isEqualTo(statement.innerKinds());
        assertThat(statement.functions()).contains(new FunctionUse(null, "seen", false, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS 'x'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'a', 'b'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELEC'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql",
                "CREATE FUNCTION f() RETURNS int AS 'SELECT 1'",
                "DO LANGUAGE plperl 'x'",
                "DO LANGUAGE plpgsql"
            })
    void whatHasNoBodyThatCanBeReadSaysSo(String sql) {
        assertThat(GRAMMAR.statement(sql).opaque()).hasSize(1);
    }

    @Test
    void aTextMadeOfConstantsIsReadOnlyIfWhatJoinsThemIsTheSystems() {
        String joined = "DO $$ BEGIN EXECUTE 'TRUNC' || 'ATE t'; END $$";
        String formatted = "DO $$ BEGIN EXECUTE pg_catalog.format('%s TABLE %I', 'DROP', 'a\"b'); END $$";

        assertThat(GRAMMAR.statement(joined).opaque()).hasSize(1);
        assertThat(GRAMMAR.statement(joined).innerKinds()).isEmpty();
        assertThat(GRAMMAR.statement(formatted).innerKinds()).containsExactly("DROP TABLE");
        assertThat(GRAMMAR.statement(formatted).relations())
                .extracting(RelationUse::name)
                .containsExactly("a\"b");
    }

    @Test
    void textsThatAreRunMayStandSoDeepWithinOneAnotherAndNoDeeper() {
        String sql = "SELECT 1";
        for (int i = 0; i < Routines.DEPTH; i++) {
            sql = "DO " + quoted("BEGIN EXECUTE " + quoted(sql) + "; END");
        }
        assertThat(GRAMMAR.statement(sql).opaque()).isEmpty();
        assertThat(GRAMMAR.statement("DO " + quoted("BEGIN EXECUTE " + quoted(sql) + "; END"))
                        .opaque())
                .singleElement()
                .asString()
                .contains(Integer.toString(Routines.DEPTH));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
