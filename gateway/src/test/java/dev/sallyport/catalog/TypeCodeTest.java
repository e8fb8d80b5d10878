package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Flow;
import dev.sallyport.sql.flow.NamedFunction;
import dev.sallyport.sql.flow.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether flows tell of the code that a real server runs because of a value's type. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypeCodeTest {
    private static final String SCRIPT = """
            CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION pg_trgm;
            CREATE SCHEMA till; SET search_path = till, public;
            CREATE TABLE secrets (v text);
            CREATE TYPE coin AS (cents bigint);
            CREATE FUNCTION coin_text(coin) RETURNS text LANGUAGE sql STABLE AS 'SELECT till.secrets.v FROM till.secrets';
            CREATE CAST (coin AS text) WITH FUNCTION coin_text(coin) AS IMPLICIT;
            CREATE FUNCTION coin_less(coin, coin) RETURNS boolean LANGUAGE plpgsql IMMUTABLE
                AS $$ BEGIN PERFORM till.secrets.v FROM till.secrets; RETURN true; END $$;
            CREATE FUNCTION coin_compare(coin, coin) RETURNS int LANGUAGE plpgsql IMMUTABLE
                AS $$ BEGIN PERFORM till.secrets.v FROM till.secrets; RETURN 0; END $$;
            CREATE OPERATOR < (LEFTARG = coin, RIGHTARG = coin, FUNCTION = coin_less);
            CREATE OPERATOR CLASS coin_ops DEFAULT FOR TYPE coin USING btree AS OPERATOR 1 <, FUNCTION 1 coin_compare(coin, coin);
            CREATE DOMAIN price AS coin;
            CREATE FUNCTION is_short(text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true FROM till.secrets WHERE v <> $1';
            CREATE DOMAIN short AS text CHECK (is_short(VALUE));
            CREATE TYPE span AS RANGE (SUBTYPE = coin, SUBTYPE_OPCLASS = coin_ops);
            CREATE TYPE pair AS (a int, b coin);
            CREATE TABLE goods (id int PRIMARY KEY, c coin, many coin[], d price, w pair, s span, l short, name text, nick citext,
                                tags hstore, n numeric);
            CREATE INDEX ON goods USING gin (name gin_trgm_ops);
            CREATE UNIQUE INDEX ON goods (nick);
            CREATE TABLE sorted (c coin); CREATE INDEX ON sorted (c);
            CREATE FUNCTION odd_compare(int, int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1 - $2; END';
            CREATE OPERATOR CLASS odd_ops FOR TYPE int USING btree
                AS OPERATOR 1 pg_catalog.<, OPERATOR 2 pg_catalog.<=, OPERATOR 3 pg_catalog.=, OPERATOR 4 pg_catalog.>=,
                   OPERATOR 5 pg_catalog.>, FUNCTION 1 odd_compare(int, int);
            CREATE TABLE odd (id int); CREATE INDEX ON odd (id odd_ops);
            CREATE VIEW in_order AS SELECT id FROM goods ORDER BY c;
            CREATE VIEW plainly AS SELECT id, c FROM goods;
            CREATE FUNCTION cheapest() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT id FROM till.goods ORDER BY till.goods.c LIMIT 1';
            CREATE FUNCTION takes_short(short) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
            CREATE FUNCTION casts(bigint) RETURNS text LANGUAGE plpgsql AS $$ DECLARE x till.coin; BEGIN RETURN x; END $$;
            """;

    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @SuppressWarnings("NullAway.Init")
    private Catalog catalog;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        shop.execute(SCRIPT);
        try (CatalogSource source = shop.catalogs()) {
            catalog = ((CatalogSource.State.Loaded)
                            source.fresh().orTimeout(60, TimeUnit.SECONDS).join())
                    .catalog();
        }
    }

    @AfterAll
    void stop() throws IOException {
        shop.close();
    }

    private Flow flow(String sql) {
        Analysis analysis = shop.analyze(
                        sql.getBytes(StandardCharsets.UTF_8), catalog.names(SearchPath.of("till, public")))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        return ((Analysis.Understood) analysis).statements().getFirst().flow();
    }

    /** Whether what some functions read, which is the secret, is in a flow, or that there is more to it than is known. */
    private boolean tells(Flow flow) {
        Relation secrets = catalog.relations("till", "secrets").getFirst();
        ColumnId secret =
                new ColumnId(secrets.oid(), secrets.columns().getFirst().attribute());
        List<Dependencies> all = new ArrayList<>(List.of(flow.rows()));
        flow.outputs().forEach(output -> all.add(output.dependsOn()));
        flow.writes().forEach(write -> all.add(write.from()));
        flow.creates().forEach(create -> all.add(create.from()));
        return !flow.unknown().isEmpty()
                || all.stream().anyMatch(one -> one.columns().containsKey(secret));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT c::text FROM goods",
                "SELECT CAST(d AS text) FROM goods",
                "SELECT text(c) FROM goods",
                "SELECT length(c) FROM goods",
                "SELECT upper(d) FROM goods",
                "SELECT c || 'x' FROM goods",
                "SELECT concat(c, 'x') FROM goods",
                "SELECT to_json(c), json_agg(c) FROM goods",
                "SELECT row_to_json(g) FROM goods g",
                "SELECT coalesce(c, name) FROM goods",
                "SELECT CASE WHEN id = 1 THEN c ELSE name END FROM goods",
                "SELECT c FROM goods UNION ALL SELECT name FROM goods",
                "VALUES ((SELECT c FROM goods)), ('x'::text)",
                "SELECT ARRAY[c, name] FROM goods",
                "SELECT id FROM goods ORDER BY c",
                "SELECT id FROM goods ORDER BY d DESC",
                "SELECT id FROM goods ORDER BY many",
                "SELECT id FROM goods ORDER BY w",
                "SELECT id FROM goods ORDER BY goods",
                "SELECT id FROM goods ORDER BY s",
                "SELECT count(*) FROM goods GROUP BY c",
                "SELECT DISTINCT c FROM goods",
                "SELECT c FROM goods UNION SELECT c FROM goods",
                "SELECT c FROM goods INTERSECT SELECT c FROM goods",
                "SELECT rank() OVER (ORDER BY c) FROM goods",
                "SELECT count(*) OVER (PARTITION BY d) FROM goods",
                "SELECT array_agg(id ORDER BY c) FROM goods",
                "SELECT count(DISTINCT c) FROM goods",
                "SELECT min(c) FROM goods",
                "SELECT id FROM goods WHERE c < '(1)'",
                "SELECT id FROM goods WHERE c BETWEEN '(1)' AND '(2)'",
                "SELECT id FROM goods WHERE c IN ('(1)')",
                "SELECT id FROM goods WHERE c = ANY ('{}')",
                "SELECT id FROM goods WHERE (1, c) < (id, '(1)')",
                "SELECT id FROM goods WHERE c IN (SELECT c FROM goods)",
                "SELECT id FROM goods WHERE c IS DISTINCT FROM '(1)'",
                "SELECT nullif(c, '(1)') FROM goods",
                "SELECT CASE c WHEN '(1)' THEN 1 END FROM goods",
                "SELECT greatest(c, c) FROM goods",
                "SELECT id FROM goods WHERE many && '{}'",
                "SELECT id FROM goods WHERE array_position(many, c) = 1",
                "SELECT id FROM goods WHERE w = '(1,)'",
                "SELECT id FROM goods WHERE s @> c",
                "SELECT 1 FROM goods a JOIN goods b USING (c)",
                "SELECT 1 FROM goods a NATURAL JOIN goods b",
                "SELECT '[(1),(2)]'::span",
                "SELECT span(c, c) FROM goods",
                "SELECT 'x'::short",
                "SELECT takes_short('x')",
                "SELECT (ARRAY['x'])::short[]",
                "INSERT INTO goods (id, name) SELECT 1, c FROM goods",
                "INSERT INTO goods (id, l) VALUES (1, 'x')",
                "UPDATE goods SET l = name",
                "UPDATE goods SET name = c",
                "INSERT INTO goods SELECT * FROM goods ON CONFLICT (id) DO UPDATE SET name = excluded.c",
                "INSERT INTO sorted VALUES ('(1)')",
                "DELETE FROM goods WHERE c < '(1)'",
                "MERGE INTO goods g USING goods h ON g.c = h.c WHEN MATCHED THEN DELETE",
                "COPY goods (l) FROM STDIN",
                "COPY (SELECT c::text FROM goods) TO STDOUT",
                "CREATE TABLE other AS SELECT c::text FROM goods",
                "SELECT id FROM in_order",
                "SELECT c::text FROM plainly",
                "SELECT cheapest()",
                "SELECT casts(1)",
                "SELECT id FROM odd WHERE id < 5",
                "INSERT INTO odd VALUES (1)",
                "EXPLAIN SELECT id FROM goods WHERE c < '(1)'",
                "SELECT string_agg(c, ',') FROM goods",
                "SELECT xmlelement(name a, c) FROM goods",
                "SELECT JSON_ARRAY(c) FROM goods",
                "SELECT id FROM goods ORDER BY (SELECT c)",
                "WITH g AS (SELECT c AS x FROM goods) SELECT x FROM g ORDER BY 1",
                "SELECT x FROM goods, unnest(many) AS u, LATERAL (SELECT u AS x) l ORDER BY x",
                "ALTER TABLE goods ALTER COLUMN c TYPE text"
            })
    void codeOfATypeIsFollowed(String sql) {
        assertThat(tells(flow(sql))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, c, many, d, w, name FROM goods WHERE id = 5 ORDER BY name, n LIMIT 3",
                "SELECT * FROM plainly",
                "SELECT c FROM goods UNION ALL SELECT c FROM goods",
                "SELECT c IS NULL, coalesce(c, c), (w).a FROM goods",
                "SELECT name || 'x' || id, id + 1, n * 2 FROM goods WHERE name LIKE 'a%' AND id IN (1, 2) AND n BETWEEN 1 AND 2",
                "SELECT CASE WHEN id = 1 THEN id ELSE n END, coalesce(name, 'x'), greatest(id, n) FROM goods",
                "SELECT max(id), min(name), count(*), sum(n), string_agg(name, ',') FROM goods GROUP BY name HAVING count(*) > 1",
                "SELECT id FROM goods WHERE nick = 'A' AND nick <> name ORDER BY nick",
                "SELECT length(nick), tags -> 'a', nick::text, count(DISTINCT nick) FROM goods GROUP BY 1, 2, 3",
                "SELECT id FROM goods WHERE name % 'x' ORDER BY similarity(name, 'x')",
                "SELECT a.id FROM goods a JOIN goods b USING (id) WHERE a.name = b.name AND a.id = $1",
                "INSERT INTO goods (id, name, nick) SELECT id, name, nick FROM goods",
                "UPDATE goods SET name = nick WHERE id = 1"
            })
    void ordinaryTypesAndThoseOfKnownExtensionsAreKnown(String sql) {
        Flow flow = flow(sql);
        assertThat(flow.unknown()).isEmpty();
        assertThat(tells(flow)).isFalse();
        assertThat(flow.functions()).extracting(Flow.Function::schema).doesNotContain("till");
    }

    @Test
    void anIndexCallsWhatComparesItsColumns() {
        assertThat(flow("CREATE INDEX ON goods (c)").functions())
                .extracting(Flow.Function::display)
                .contains("till.coin_compare", "till.coin_less");
    }

    @Test
    void functionsOfAnExtensionThatIsNotKnownAreNotBelieved() {
        try (CatalogSource source =
                new CatalogSource("shop", shop::connect, shop::analyze, Runnable::run, System::nanoTime)) {
            Catalog unbelieving = ((CatalogSource.State.Loaded) source.fresh().join()).catalog();
            assertThat(unbelieving.names(SearchPath.of("public")).functions(null, "citext_eq"))
                    .singleElement()
                    .extracting(NamedFunction::body)
                    .isInstanceOf(NamedFunction.Body.Unknown.class);
        }
    }
}
