package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Decision.Allow;
import dev.sallyport.policy.Decision.Deny;
import dev.sallyport.policy.Decision.Hold;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of each pack by a statement that it is for and by one that only looks like it. */
class RulePacksTest {
    private static final String HITS_AND_MISSES = """
        safe-agent/unbounded-write      | DELETE FROM orders                                   | DELETE FROM orders WHERE id = 1
        safe-agent/truncate             | TRUNCATE orders                                      | SELECT 'TRUNCATE orders'
        safe-agent/drop                 | DROP TABLE orders                                    | DEALLOCATE ALL
        safe-agent/alter                | ALTER TABLE orders DROP COLUMN note                  | ALTER TABLE orders ADD COLUMN x text
        safe-agent/replace              | CREATE OR REPLACE VIEW customer_directory AS SELECT 1 | CREATE OR REPLACE VIEW v AS SELECT 1
        safe-agent/administration       | GRANT ALL ON orders TO PUBLIC                        | SELECT has_table_privilege('orders', 'SELECT')
        safe-agent/exclusive-lock       | LOCK orders                                          | SELECT id FROM orders FOR UPDATE
        safe-agent/acting-function      | SELECT setval('s', 1)                                | SELECT lastval()
        safe-agent/unreadable-effect    | DO LANGUAGE plperl 'x'                               | DO $$ BEGIN PERFORM 1; END $$
        safe-agent/schema-change        | CREATE TABLE x (a int)                               | CREATE TEMP TABLE x (a int)
        read-only/change                | UPDATE orders SET note = '' WHERE id = 1             | SELECT note AS update FROM orders WHERE id = 1
        read-only/unreadable-effect     | EXECUTE q                                            | PREPARE q AS SELECT id FROM orders
        read-only/acting-function       | SELECT pg_advisory_lock(1)                           | SELECT clock_timestamp(), random()
        read-only/unknown               | SELECT no_such_function(1)                           | SELECT abs(1)
        migrations/rewrite              | ALTER TABLE orders ALTER COLUMN id TYPE bigint       | ALTER TABLE orders ALTER COLUMN id SET STATISTICS 10
        migrations/computed-column      | ALTER TABLE orders ADD COLUMN x uuid DEFAULT gen_random_uuid() | ALTER TABLE orders ADD COLUMN x timestamptz DEFAULT now()
        migrations/set-not-null         | ALTER TABLE orders ALTER COLUMN note SET NOT NULL    | ALTER TABLE orders ALTER COLUMN note DROP NOT NULL
        migrations/validated-constraint | ALTER TABLE orders ADD CHECK (id > 0)                | ALTER TABLE orders ADD CHECK (id > 0) NOT VALID
        migrations/blocking-index       | CREATE INDEX i ON orders (note)                      | CREATE INDEX CONCURRENTLY i ON orders (note)
        migrations/blocking-reindex     | REINDEX TABLE orders                                 | REINDEX TABLE CONCURRENTLY orders
        migrations/exclusive-rewrite    | VACUUM FULL orders                                   | VACUUM (FULL off) orders
        migrations/drop                 | ALTER TABLE orders DROP COLUMN note                  | ALTER TABLE orders DROP CONSTRAINT c
        migrations/truncate             | TRUNCATE orders                                      | DELETE FROM orders WHERE id BETWEEN 1 AND 1000
        migrations/lock                 | LOCK TABLE orders                                    | SELECT id FROM orders WHERE id = 1 FOR UPDATE
        migrations/unbounded-write      | UPDATE orders SET note = ''                          | UPDATE orders SET note = '' WHERE id < 1000
        migrations/unreadable-effect    | DO $$ BEGIN EXECUTE reverse('x'); END $$             | DO $$ BEGIN EXECUTE 'SELECT 1'; END $$
        """;

    private static ShopDatabase shop;
    private static PolicyDecider readOnly;
    private static PolicyDecider migrations;

