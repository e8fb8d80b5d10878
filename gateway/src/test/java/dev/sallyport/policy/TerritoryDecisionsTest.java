package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerritoryDecisionsTest {
    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @SuppressWarnings("NullAway.Init")
    private PolicyDecider inPublic;

    @SuppressWarnings("NullAway.Init")
    private PolicyDecider orders;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        shop.execute("""
                CREATE SCHEMA archive;
                CREATE TABLE archive.orders (id integer);
                CREATE VIEW public.payroll AS SELECT name, salary FROM hr.employees;
                CREATE TYPE public.size AS ENUM ('s', 'l');
                CREATE SEQUENCE public.numbers;
                CREATE SEQUENCE hr.numbers;
                CREATE SEQUENCE hr.badge_numbers;
                CREATE TYPE public.pair AS (amount numeric, name text);
                CREATE FUNCTION hr.paired(integer) RETURNS public.pair LANGUAGE sql STABLE
                    AS 'SELECT salary, name FROM hr.employees WHERE id = $1';
                CREATE CAST (integer AS public.pair) WITH FUNCTION hr.paired(integer);
                """);
        inPublic = decider(List.of("public"), List.of());
        orders = decider(List.of(), List.of("public.orders", "public.order_*"));
    }

    @AfterAll
    void stop() throws IOException {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT c.name, upper(c.name) FROM public.customers AS c ORDER BY 1",
                "SELECT count(*) FROM products",
                "SELECT * FROM public.payroll",
                "WITH d AS (DELETE FROM public.orders WHERE id = 1 RETURNING id) SELECT id FROM d",
                "INSERT INTO public.orders VALUES (1, 1, 1, 'x') ON CONFLICT DO NOTHING",
                "MERGE INTO public.orders o USING public.customers c ON o.customer_id = c.id WHEN MATCHED THEN DELETE",
                "COPY public.orders TO STDOUT",
                "COPY public.orders FROM STDIN",
                "EXPLAIN ANALYZE SELECT id FROM public.orders",
                "TRUNCATE public.orders",
                "LOCK TABLE public.orders",
                "VACUUM public.orders",
                "CREATE TABLE public.fresh (id integer REFERENCES public.orders)",
                "CREATE TEMP TABLE scratch (id integer)",
                "CREATE TEMP TABLE scratch AS SELECT id FROM public.orders",
                "SELECT id INTO TEMP scratch FROM public.orders",
                "SELECT * FROM pg_temp.scratch",
                "CREATE VIEW public.fresh AS SELECT id FROM public.orders",
                "CREATE INDEX ON public.orders (total)",
                "DROP INDEX public.customers_email",
                "ALTER TABLE public.orders ADD COLUMN x integer",
                "ALTER TABLE public.orders RENAME TO old_orders",
                "COMMENT ON TABLE public.orders IS 'x'",
                "COMMENT ON TYPE public.size IS 'x'",
                "GRANT SELECT ON public.orders TO PUBLIC",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC",
                "DROP FUNCTION public.order_total(integer)",
                "CREATE TYPE public.colour AS ENUM ('red')",
                "CREATE SEQUENCE public.more",
                "SELECT nextval('public.numbers')",
                "SELECT nextval('customers_id_seq'::regclass)",
                "SELECT relname FROM pg_class WHERE pg_table_is_visible(oid)",
                "SELECT table_name FROM information_schema.tables",
                "SELECT current_schema(), current_setting('search_path'), now()",
                "SET search_path = hr",
                "SHOW search_path",
                "BEGIN",
                "COMMIT",
                "LISTEN x",
                "NOTIFY x",
                "PREPARE p AS SELECT id FROM public.orders",
                "DECLARE c CURSOR FOR SELECT id FROM public.orders",
                "FETCH c",
            })
    void whatIsInTheTerritoryIsAllowed(String sql) {
        assertThat(decide(inPublic, sql)).as(sql).isInstanceOf(Decision.Allow.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Relations, wherever they stand.
                "SELECT name FROM hr.employees",
                "SELECT name FROM employees",
                "SELECT id FROM public.orders WHERE EXISTS (SELECT FROM hr.employees)",
                "SELECT (SELECT max(salary) FROM hr.employees)",
                "WITH e AS (SELECT * FROM hr.employees) SELECT 1 FROM e",
                "WITH d AS (DELETE FROM hr.employees RETURNING id) SELECT id FROM d",
                "INSERT INTO public.orders SELECT id, 1, salary, '' FROM hr.employees",
                "UPDATE public.orders SET note = e.name FROM hr.employees e",
                "MERGE INTO public.orders o USING hr.employees e ON o.id = e.id WHEN MATCHED THEN DELETE",
                "COPY hr.employees TO STDOUT",
                "COPY hr.employees FROM STDIN",
                "COPY (SELECT * FROM hr.employees) TO STDOUT",
                "EXPLAIN SELECT * FROM hr.employees",
                "TRUNCATE public.orders, hr.employees",
                "LOCK TABLE hr.employees",
                "ANALYZE hr.employees",
                "TABLE hr.employees",
                "SELECT * FROM ONLY hr.employees",
                "PREPARE p AS SELECT name FROM hr.employees",
                "DECLARE c CURSOR FOR SELECT name FROM hr.employees",
                "SELECT id FROM public.orders; SELECT name FROM hr.employees",
                // Definitions that name them.
                "CREATE TABLE public.fresh (id integer REFERENCES hr.employees)",
                "CREATE TABLE public.fresh (LIKE hr.employees)",
                "CREATE TABLE public.fresh () INHERITS (hr.employees)",
                "CREATE TABLE public.fresh PARTITION OF hr.employees DEFAULT",
                "CREATE TABLE public.fresh AS SELECT * FROM hr.employees",
                "CREATE VIEW public.fresh AS SELECT * FROM hr.employees",
                "CREATE TABLE hr.fresh (id integer)",
                "CREATE TABLE fresh (id integer)",
                "CREATE INDEX ON hr.employees (name)",
                "ALTER TABLE public.orders SET SCHEMA hr",
                "ALTER TABLE hr.employees ADD COLUMN x integer",
                "ALTER TABLE hr.employees ATTACH PARTITION public.orders DEFAULT",
                "ALTER TABLE public.orders INHERIT hr.employees",
                "DROP TABLE hr.employees",
                "DROP INDEX customers_email",
                "CREATE TRIGGER t AFTER INSERT ON hr.employees FOR EACH ROW EXECUTE FUNCTION public.note_change()",
                "CREATE RULE r AS ON INSERT TO public.orders DO ALSO SELECT * FROM hr.employees",
                // What is no relation.
                "CREATE TYPE hr.colour AS ENUM ('red')",
                "CREATE TYPE colour AS ENUM ('red')",
                "ALTER TYPE public.size SET SCHEMA hr",
                "COMMENT ON SCHEMA hr IS 'x'",
                "CREATE SCHEMA fresh",
                "DROP SCHEMA hr",
                "ALTER SCHEMA public RENAME TO hr2",
                "GRANT SELECT ON ALL TABLES IN SCHEMA hr TO PUBLIC",
                "GRANT SELECT ON hr.employees TO PUBLIC",
                "CREATE SEQUENCE hr.more",
                "SELECT nextval('hr.numbers')",
                "SELECT setval('badge_numbers', 1)",
                "SELECT nextval(note) FROM public.orders",
                "CREATE FUNCTION hr.f() RETURNS integer RETURN 1",
                // What reaches further than it says.
                "DROP TABLE public.orders CASCADE",
                "TRUNCATE public.customers CASCADE",
                "DROP SCHEMA public CASCADE",
                "VACUUM",
                "REINDEX DATABASE postgres",
                "CREATE ROLE x",
                "GRANT pg_read_all_data TO PUBLIC",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
                // What can't be read.
                "DO 'BEGIN END'",
                "CALL public.p()",
                "EXECUTE p",
                "COPY public.orders TO '/tmp/x'",
                "COPY public.orders FROM PROGRAM 'id'",
                "CREATE FUNCTION public.f() RETURNS integer LANGUAGE c AS 'f'",
                // Functions that read.
                "SELECT public.order_total(1)",
                "SELECT order_total(1)",
                "SELECT query_to_xml('SELECT * FROM hr.employees', true, false, '')",
                "SELECT table_to_xml('hr.employees', true, false, '')",
                "SELECT pg_read_file('/etc/passwd')",
                "SELECT pg_relation_size('hr.employees')",
                "SELECT lo_get(1)",
                "SELECT pg_ls_dir('.')",
                "SELECT c.contact_line FROM public.customers c",
                "SELECT 1 OPERATOR(public.~>>) 2",
                "SELECT 1 ~>> 2",
                "SELECT 'x'::public.label",
                "SELECT 1::public.pair",
                "SELECT pair(1)",
                // The system's own that tell more than of the schema.
                "SELECT query FROM pg_stat_activity",
                "SELECT * FROM pg_stats",
                "SELECT * FROM pg_authid",
                "SELECT * FROM pg_catalog.pg_largeobject",
                "UPDATE pg_class SET relname = 'x'",
                "SELECT * FROM pg_toast.pg_toast_1255",
            })
    void whatIsOutsideOrCanNotBeToldIsDenied(String sql) {
        assertThat(decide(inPublic, sql)).as(sql).isInstanceOfSatisfying(Decision.Deny.class, denial -> {
            assertThat(denial.sqlState()).isEqualTo("42501");
            assertThat(denial.reasons().getFirst().rule()).isEqualTo("agents-work-on-shop");
            assertThat(denial.hint()).isNotEmpty();
        });
    }

    @Test
    void patternsForTablesGoByWholeNames() {
        assertThat(decide(orders, "SELECT * FROM public.orders")).isInstanceOf(Decision.Allow.class);
        assertThat(decide(orders, "CREATE TABLE public.order_lines (id integer)"))
                .isInstanceOf(Decision.Allow.class);
        assertThat(decide(orders, "CREATE INDEX ON public.orders (total)")).isInstanceOf(Decision.Allow.class);
        assertThat(decide(orders, "ALTER TABLE public.orders RENAME TO order_s"))
                .isInstanceOf(Decision.Allow.class);
        assertThat(decide(orders, "ALTER TABLE public.orders RENAME TO customers2"))
                .isInstanceOf(Decision.Deny.class);
        assertThat(decide(orders, "SELECT * FROM public.customers")).isInstanceOf(Decision.Deny.class);
        assertThat(decide(orders, "SELECT * FROM archive.orders")).isInstanceOf(Decision.Deny.class);
        assertThat(decide(orders, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC"))
                .isInstanceOf(Decision.Deny.class);
    }

    @Test
    void aNameThatCanMeanSomethingOutsideIsDeniedAndNamed() {
        assertThat(decide(orders, "SELECT * FROM orders")).isInstanceOfSatisfying(Decision.Deny.class, denial -> {
            assertThat(denial.message())
                    .isEqualTo("refused by agents-work-on-shop: archive.orders is not covered, and orders may mean it");
            assertThat(denial.hint()).contains("Write orders with its schema");
        });
    }

    @Test
    void theDenialSaysWhatIsCovered() {
        assertThat(decide(orders, "SELECT * FROM public.customers"))
                .isInstanceOfSatisfying(Decision.Deny.class, denial -> {
                    assertThat(denial.message())
                            .isEqualTo("refused by agents-work-on-shop: public.customers is not covered");
                    assertThat(denial.hint()).isEqualTo("The access covers only public.orders, public.order_*.");
                });
    }

    @Test
    void aTemporaryTableThatTheCatalogKnowsNeedsNoSchema() throws SQLException {
        try (var session = shop.connect();
                var statement = session.createStatement()) {
            statement.execute("CREATE TEMP TABLE known_scratch (id integer)");
            assertThat(decide(orders, "SELECT * FROM known_scratch")).isInstanceOf(Decision.Allow.class);
        }
    }

    @Test
    void theSystemsRelationsAreOpenOnceTheyAreNamed() {
        PolicyDecider statistics = decider(List.of(), List.of("public.*", "pg_catalog.pg_stat_activity"));

        assertThat(decide(statistics, "SELECT count(*) FROM pg_stat_activity")).isInstanceOf(Decision.Allow.class);
        assertThat(decide(statistics, "SELECT * FROM pg_stats")).isInstanceOf(Decision.Deny.class);
    }

    private PolicyDecider decider(List<String> schemas, List<String> tables) {
        return shop.decider(ShopDatabase.policy(List.of(), List.of(), ShopDatabase.entry(schemas, tables, null)));
    }

    private static Decision decide(PolicyDecider decider, String sql) {
        return ShopDatabase.decide(decider, ShopDatabase.everything(), sql);
    }
}
