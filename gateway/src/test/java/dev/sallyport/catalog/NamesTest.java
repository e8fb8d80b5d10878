package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.CatalogSource.State;
import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Dependencies.Manner;
import dev.sallyport.sql.flow.NamedFunction;
import dev.sallyport.sql.flow.NamedFunction.Body;
import dev.sallyport.sql.flow.NamedRelation;
import dev.sallyport.sql.flow.NamedType;
import dev.sallyport.sql.flow.NamedType.Field;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.flow.SearchPath;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What names stand for, compared with what the server itself says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamesTest {
    private static final String SCRIPT = """
            SET check_function_bodies = off;
            CREATE ROLE agent LOGIN;
            CREATE ROLE other;
            CREATE SCHEMA a; CREATE SCHEMA b; CREATE SCHEMA agent; CREATE SCHEMA closed; CREATE SCHEMA "Mixed, Case";
            GRANT USAGE ON SCHEMA a, b, agent, "Mixed, Case" TO agent;
            CREATE TABLE a.t (id int); CREATE TABLE b.t (id int); CREATE TABLE closed.t (id int);
            CREATE TABLE b.only_b (id int); CREATE TABLE agent.t (id int); CREATE TABLE "Mixed, Case".t (id int);
            CREATE TABLE a.pg_class (id int);
            CREATE TYPE a.pair AS (x int, y text);
            CREATE DOMAIN a.int4 AS text;
            CREATE DOMAIN b.pairs AS a.pair;
            CREATE FUNCTION a.f(int, int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
            CREATE FUNCTION b.f(VARIADIC text[]) RETURNS text LANGUAGE sql STABLE AS 'SELECT $1[1]';
            CREATE FUNCTION a.rows() RETURNS SETOF b.t LANGUAGE sql AS 'SELECT * FROM b.t';
            CREATE FUNCTION a.listed(OUT n int, OUT s text) LANGUAGE sql AS 'SELECT 1, ''x''';
            CREATE FUNCTION b.pairs_of() RETURNS b.pairs LANGUAGE sql AS 'SELECT ROW(1, ''x'')::b.pairs';
            CREATE OPERATOR a.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = a.f);
            CREATE TABLE a.accounts (id int PRIMARY KEY, owner text, balance numeric, secret text);
            CREATE FUNCTION a.balance(int) RETURNS numeric LANGUAGE sql STABLE SET search_path = a
                AS 'SELECT balance FROM accounts WHERE id = $1';
            CREATE FUNCTION a.anywhere() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT id FROM t LIMIT 1';
            CREATE FUNCTION a.spend(int) RETURNS void LANGUAGE plpgsql SET search_path = a
                AS $$ BEGIN UPDATE accounts SET balance = balance - 1 WHERE id = $1; END $$;
            CREATE FUNCTION a.dynamic(text) RETURNS text LANGUAGE plpgsql
                AS $$ DECLARE found text; BEGIN EXECUTE $1 INTO found; RETURN found; END $$;
            CREATE FUNCTION a.calls(int) RETURNS numeric LANGUAGE sql AS 'SELECT a.balance($1) + a.circle($1)';
            CREATE FUNCTION a.circle(int) RETURNS numeric LANGUAGE plpgsql AS 'BEGIN RETURN a.calls($1); END';
            CREATE FUNCTION a.owners(int) RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT owner FROM a.accounts';
            """;

    private static final String ATOMIC = """
            CREATE FUNCTION a.balance_atomic(wanted int) RETURNS numeric STABLE
                BEGIN ATOMIC SELECT balance FROM a.accounts WHERE id = wanted; END""";

    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @SuppressWarnings("NullAway.Init")
    private Catalog catalog;

    /** A session whose temporary schema is in the catalog. */
    @SuppressWarnings("NullAway.Init")
    private Connection session;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        shop.execute(SCRIPT);
        shop.execute(ATOMIC);
        session = shop.connect();
        run("SET SESSION AUTHORIZATION agent");
        run("CREATE TEMP TABLE only_temporary (id int)");
        run("CREATE TEMP TABLE only_b (id int)");
        try (CatalogSource source =
                new CatalogSource("shop", this::asAgent, shop::analyze, Runnable::run, System::nanoTime)) {
            State state = source.fresh().orTimeout(60, TimeUnit.SECONDS).join();
            catalog = ((State.Loaded) state).catalog();
        }
    }

    private Connection asAgent() throws SQLException {
        Connection connection = shop.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION AUTHORIZATION agent");
        }
        return connection;
    }

    @AfterAll
    void stop() throws IOException, SQLException {
        session.close();
        shop.close();
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private @Nullable Object asked(String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getObject(1) : null;
        }
    }

    private Namespace names(String path) {
        return catalog.names(SearchPath.of(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a, b",
                "b, a",
                "closed, b",
                "missing, a",
                "\"$user\", a",
                "a, pg_catalog",
                "pg_catalog, a",
                "''",
                "\"Mixed, Case\", a",
                "b, pg_temp",
                "A"
            })
    void aRelationIsTheOneThatTheServerFinds(String path) throws SQLException {
        run("SET search_path = " + path);
        String reported = String.valueOf(asked("SHOW search_path"));
        for (String name : List.of("t", "only_b", "pg_class", "accounts", "nothing")) {
            Object found = asked("SELECT to_regclass('" + name + "')::oid::bigint");
            List<Integer> meant = names(reported).relations(null, name).stream()
                    .map(NamedRelation::oid)
                    .toList();
            if (found == null) {
                assertThat(meant).as("%s under %s", name, path).isEmpty();
            } else {
                assertThat(meant).as("%s under %s", name, path).contains(((Number) found).intValue());
                if (!name.equals("only_b")) {
                    assertThat(meant).hasSize(1);
                }
            }
        }
    }

    @Test
    void whatIsInSomeTemporarySchemaMayBeMeantBesideWhatComesLater() {
        assertThat(names("b").relations(null, "only_temporary")).hasSize(1);
        assertThat(names("b").relations(null, "only_b"))
                .extracting(NamedRelation::schema)
                .hasSize(2)
                .contains("b");
        assertThat(names("b, pg_temp").relations(null, "only_b"))
                .extracting(NamedRelation::schema)
                .containsExactly("b");
        assertThat(names("a").relations("pg_temp", "only_b")).hasSize(1);
    }

    @Test
    void underAPathThatIsNotKnownANameMeansAllThatHaveIt() {
        assertThat(catalog.names(new SearchPath.Unknown()).relations(null, "t")).hasSize(5);
        assertThat(catalog.names(new SearchPath.Unknown()).functions(null, "f")).hasSize(2);
    }

    @Test
    void aRoleThatMayHaveChangedCountsOnlyIfItCan() throws SQLException {
        SearchPath path = new SearchPath.Known(List.of("$user", "a"), false);
        assertThat(catalog.names(path).relations(null, "t"))
                .as("agent is a member of no role")
                .extracting(NamedRelation::schema)
                .containsExactly("agent");
        try (CatalogSource asSuperuser =
                new CatalogSource("shop", shop::connect, shop::analyze, Runnable::run, System::nanoTime)) {
            State state = asSuperuser.fresh().join();
            assertThat(((State.Loaded) state).catalog().names(path).relations(null, "t"))
                    .hasSize(5);
        }
    }

    @Test
    void functionsAreThoseOfEverySchemaOnThePath() {
        assertThat(names("a").functions(null, "f")).singleElement().satisfies(f -> {
            assertThat(f.fewestArguments()).isEqualTo(1);
            assertThat(f.mostArguments()).isEqualTo(2);
            assertThat(f.volatility()).isEqualTo(NamedFunction.Volatility.IMMUTABLE);
        });
        assertThat(names("a, b").functions(null, "f")).hasSize(2);
        NamedFunction variadic = names("b").functions(null, "f").getFirst();
        assertThat(variadic.fewestArguments()).isEqualTo(1);
        assertThat(variadic.mostArguments()).isEqualTo(Integer.MAX_VALUE);
        assertThat(names("b").operators(null, "===")).isEmpty();
        assertThat(names("a").operators(null, "===")).hasSize(1);
    }

    @Test
    void functionsThatReturnRowsHaveColumns() {
        assertThat(one("rows").columns()).extracting(Field::name).containsExactly("id");
        assertThat(one("rows").returnsSet()).isTrue();
        assertThat(one("listed").columns()).extracting(Field::name).containsExactly("n", "s");
        assertThat(names("b").functions(null, "pairs_of").getFirst().columns())
                .extracting(Field::name)
                .containsExactly("x", "y");
        assertThat(one("balance").columns()).isEmpty();
    }

    @Test
    void typesAreFoundAsRelationsAre() {
        assertThat(names("a").types(null, "int4")).extracting(NamedType::schema).containsExactly("pg_catalog");
        assertThat(names("a, pg_catalog").types(null, "int4"))
                .extracting(NamedType::schema)
                .containsExactly("a");
        NamedType pair = names("a").types(null, "pair").getFirst();
        assertThat(pair.fields()).extracting(Field::name).containsExactly("x", "y");
        assertThat(names("a").type(pair.oid()).orElseThrow().fields()).isEqualTo(pair.fields());
        NamedType row = names("a").types(null, "accounts").getFirst();
        assertThat(row.fields()).hasSize(4);
        assertThat(names("b").types(null, "pairs").getFirst().domainOver()).isEqualTo(pair.oid());
        assertThat(names("a").type(23)).as("a plain one of the system").isEmpty();
    }

    @Test
    void whatSystemFunctionsReadIsKnownOrUnknown() {
        assertThat(system("upper").body()).isInstanceOf(Body.ArgumentsAlone.class);
        assertThat(system("to_char").body()).isInstanceOf(Body.ArgumentsAlone.class);
        assertThat(system("percentile_cont").body()).isInstanceOf(Body.ArgumentsAlone.class);
        assertThat(system("row_number").body()).isInstanceOf(Body.ArgumentsAlone.class);
        assertThat(system("now").body()).isEqualTo(new Body.Read(Dependencies.NONE, false, Effect.READ));
        assertThat(system("set_config").body()).isEqualTo(new Body.Read(Dependencies.NONE, true, Effect.READ));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query_to_xml",
                "table_to_xml",
                "lo_get",
                "pg_read_file",
                "currval",
                "nextval",
                "txid_current",
                "pg_get_viewdef",
                "has_table_privilege",
                "to_regclass",
                "current_setting",
                "pg_relation_size",
                "ts_stat",
                "pg_stat_get_live_tuples",
                "cursor_to_xml",
                "pg_ls_dir",
                "pg_sequence_last_value"
            })
    void aSystemFunctionThatReadsMoreIsUnknown(String name) {
        assertThat(catalog.names(new SearchPath.Unknown()).functions("pg_catalog", name))
                .isNotEmpty()
                .allSatisfy(function -> assertThat(function.body()).isInstanceOf(Body.Unknown.class));
    }

    @Test
    void aBodyReadsTheColumnsThatItNames() {
        NamedRelation accounts = names("a").relations(null, "accounts").getFirst();
        for (String function : List.of("balance", "balance_atomic")) {
            assertThat(one(function).body()).as(function).isInstanceOfSatisfying(Body.Read.class, body -> {
                assertThat(body.reads().columns().keySet())
                        .containsExactlyInAnyOrder(column(accounts, "id"), column(accounts, "balance"));
                assertThat(body.reads().isUnknown()).isFalse();
                assertThat(body.writes()).isFalse();
            });
        }
        assertThat(one("spend").body()).isInstanceOfSatisfying(Body.Read.class, body -> {
            assertThat(body.writes()).isTrue();
            assertThat(body.reads().columns())
                    .containsEntry(column(accounts, "balance"), Manner.VALUE)
                    .doesNotContainKey(column(accounts, "secret"));
        });
    }

    @Test
    void aBodyWithoutAPathOfItsOwnMayMeanEveryRelationOfAName() {
        assertThat(one("anywhere").body())
                .isInstanceOfSatisfying(
                        Body.Read.class,
                        body -> assertThat(body.reads().columns()).hasSize(5));
    }

    @Test
    void whatABodyDoesNotSayIsUnknown() {
        assertThat(unknown(one("dynamic"))).isTrue();
        assertThat(unknown(one("calls"))).as("a circle").isTrue();
        assertThat(one("owners").body()).isEqualTo(new Body.Unknown("it runs with its owner's privileges"));
    }

    private static boolean unknown(NamedFunction function) {
        return switch (function.body()) {
            case Body.ArgumentsAlone() -> false;
            case Body.Read(var reads, var _, var _) -> reads.isUnknown();
            case Body.Unknown(var _) -> true;
        };
    }

    private NamedFunction one(String name) {
        return names("a").functions("a", name).getFirst();
    }

    private NamedFunction system(String name) {
        return names("a").functions(null, name).getFirst();
    }

    private static ColumnId column(NamedRelation relation, String name) {
        return relation.columns().stream()
                .filter(column -> column.name().equals(name))
                .map(column -> new ColumnId(relation.oid(), column.attribute()))
                .findFirst()
                .orElseThrow();
    }
}