    @BeforeAll
    static void start() throws Exception {
        shop = ShopDatabase.start();
        shop.execute("""
            CREATE FUNCTION public.log_it(integer) RETURNS integer LANGUAGE sql
                AS 'INSERT INTO public.audit_events VALUES ($1) RETURNING id';
            CREATE OPERATOR public.<~~ (LEFTARG = integer, RIGHTARG = integer, FUNCTION = public.peek);
            """);
        readOnly = decider("read-only");
        migrations = decider("migrations");
    }

    @AfterAll
    static void stop() throws Exception {
        shop.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = HITS_AND_MISSES)
    void eachRuleIsForWhatItSaysAndNotForWhatLooksLikeIt(String rule, String hit, String miss) {
        RulePack pack = RulePack.named(rule.substring(0, rule.indexOf('/'))).orElseThrow();
        RuleSetting setting = pack.rules().stream()
                .filter(one -> one.name().equals(rule))
                .findFirst()
                .orElseThrow();
        PolicyDecider alone = shop.decider(ShopDatabase.policy(List.of(), List.of(setting)));

        assertThat(ShopDatabase.decide(alone, ShopDatabase.everything(), hit))
                .isInstanceOf(setting.then() == RuleSetting.Verdict.DENY ? Deny.class : Hold.class);
        assertThat(ShopDatabase.decide(alone, ShopDatabase.everything(), miss)).isInstanceOf(Allow.class);
    }

