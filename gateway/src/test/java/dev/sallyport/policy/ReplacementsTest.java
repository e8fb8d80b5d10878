package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.sql.flow.SearchPath;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OR REPLACE where there is something to replace, and where there is not. */
class ReplacementsTest {
    private static ShopDatabase shop;
    private static PolicyDecider decider;

    @BeforeAll
    static void start() throws Exception {
        shop = ShopDatabase.start();
        shop.execute("""
                CREATE SCHEMA aside;
                CREATE VIEW aside.seen_aside AS SELECT 1 AS one;
                CREATE FUNCTION aside.done_aside() RETURNS integer LANGUAGE sql AS 'SELECT 1';
                """);
        decider = shop.decider(ShopDatabase.policy(
                List.of(), List.of(new RuleSetting("replaces", "statement.replaces", Verdict.DENY))));
    }

    @AfterAll
    static void stop() throws Exception {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE OR REPLACE VIEW customer_directory AS SELECT 1 AS one",
                "CREATE OR REPLACE VIEW public.customer_directory AS SELECT 1 AS one",
                "CREATE OR REPLACE VIEW aside.seen_aside AS SELECT 2 AS one",
                "CREATE OR REPLACE FUNCTION peek(integer, integer) RETURNS text LANGUAGE sql AS 'SELECT NULL'",
                "CREATE OR REPLACE FUNCTION peek(text) RETURNS text LANGUAGE sql AS 'SELECT NULL'",
                "CREATE OR REPLACE PROCEDURE peek() LANGUAGE sql AS 'SELECT 1'",
                "CREATE OR REPLACE AGGREGATE peek(integer) (SFUNC = int4pl, STYPE = integer)",
                "CREATE OR REPLACE RULE r AS ON DELETE TO products DO NOTHING",
                "CREATE OR REPLACE TRIGGER t AFTER INSERT ON products FOR EACH ROW EXECUTE FUNCTION note_change()",
                "CREATE OR REPLACE LANGUAGE l HANDLER peek",
                "CREATE OR REPLACE TRANSFORM FOR integer LANGUAGE plpgsql (FROM SQL WITH FUNCTION peek(internal))",
                "ALTER TEXT SEARCH CONFIGURATION english ALTER MAPPING REPLACE a WITH b"
            })
    void whatIsThereIsReplacedAndSoIsWhatMayBeThere(String sql) {
        assertThat(decide(sql)).as(sql).isInstanceOf(Decision.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE OR REPLACE VIEW anew AS SELECT 1 AS one",
                "CREATE OR REPLACE VIEW public.anew AS SELECT 1 AS one",
                "CREATE OR REPLACE VIEW seen_aside AS SELECT 1 AS one",
                "CREATE OR REPLACE RECURSIVE VIEW anew (n) AS SELECT 1 UNION ALL SELECT n + 1 FROM anew",
                "CREATE OR REPLACE FUNCTION anew() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                "CREATE OR REPLACE FUNCTION done_aside() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                "CREATE OR REPLACE PROCEDURE public.anew() LANGUAGE sql AS 'SELECT 1'",
                "CREATE OR REPLACE AGGREGATE anew(integer) (SFUNC = int4pl, STYPE = integer)",
                "SELECT 1; CREATE OR REPLACE VIEW public.anew AS SELECT 1 AS one",
                "CREATE VIEW anew AS SELECT 1 AS one"
            })
    void whatIsNewReplacesNothing(String sql) {
        assertThat(decide(sql)).as(sql).isInstanceOf(Decision.Allow.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW anew AS SELECT 1 AS one; CREATE OR REPLACE VIEW public.anew AS SELECT 2 AS one",
                "ALTER VIEW customer_directory RENAME TO anew; CREATE OR REPLACE VIEW public.anew AS SELECT 2 AS one",
                "INSERT INTO orders VALUES (1); CREATE OR REPLACE VIEW public.anew AS SELECT 2 AS one",
                "DO $$ BEGIN CREATE OR REPLACE VIEW public.anew AS SELECT 1 AS one; END $$",
                "CREATE SCHEMA more CREATE OR REPLACE VIEW anew AS SELECT 1 AS one"
            })
    void whatStandsBehindAStatementThatMayHaveMadeItMayReplaceIt(String sql) {
        assertThat(decide(sql)).as(sql).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void aNameOnAPathThatIsNotKnownMayBeThatOfAnySchema() {
        assertThat(decide("CREATE OR REPLACE VIEW seen_aside AS SELECT 1 AS one", new SearchPath.Unknown()))
                .isInstanceOf(Decision.Deny.class);
        assertThat(decide("CREATE OR REPLACE VIEW anew AS SELECT 1 AS one", new SearchPath.Unknown()))
                .isInstanceOf(Decision.Allow.class);
    }

    @Test
    void whatIsMadeWhileTheCatalogIsKnownIsReplaced() throws Exception {
        String sql = "CREATE OR REPLACE FUNCTION made_since() RETURNS integer LANGUAGE sql AS 'SELECT 1'";
        assertThat(decide(sql)).isInstanceOf(Decision.Allow.class);

        shop.execute(sql);

        assertThat(decide(sql)).isInstanceOf(Decision.Deny.class);
    }

    private static Decision decide(String sql) {
        return decide(sql, new SearchPath.Known(List.of("public")));
    }

    private static Decision decide(String sql, SearchPath path) {
        return ShopDatabase.decided(decider, ShopDatabase.everything(), Situation.UNKNOWN.withSearchPath(path), sql)
                .decision();
    }
}
