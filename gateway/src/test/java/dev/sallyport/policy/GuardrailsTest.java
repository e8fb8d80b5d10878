package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Decision.Allow;
import dev.sallyport.policy.Decision.Deny;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pack for agents stops however it is dressed, under a grant that covers everything, and what it lets through. */
class GuardrailsTest {
    private static ShopDatabase shop;
    private static PolicyDecider decider;

    @BeforeAll
    static void start() throws Exception {
        shop = ShopDatabase.start();
        decider = shop.decider(ShopDatabase.policy(List.of(), RulePack.SAFE_AGENT.rules()));
    }

    @AfterAll
    static void stop() throws Exception {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE customers",
                "DROP VIEW IF EXISTS nothing",
                "DROP TABLE customers, pg_temp.x",
                "DO $$ BEGIN DROP TABLE customers; END $$",
                "DO $$ BEGIN EXECUTE 'DROP TABLE ' || 'customers'; END $$",
                "DO $$ BEGIN EXECUTE reverse('sremotsuc ELBAT PORD'); END $$",
                "CREATE FUNCTION wipe() RETURNS void LANGUAGE sql AS 'TRUNCATE customers'",
                "CREATE PROCEDURE wipe() LANGUAGE plpgsql AS 'BEGIN DELETE FROM customers; END'",
                "CREATE RULE wipe AS ON INSERT TO customers DO ALSO DELETE FROM tickets",
                "PREPARE wipe AS UPDATE customers SET name = ''",
                "WITH d AS (DELETE FROM customers RETURNING id) SELECT count(*) FROM d",
                "EXPLAIN ANALYZE DELETE FROM tickets",
                "SELECT 1; TRUNCATE customers",
                "DELETE FROM customers WHERE id IS NOT NULL",
                "DELETE FROM customers WHERE id = id",
                "DELETE FROM customers WHERE 1 IN (SELECT 1)",
                "MERGE INTO customers c USING customers d ON c.id = d.id WHEN MATCHED THEN DELETE",
                "ALTER TABLE customers DROP COLUMN name",
                "ALTER TABLE customers ALTER COLUMN name DROP NOT NULL",
                "ALTER TABLE customers DISABLE TRIGGER ALL",
                "ALTER TABLE customers RENAME TO clients",
                "ALTER TABLE customers SET SCHEMA hr",
                "ALTER TABLE customers OWNER TO bob",
                "CREATE OR REPLACE VIEW customer_directory AS SELECT 1",
                "ALTER SYSTEM SET work_mem = '1GB'",
                "GRANT ALL ON customers TO PUBLIC",
                "CREATE ROLE eve SUPERUSER",
                "CALL p()",
                "VACUUM FULL customers",
                "CLUSTER customers",
                "LOCK customers",
                "SELECT pg_terminate_backend(1)",
                "SELECT pg_catalog.setval('s', 1)",
                "SELECT lo_unlink(1)",
                "COPY customers TO PROGRAM 'cat'",
                "SET ROLE postgres",
                "SET LOCAL session_replication_role = replica",
                "SELECT set_config('session_authorization', 'postgres', true)",
                "SET row_security = off",
                "UPDATE pg_proc SET prosrc = 'x' WHERE proname = 'order_total'",
                "DELETE FROM pg_catalog.pg_depend WHERE objid = 1",
                "INSERT INTO pg_catalog.pg_authid SELECT * FROM pg_authid WHERE oid = 10",
                "COPY pg_catalog.pg_db_role_setting FROM STDIN",
                "MERGE INTO pg_class c USING (SELECT 1) s ON c.oid = 1 WHEN MATCHED THEN DELETE"
            })
    void whatCannotBeTakenBackIsDenied(String sql) {
        assertThat(ShopDatabase.decide(decider, ShopDatabase.everything(), sql)).isInstanceOf(Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'DROP TABLE customers' AS words",
                "SELECT id FROM customers WHERE name LIKE '%delete%'",
                "/* TRUNCATE customers */ SELECT 1",
                "DELETE FROM customers WHERE id = 3",
                "UPDATE customers SET name = 'x' WHERE id IN (SELECT id FROM customers WHERE name = 'y' LIMIT 5)",
                "PREPARE d(int) AS DELETE FROM customers WHERE id = $1",
                "INSERT INTO customers (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET name = 'x'",
                "DO $$ BEGIN PERFORM 1; END $$",
                "CREATE TEMP TABLE x (a int)",
                "CREATE TEMP TABLE x AS SELECT id FROM customers",
                "BEGIN READ ONLY",
                "SET work_mem = '8MB'",
                "RESET ALL",
                "DISCARD ALL",
                "SELECT relname FROM pg_class",
                "DEALLOCATE ALL",
                "CLOSE ALL"
            })
    void whatOnlyLooksLikeItIsAllowed(String sql) {
        assertThat(ShopDatabase.decide(decider, ShopDatabase.everything(), sql)).isInstanceOf(Allow.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE OR REPLACE VIEW anew AS SELECT 1 AS one",
                "CREATE OR REPLACE FUNCTION anew() RETURNS integer LANGUAGE sql AS 'SELECT 1'"
            })
    void whatIsNewIsHeldAsAnyOtherChangeOfTheSchemaThoughItSaysOrReplace(String sql) {
        assertThat(ShopDatabase.decide(decider, ShopDatabase.everything(), sql))
                .isInstanceOfSatisfying(
                        Decision.Hold.class,
                        hold -> assertThat(hold.reasons())
                                .extracting(Reason::rule)
                                .containsExactly("safe-agent/schema-change"));
    }
}