    @Test
    void noRuleIsWithoutACase() {
        Set<String> named = new HashSet<>();
        HITS_AND_MISSES.lines().forEach(line -> named.add(line.split("\\|")[0].strip()));

        assertThat(rules().map(RuleSetting::name)).containsExactlyInAnyOrderElementsOf(named);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleSaysWhyInASentence(RuleSetting rule) {
        assertThat(rule.why()).matches("[A-Z].*[.]").hasSizeLessThanOrEqualTo(PolicyCompiler.LONGEST_WHY);
    }

    static Stream<RuleSetting> rules() {
        return RulePack.all().stream().flatMap(pack -> pack.rules().stream());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.total > 10 ORDER"
                        + " BY 2",
                "SELECT count(*), max(total), now(), random() FROM orders",
                "WITH r AS (SELECT id FROM orders) SELECT * FROM r",
                "SELECT * FROM customer_directory",
                "SELECT g FROM generate_series(1, 3) AS g",
                "VALUES (1), (2)",
                "SELECT id::text, total::int FROM orders",
                "EXPLAIN DELETE FROM orders",
                "EXPLAIN ANALYZE SELECT id FROM orders",
                "SHOW work_mem",
                "BEGIN READ ONLY",
                "COMMIT",
                "SAVEPOINT s",
                "SET work_mem = '8MB'",
                "COPY orders TO STDOUT",
                "DECLARE c CURSOR FOR SELECT id FROM orders",
                "FETCH c",
                "CLOSE c",
                "SELECT * FROM information_schema.columns WHERE table_name = 'orders'",
                "SELECT * FROM pg_stat_activity",
                "SELECT * FROM pg_index i, unnest(i.indkey, i.indclass) WITH ORDINALITY k (attribute, class, place)",
                "SELECT * FROM pg_indexes WHERE tablename = 'orders'",
                "SELECT relname, pg_get_viewdef(oid) FROM pg_catalog.pg_class c WHERE"
                        + " pg_catalog.pg_table_is_visible(oid)",
                "SELECT pg_get_expr(adbin, adrelid), col_description(adrelid, adnum) FROM pg_attrdef",
                "SELECT to_regclass('orders'), current_setting('a.b', true), has_table_privilege('orders', 'SELECT')",
                "SELECT pg_size_pretty(pg_total_relation_size('orders'))",
                "SELECT * FROM orders TABLESAMPLE BERNOULLI (1)",
                "SELECT lastval(), set_config('app.tenant', '7', true)"
            })
    void readOnlyLetsOrdinaryReadsThrough(String sql) {
        assertThat(ShopDatabase.decide(readOnly, ShopDatabase.everything(), sql))
                .as(sql)
                .isInstanceOf(Allow.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO orders VALUES (1)",
                "WITH d AS (DELETE FROM orders WHERE id = 1 RETURNING id) SELECT * FROM d",
                "EXPLAIN ANALYZE DELETE FROM orders WHERE id = 1",
                "SELECT id FROM orders FOR SHARE",
                "SELECT id INTO x FROM orders",
                "CREATE TEMP TABLE x (a int)",
                "COPY orders FROM STDIN",
                "COPY orders TO PROGRAM 'cat'",
                "PREPARE d AS DELETE FROM orders WHERE id = 1",
                "DECLARE c CURSOR FOR SELECT nextval('s')",
                "SELECT nextval('s')",
                "SELECT pg_notify('a', 'b')",
                "SELECT lo_unlink(1)",
                "SELECT log_it(1)",
                "SELECT no_such_column FROM orders",
                "SELECT * FROM no_such_table",
                "SELECT no_such_schema.f(id) FROM orders",
                "SELECT pg_read_file('x')",
                "SELECT query_to_xml('DELETE FROM orders', true, true, '')",
                "SELECT public.log_it(id) FROM orders",
                "EXPLAIN ANALYZE EXECUTE q",
                "DO $$ BEGIN DELETE FROM orders WHERE id = 1; END $$",
                "DO $$ BEGIN PERFORM nextval('s'); END $$",
                "CALL p()",
                "LOCK orders",
                "NOTIFY a",
                "VACUUM orders",
                "ALTER SYSTEM SET work_mem = '8MB'",
                "SELECT 1; DELETE FROM orders WHERE id = 1"
            })
    void readOnlyDeniesWhatIsNotKnownToOnlyRead(String sql) {
        assertThat(ShopDatabase.decide(readOnly, ShopDatabase.everything(), sql))
                .as(sql)
                .isInstanceOf(Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE orders ADD COLUMN x bigserial",
                "ALTER TABLE orders ADD COLUMN x int CHECK (x > 0)",
                "ALTER TABLE orders ADD CHECK (id > 0) NOT VALID, ADD UNIQUE (note)",
                "DO $$ BEGIN CREATE INDEX i ON orders (note); END $$",
                "DO $$ BEGIN REFRESH MATERIALIZED VIEW CONCURRENTLY customer_search; REINDEX TABLE orders; END $$",
                "DO $$ BEGIN REFRESH MATERIALIZED VIEW CONCURRENTLY customer_search; CREATE INDEX i ON orders (note);"
                        + " END $$",
                "CLUSTER orders"
            })
    void migrationsThatHaveAnotherWayAreDeniedHoweverTheyAreDressed(String sql) {
        assertThat(ShopDatabase.decide(migrations, ShopDatabase.everything(), sql))
                .as(sql)
                .isInstanceOf(Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE x (id bigserial PRIMARY KEY, a uuid DEFAULT gen_random_uuid())",
                "ALTER TABLE orders ADD COLUMN x int NOT NULL DEFAULT 0",
                "ALTER TABLE orders ADD CONSTRAINT k UNIQUE USING INDEX i",
                "ALTER TABLE orders VALIDATE CONSTRAINT k",
                "ALTER TABLE orders ALTER COLUMN note SET DEFAULT ''",
                "DROP INDEX CONCURRENTLY i",
                "CREATE VIEW v AS SELECT id FROM orders",
                "INSERT INTO orders VALUES (1)"
            })
    void migrationsThatLockNothingForLongPass(String sql) {
        assertThat(ShopDatabase.decide(migrations, ShopDatabase.everything(), sql))
                .as(sql)
                .isInstanceOf(Allow.class);
    }

    private static PolicyDecider decider(String pack) {
        return shop.decider(ShopDatabase.policy(
                List.of(), RulePack.named(pack).orElseThrow().rules()));
    }
}
