package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.grant.Grant;
import dev.sallyport.sql.Effect;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of the system that do more than read, under a grant that covers reads alone. */
class ActingFunctionsTest {
    private static ShopDatabase shop;
    private static PolicyDecider decider;

    @BeforeAll
    static void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        shop.execute("""
                CREATE SEQUENCE s;
                CREATE TABLE notes (note text);
                CREATE FUNCTION note_down(text) RETURNS text LANGUAGE plpgsql
                    AS $$ BEGIN INSERT INTO public.notes VALUES ($1); RETURN $1; END $$;
                CREATE FUNCTION note_atomic(text) RETURNS text LANGUAGE sql RETURN note_down($1);
                CREATE FUNCTION note_by_another(text) RETURNS text LANGUAGE sql AS 'SELECT public.note_down($1)';
                CREATE FUNCTION count_up() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN nextval('s'); END $$;
                CREATE FUNCTION either(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
                CREATE FUNCTION either(integer, integer) RETURNS text LANGUAGE sql
                    AS $$ SELECT public.note_down('x') $$;
                CREATE FUNCTION noting(text, text) RETURNS text LANGUAGE sql AS 'SELECT public.note_down($1 || $2)';
                CREATE OPERATOR <<| (LEFTARG = text, RIGHTARG = text, FUNCTION = noting);
                CREATE FUNCTION drop_notes() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE public.notes; END $$;
                CREATE FUNCTION give_notes() RETURNS void LANGUAGE plpgsql
                    AS $$ BEGIN EXECUTE 'GRANT SELECT ON public.notes TO PUBLIC'; END $$;
                CREATE FUNCTION only_reads() RETURNS bigint LANGUAGE plpgsql
                    AS $$ BEGIN RETURN (SELECT count(*) FROM public.notes); END $$;
                CREATE FUNCTION runs(text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE $1; END $$;
                CREATE FUNCTION runs_stably(text) RETURNS void LANGUAGE plpgsql STABLE AS $$ BEGIN EXECUTE $1; END $$;
                CREATE FUNCTION as_owner() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'SELECT';
                """);
        decider = shop.decider(ShopDatabase.policy(List.of(), List.of()));
    }

    @AfterAll
    static void stop() throws IOException {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT setval('s', 1)",
                "SELECT pg_catalog.nextval('s')",
                "SELECT \"lo_unlink\"(1)",
                "SELECT * FROM lo_put(1, 0, 'x') AS gone",
                "SELECT id FROM orders WHERE pg_terminate_backend(id)",
                "WITH x AS MATERIALIZED (SELECT pg_notify('a', 'b')) SELECT 1",
                "SELECT pg_read_file('/etc/passwd')",
                "SELECT query_to_xml('SELECT lo_unlink(1)', true, false, '')",
                "DECLARE c CURSOR FOR SELECT setval('s', 1)",
                "PREPARE p AS SELECT pg_reload_conf()",
                "EXPLAIN ANALYZE SELECT setval('s', 1)",
                "COPY (SELECT setval('s', 1)) TO STDOUT",
                "DO $$ BEGIN PERFORM setval('s', 1); END $$"
            })
    void whatActsIsNoRead(String sql) {
        assertThat(ShopDatabase.decide(decider, ShopDatabase.grant(Set.of(Effect.READ)), sql))
                .isInstanceOf(Decision.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT note_down('x')",
                "SELECT public.note_atomic('x')",
                "SELECT * FROM note_by_another('x')",
                "SELECT id FROM orders WHERE note_down('x') = 'x'",
                "SELECT count_up()",
                "SELECT either(1, 2)",
                "SELECT 'a' <<| 'b'",
                "SELECT 'a' OPERATOR(public.<<|) 'b'",
                "EXPLAIN ANALYZE SELECT note_down('x')",
                "DO $$ BEGIN PERFORM note_down('x'); END $$",
                "SELECT runs('x')",
                "SELECT as_owner()"
            })
    void aFunctionOfUsersThatWritesOrMayWriteNeedsAGrantForThat(String sql) {
        assertThat(ShopDatabase.decide(decider, ShopDatabase.grant(Set.of(Effect.READ)), sql))
                .isInstanceOfSatisfying(
                        Decision.Deny.class,
                        denial -> assertThat(denial.message())
                                .contains("with a call of public.", "needs write, and the grant covers read"));
        assertThat(ShopDatabase.decide(decider, ShopDatabase.grant(Set.of(Effect.READ, Effect.WRITE)), sql))
                .isInstanceOf(Decision.Allow.class);
    }

    @Test
    void aFunctionNeedsWhatItsBodyDoes() {
        Grant writing = ShopDatabase.grant(Set.of(Effect.READ, Effect.WRITE));
        Grant defining = ShopDatabase.grant(Set.of(Effect.READ, Effect.WRITE, Effect.DDL));

        assertThat(ShopDatabase.decide(decider, writing, "SELECT drop_notes()")).isInstanceOf(Decision.Deny.class);
        assertThat(ShopDatabase.decide(decider, defining, "SELECT drop_notes()"))
                .isInstanceOf(Decision.Allow.class);
        assertThat(ShopDatabase.decide(decider, defining, "SELECT give_notes()"))
                .isInstanceOf(Decision.Deny.class);
        assertThat(ShopDatabase.decide(decider, ShopDatabase.everything(), "SELECT give_notes()"))
                .isInstanceOf(Decision.Allow.class);
    }

    @Test
    void rulesSeeWhichFunctionsAct() {
        RuleSetting rule = new RuleSetting(
                "acts",
                "statement.actingFunctions == ['pg_catalog.setval', 'public.note_down']",
                RuleSetting.Verdict.DENY);
        PolicyDecider ruled = shop.decider(ShopDatabase.policy(List.of(), List.of(rule)));

        assertThat(ShopDatabase.decide(
                        ruled, ShopDatabase.everything(), "SELECT setval('s', 1), note_down('x'), only_reads(), now()"))
                .isInstanceOf(Decision.Deny.class);
        assertThat(ShopDatabase.decide(ruled, ShopDatabase.everything(), "SELECT only_reads(), now()"))
                .isInstanceOf(Decision.Allow.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT only_reads()",
                "SELECT runs_stably('x')",
                "SELECT either(1)",
                "SELECT order_total(1)",
                "EXPLAIN SELECT note_down('x')",
                "SELECT random(), clock_timestamp(), gen_random_uuid()",
                "SELECT pg_advisory_lock(1)",
                "SELECT currval('s')",
                "EXPLAIN SELECT setval('s', 1)",
                "SELECT 'setval(1)'"
            })
    void whatOnlyReadsPasses(String sql) {
        assertThat(ShopDatabase.decide(decider, ShopDatabase.grant(Set.of(Effect.READ)), sql))
                .isInstanceOf(Decision.Allow.class);
    }
}
