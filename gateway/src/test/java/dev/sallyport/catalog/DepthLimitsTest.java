package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.BodyReader.Definition;
import dev.sallyport.catalog.CatalogSource.State;
import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Dependencies.Manner;
import dev.sallyport.sql.flow.NamedFunction.Body;
import dev.sallyport.sql.flow.SearchPath;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Views over views and functions that call functions: what they come to, how deep they are followed, and how many are read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DepthLimitsTest {
    private static final String VIEWS = """
            CREATE TABLE base (id integer, secret text, shown text);
            CREATE VIEW first_view (number, hidden, seen) AS SELECT id, secret, shown FROM base WHERE id > 0;
            ALTER VIEW first_view RENAME COLUMN hidden TO renamed;
            CREATE MATERIALIZED VIEW stored AS SELECT renamed AS stored_secret, seen || '!' AS stored_shown FROM first_view;
            CREATE VIEW last_view AS SELECT s.stored_secret AS z, s.stored_shown AS y, 1 AS one
                FROM stored s JOIN first_view f ON f.seen = s.stored_shown ORDER BY f.renamed;
            ALTER VIEW last_view RENAME COLUMN z TO harmless;
            ALTER TABLE base RENAME COLUMN secret TO still_secret;
            """;

    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @SuppressWarnings("NullAway.Init")
    private Catalog catalog;

    @BeforeAll
    void start() throws Exception {
        shop = ShopDatabase.start();
        shop.execute(VIEWS);
        shop.execute("""
            DO $$ BEGIN
                CREATE VIEW v1 AS SELECT shown AS c FROM base;
                FOR i IN 2..%d LOOP EXECUTE format('CREATE VIEW v%%s AS SELECT c FROM v%%s', i, i - 1); END LOOP;
            END $$""".formatted(Origins.NESTED_VIEWS + 1));
        for (int i = Bodies.NESTED_CALLS; i >= 0; i--) {
            shop.execute("CREATE FUNCTION " + call(i) + " RETURNS text LANGUAGE sql AS '" + body(i) + "'");
        }
        catalog = catalog();
    }

    @AfterAll
    void stop() throws Exception {
        shop.close();
    }

    private Catalog catalog() {
        try (CatalogSource source = shop.catalogs()) {
            return ((State.Loaded)
                            source.fresh().orTimeout(120, TimeUnit.SECONDS).join())
                    .catalog();
        }
    }

    private static String call(int number) {
        return "public.call_" + number + "()";
    }

    /** Each calls the next, and the last reads. */
    private static String body(int number) {
        return number == Bodies.NESTED_CALLS ? "SELECT shown FROM public.base" : "SELECT " + call(number + 1);
    }

    @Test
    void aColumnIsFollowedThroughViewsOfViewsAndMaterializedOnesWhateverItIsCalledThere() {
        ColumnId secret = column("base", "still_secret");

        assertThat(catalog.origins().of(column("first_view", "renamed"))).isEqualTo(Dependencies.of(secret));
        assertThat(catalog.origins().of(column("stored", "stored_secret"))).isEqualTo(Dependencies.of(secret));
        assertThat(catalog.origins().of(column("last_view", "harmless")).columns())
                .containsOnly(Map.entry(secret, Manner.VALUE));
        assertThat(catalog.origins().of(column("last_view", "y")).columns())
                .containsOnly(Map.entry(column("base", "shown"), Manner.VALUE));
        assertThat(catalog.origins().of(column("last_view", "one"))).isEqualTo(Dependencies.NONE);
    }

    @Test
    void whatDecidesTheRowsOfAViewIsFollowedThroughAllOfThem() {
        assertThat(catalog.origins().rows(relation("stored").oid()).columns())
                .containsOnly(Map.entry(column("base", "id"), Manner.CONDITION));
        assertThat(catalog.origins().rows(relation("last_view").oid()).columns())
                .containsOnly(
                        Map.entry(column("base", "id"), Manner.CONDITION),
                        Map.entry(column("base", "shown"), Manner.CONDITION),
                        Map.entry(column("base", "still_secret"), Manner.CONDITION));
    }

    @Test
    void soManyViewsMayStandOnOneAnotherAndNoMore() {
        ColumnId deepest = column("v" + Origins.NESTED_VIEWS, "c");
        ColumnId deeper = column("v" + (Origins.NESTED_VIEWS + 1), "c");

        assertThat(new Origins(catalog).of(deepest)).isEqualTo(Dependencies.of(column("base", "shown")));
        assertThat(new Origins(catalog).of(deeper).unknown())
                .containsExactly("views stand on one another in a circle or too deeply");
    }

    @Test
    void soManyFunctionsMayCallOneAnotherAndNoMore() {
        Map<Integer, Definition> definitions = new HashMap<>();
        for (int i = 0; i <= Bodies.NESTED_CALLS; i++) {
            String text = "CREATE FUNCTION " + call(i) + " RETURNS text LANGUAGE sql AS '" + body(i) + "'";
            Analysis analysis =
                    shop.analyze(text.getBytes(StandardCharsets.UTF_8), null).join();
            definitions.put(
                    routine(i).oid(),
                    new Definition(((Analysis.Understood) analysis).statements().getFirst(), new SearchPath.Unknown()));
        }

        assertThat(new Bodies(catalog, definitions).of(routine(1)).body())
                .isInstanceOfSatisfying(
                        Body.Read.class,
                        body -> assertThat(body.reads().isUnknown()).isFalse());
        assertThat(new Bodies(catalog, definitions).of(routine(0)).body())
                .isInstanceOfSatisfying(
                        Body.Read.class,
                        body -> assertThat(body.reads().unknown())
                                .singleElement()
                                .asString()
                                .contains("functions call one another in a circle or too deeply"));
    }

    @Test
    void soManyBodiesAreReadAndNoMore() throws Exception {
        long before = shopsOwn();
        shop.execute("""
            DO $$ BEGIN
                FOR i IN 1..%d LOOP
                    EXECUTE format('CREATE FUNCTION many_%%s() RETURNS integer LANGUAGE sql AS ''SELECT 1''', lpad(i::text, 5, '0'));
                END LOOP;
            END $$""".formatted(BodyReader.BODIES - before));
        assertThat(unread(catalog())).isZero();

        shop.execute("CREATE FUNCTION one_more() RETURNS integer LANGUAGE sql AS 'SELECT 1'");

        assertThat(unread(catalog())).isEqualTo(1);
    }

    /** How many functions there are whose bodies are looked at. */
    private long shopsOwn() throws Exception {
        try (var connection = shop.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM (" + CatalogQueries.BODIES + ") AS bodies")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static long unread(Catalog catalog) {
        return Stream.concat(
                        IntStream.rangeClosed(1, BodyReader.BODIES)
                                .mapToObj("many_%05d"::formatted)
                                .flatMap(name -> catalog.routines("public", name).stream()),
                        catalog.routines("public", "one_more").stream())
                .filter(routine -> routine.body() instanceof Body.Unknown)
                .count();
    }

    private Routine routine(int number) {
        return catalog.routines("public", "call_" + number).getFirst();
    }

    private Relation relation(String name) {
        return catalog.relations("public", name).getFirst();
    }

    private ColumnId column(String relation, String column) {
        Relation of = relation(relation);
        return new ColumnId(of.oid(), of.column(column).orElseThrow().attribute());
    }
}
