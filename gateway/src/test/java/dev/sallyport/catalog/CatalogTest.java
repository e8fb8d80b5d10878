package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.CatalogSource.State;
import dev.sallyport.catalog.Column.Generated;
import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.flow.NamedFunction.Volatility;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogTest {
    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @SuppressWarnings("NullAway.Init")
    private Catalog catalog;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        State state = shop.catalogs().fresh().orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(state).isInstanceOf(State.Loaded.class);
        catalog = ((State.Loaded) state).catalog();
    }

    @AfterAll
    void stop() throws IOException {
        shop.close();
    }

    @Test
    void anUnqualifiedNameMeansEveryRelationOfThatName() {
        assertThat(catalog.relations(null, "customers"))
                .extracting(Relation::display)
                .containsExactly("public.customers");
        assertThat(catalog.relations("hr", "customers")).isEmpty();
        assertThat(catalog.relations(null, "pg_class"))
                .extracting(Relation::display)
                .containsExactly("pg_catalog.pg_class");
    }

    @Test
    void generatedColumnsNameTheColumnsTheyAreComputedFrom() {
        Relation customers = one("public", "customers");
        Column digits = customers.column("ssn_last4").orElseThrow();

        assertThat(digits.generated()).isEqualTo(Generated.STORED);
        assertThat(digits.computedFrom())
                .isEqualTo(Set.of(customers.column("ssn").orElseThrow().attribute()));
        assertThat(one("public", "stores").column("safe_prefix").orElseThrow().generated())
                .isEqualTo(Generated.VIRTUAL);
    }

    @Test
    void childrenAndPartitionsNameTheirParents() {
        assertThat(one("public", "vip_customers").parents())
                .containsExactly(one("public", "customers").oid());
        assertThat(one("hr", "employees_1").parents())
                .containsExactly(one("hr", "employees").oid());
    }

    @Test
    void aViewsColumnsNameTheColumnsTheyShow() {
        Relation customers = one("public", "customers");
        View contacts = view("customer_contacts");

        assertThat(contacts.origins())
                .containsExactly(origin(customers, "id"), origin(customers, "name"), origin(customers, "email"));
        assertThat(view("mailing_labels").origins()).containsExactly(origin(customers, "id"), null);
    }

    @Test
    void aViewWithQuestionMarksInItIsUnderstood() {
        View questions = view("json_questions");

        assertThat(questions.analysis()).isInstanceOf(Analysis.Understood.class);
        assertThat(questions.origins()).hasSize(2);
        assertThat(ViewReader.escapePlaceholders("a ? 'b?' ?| E'\\'?' || \"c?\""))
                .isEqualTo("a ?? 'b?' ??| E'\\'?' || \"c?\"");
    }

    @Test
    void whatRunsBehindAWriteIsSeen() {
        assertThat(one("public", "products").runsCode()).isTrue();
        assertThat(one("public", "orders").runsCode()).isFalse();
        assertThat(one("public", "audit_events").hasRules()).isTrue();
        assertThat(catalog.foreignKeys())
                .anyMatch(key ->
                        key.relation() == one("public", "orders").oid() && key.actsOnDelete() && !key.actsOnUpdate());
    }

    @Test
    void functionsOperatorsAndTypesAreKnownByName() {
        assertThat(catalog.functions(null, "lower"))
                .extracting(FunctionFamily::schema)
                .containsExactlyInAnyOrder("pg_catalog", "public");
        assertThat(catalog.functions("pg_catalog", "length").getFirst().volatility())
                .isEqualTo(Volatility.STABLE);
        assertThat(catalog.operators(null, "~>>").getFirst().functionName()).isEqualTo("peek");
        assertThat(catalog.types(null, "label").getFirst().functions()).containsExactly("public.is_label");
        assertThat(catalog.types(null, "email_address").getFirst().functions()).isEmpty();
    }

    @Test
    void whoAsksWhileAReadIsUnderWayGetsTheNextOne() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        CatalogSource source = new CatalogSource("shop", shop::connect, shop::analyze, waiting::add, System::nanoTime);

        CompletableFuture<State> first = source.refresh();
        CompletableFuture<State> second = source.refresh();
        CompletableFuture<State> third = source.refresh();
        assertThat(waiting).hasSize(1);
        waiting.remove().run();
        assertThat(first).isCompleted();
        assertThat(second).isNotCompleted();
        assertThat(third).isNotCompleted();
        waiting.remove().run();

        assertThat(first.join()).isEqualTo(second.join());
        assertThat(third).as("by the same read").isCompleted();
        assertThat(waiting).isEmpty();
    }

    @Test
    void whatIsKnownToBeOutOfDateIsNotHandedOutWhileItIsReadAnew() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        // By a clock that stands still: however long the reads take, what they find is not due to be looked at again.
        try (CatalogSource source = new CatalogSource("shop", shop::connect, shop::analyze, waiting::add, () -> 0)) {
            CompletableFuture<State> read = source.refresh();
            waiting.remove().run();
            assertThat(read).isCompleted();

            long before = source.now();
            source.invalidate();
            CompletableFuture<State> first = source.fresh();
            assertThat(source.known()).isNull();
            CompletableFuture<State> together = source.fresh();
            CompletableFuture<State> sinceBefore = source.since(before);
            assertThat(waiting).as("one read for all").hasSize(1);
            assertThat(together).isNotCompleted();
            assertThat(sinceBefore).isNotCompleted();
            source.invalidate();
            CompletableFuture<State> second = source.fresh();
            waiting.remove().run();
            assertThat(first).isCompleted();
            assertThat(together).isCompleted();
            assertThat(sinceBefore).isCompleted();
            assertThat(second).isNotCompleted();
            assertThat(source.known()).isNull();
            waiting.remove().run();
            assertThat(second).isCompleted();
            assertThat(source.known()).isNotNull();
            assertThat(waiting).isEmpty();
        }
    }

    @Test
    void aNameThatIsNotKnownIsNotAnsweredByWhatWasKnownBeforeALookThatIsUnderWay() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        AtomicLong nanoTime = new AtomicLong();
        try (CatalogSource source =
                new CatalogSource("shop", shop::connect, shop::analyze, waiting::add, nanoTime::get)) {
            CompletableFuture<State> read = source.refresh();
            waiting.remove().run();
            assertThat(read).isCompleted();
            nanoTime.addAndGet(LookPace.LOOK_EVERY.toNanos() + 1);

            assertThat(source.fresh()).as("what was known").isCompleted();
            assertThat(waiting).as("a look").hasSize(1);
            CompletableFuture<State> looked = source.since(source.now());
            nanoTime.incrementAndGet();
            CompletableFuture<State> later = source.since(source.now());
            assertThat(looked).isNotCompleted();
            waiting.remove().run();
            assertThat(looked).isCompleted();
            assertThat(later).as("the look began before it was asked for").isNotCompleted();
        }
    }

    @Test
    void readsForNamesThatAreNotKnownFollowOneAnotherAfterAPause() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        List<Long> pauses = new ArrayList<>();
        AtomicLong nanoTime = new AtomicLong();
        CatalogSource.Pausing pausing = (nanos, executor) -> {
            pauses.add(nanos);
            return executor;
        };
        try (CatalogSource source = new CatalogSource(
                "shop",
                shop::connect,
                shop::analyze,
                KnownExtensions.NONE,
                waiting::add,
                nanoTime::get,
                pausing,
                CatalogSource.PATIENCE)) {
            CompletableFuture<State> first = source.since(source.now());
            waiting.remove().run();
            assertThat(first).isCompleted();
            assertThat(pauses).isEmpty();
            nanoTime.addAndGet(CatalogSource.UNKNOWN_EVERY.toNanos() - 1);
            CompletableFuture<State> second = source.since(source.now());
            assertThat(pauses).containsExactly(1L);
            waiting.remove().run();
            assertThat(second).isCompleted();
            nanoTime.addAndGet(CatalogSource.UNKNOWN_EVERY.toNanos());
            CompletableFuture<State> third = source.since(source.now());
            assertThat(pauses).as("long enough after the last").hasSize(1);
            assertThat(waiting).hasSize(1);
            assertThat(third).isNotCompleted();
        }
    }

    @Test
    void whoeverWaitsLongForAReadIsToldThatItIsUnderWay() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        try (CatalogSource source = new CatalogSource(
                "shop",
                shop::connect,
                shop::analyze,
                KnownExtensions.NONE,
                waiting::add,
                () -> 0,
                (nanos, executor) -> executor,
                Duration.ofNanos(1))) {
            assertThat(source.fresh().orTimeout(60, TimeUnit.SECONDS).join())
                    .isEqualTo(new State.Unavailable("the catalog is still being read"));
            assertThat(source.since(source.now())
                            .orTimeout(60, TimeUnit.SECONDS)
                            .join())
                    .isInstanceOf(State.Unavailable.class);
            assertThat(waiting).as("one read, which goes on").hasSize(1);
            waiting.remove().run();
            assertThat(source.fresh().orTimeout(60, TimeUnit.SECONDS).join()).isInstanceOf(State.Loaded.class);
        }
    }

    @Test
    void aReadThatBreaksOffInWhateverWayIsFollowedByAnother() {
        AtomicBoolean broken = new AtomicBoolean(true);
        CatalogSource.Connections connections = () -> {
            if (broken.get()) {
                throw new LinkageError("a part of a driver is missing");
            }
            return shop.connect();
        };
        try (CatalogSource source =
                new CatalogSource("shop", connections, shop::analyze, Runnable::run, System::nanoTime)) {
            assertThat(source.fresh().orTimeout(60, TimeUnit.SECONDS).join())
                    .isEqualTo(new State.Unavailable("the catalog could not be read"));
            broken.set(false);
            assertThat(source.fresh().orTimeout(60, TimeUnit.SECONDS).join()).isInstanceOf(State.Loaded.class);
        }
    }

    @Test
    void whatWasNotLookedAtForLongIsLookedAtBeforeItIsUsed() throws SQLException {
        Queue<Runnable> waiting = new ArrayDeque<>();
        AtomicLong nanoTime = new AtomicLong();
        try (CatalogSource source =
                new CatalogSource("shop", shop::connect, shop::analyze, waiting::add, nanoTime::get)) {
            CompletableFuture<State> read = source.fresh();
            waiting.remove().run();
            long first = version(read);
            shop.execute("CREATE TABLE made_while_nobody_asked (id int)");
            try {
                nanoTime.addAndGet(LookPace.LONGEST_UNSEEN.toNanos());
                assertThat(source.fresh()).as("just not too old").isCompleted();
                nanoTime.incrementAndGet();
                assertThat(source.known()).isNull();
                CompletableFuture<State> looked = source.fresh();
                assertThat(looked).isNotCompleted();
                waiting.remove().run();
                assertThat(version(looked)).isGreaterThan(first);
                assertThat(source.known()).isNotNull();
            } finally {
                shop.execute("DROP TABLE made_while_nobody_asked");
            }
        }
    }

    @Test
    void whoeverBeginsASessionSeesWhatWasChangedBefore() throws SQLException {
        AtomicLong nanoTime = new AtomicLong();
        try (CatalogSource source =
                new CatalogSource("shop", shop::connect, shop::analyze, Runnable::run, nanoTime::get)) {
            long first = version(source.fresh());
            shop.execute("CREATE TABLE made_before_a_session (id int)");
            try {
                assertThat(version(source.fresh())).isEqualTo(first);
                source.doubt();
                assertThat(version(source.fresh())).isGreaterThan(first);
            } finally {
                shop.execute("DROP TABLE made_before_a_session");
            }
        }
    }

    @Test
    void whereComparingTakesLongASessionThatBeginsWaitsForAGlanceAlone() {
        AtomicLong nanoTime = new AtomicLong();
        long slow = LookPace.LOOK_EVERY.toNanos() / LookPace.COMPARE_SHARE + 1;
        Queue<Runnable> waiting = new ArrayDeque<>();
        try (CatalogSource source =
                new CatalogSource("shop", shop::connect, shop::analyze, waiting::add, () -> nanoTime.addAndGet(slow))) {
            CompletableFuture<State> read = source.fresh();
            waiting.remove().run();
            long first = version(read);
            source.doubt();
            CompletableFuture<State> looked = source.fresh();
            assertThat(looked).isNotCompleted();
            waiting.remove().run();
            assertThat(version(looked)).isEqualTo(first);
        }
    }

    @Test
    void whatIsKnownStaysInForceIfALookFindsNoChange() {
        CatalogSource source = new CatalogSource("shop", shop::connect, shop::analyze, Runnable::run, System::nanoTime);

        assertThat(version(source.fresh())).isEqualTo(1);
        assertThat(version(source.fresh())).isEqualTo(1);
        source.invalidate();
        assertThat(version(source.fresh())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE seen_a (b int)",
                "ALTER TABLE seen RENAME COLUMN id TO number",
                "ALTER TABLE seen ADD COLUMN more text DEFAULT 'x'",
                "CREATE VIEW seen_view AS SELECT id FROM seen",
                "CREATE OR REPLACE VIEW seen_names AS SELECT name FROM seen WHERE id > 0",
                "CREATE FUNCTION seen_function() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE OPERATOR ### (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl)",
                "CREATE TYPE seen_type AS ENUM ('x')",
                "CREATE CAST (seen AS text) WITH FUNCTION seen_text(seen)",
                "CREATE OPERATOR CLASS seen_class FOR TYPE int USING btree AS FUNCTION 1 btint4cmp(int, int)",
                "ALTER OPERATOR FAMILY seen_family USING btree ADD FUNCTION 1 (int, int) btint4cmp(int, int)",
                "ALTER EXTENSION plpgsql ADD FUNCTION seen_text(seen)",
                "ALTER TABLE seen ADD UNIQUE (name)",
                "CREATE RULE seen_rule AS ON DELETE TO seen DO INSTEAD NOTHING",
                "ALTER TABLE seen ENABLE ROW LEVEL SECURITY",
                "CREATE TABLE seen_child () INHERITS (seen)",
                "DROP TABLE seen CASCADE",
                "ALTER SCHEMA seen_schema RENAME TO seen_otherwise"
            })
    void everyChangeOfTheSchemaIsSeen(String change) throws SQLException {
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA seen_schema");
            statement.execute("CREATE TABLE seen (id int, name text)");
            statement.execute("CREATE VIEW seen_names AS SELECT name FROM seen");
            statement.execute("CREATE FUNCTION seen_text(seen) RETURNS text LANGUAGE sql AS 'SELECT $1.name'");
            statement.execute("CREATE OPERATOR FAMILY seen_family USING btree");
            try {
                CatalogSource source =
                        new CatalogSource("shop", shop::connect, shop::analyze, Runnable::run, System::nanoTime);
                assertThat(version(source.fresh())).isEqualTo(1);
                statement.execute(change);
                source.invalidate();
                assertThat(version(source.fresh())).isEqualTo(2);
            } finally {
                if (change.startsWith("ALTER EXTENSION")) {
                    statement.execute("ALTER EXTENSION plpgsql DROP FUNCTION seen_text(seen)");
                }
                statement.execute("DROP OPERATOR CLASS IF EXISTS seen_class USING btree");
                statement.execute("DROP OPERATOR FAMILY IF EXISTS seen_class USING btree");
                statement.execute("DROP OPERATOR FAMILY IF EXISTS seen_family USING btree");
                statement.execute("DROP VIEW IF EXISTS seen_view");
                statement.execute("DROP TABLE IF EXISTS seen, seen_a, seen_child CASCADE");
                statement.execute("DROP SCHEMA IF EXISTS seen_schema, seen_otherwise CASCADE");
                statement.execute("DROP FUNCTION IF EXISTS seen_function()");
                statement.execute("DROP OPERATOR IF EXISTS ### (int, int)");
                statement.execute("DROP TYPE IF EXISTS seen_type");
            }
        }
    }

    @Test
    void whatSomebodyElseChangesIsSeenSoonAfter() throws SQLException {
        AtomicLong nanoTime = new AtomicLong();
        try (CatalogSource source =
                        new CatalogSource("shop", shop::connect, shop::analyze, Runnable::run, nanoTime::get);
                Connection connection = shop.connect();
                Statement statement = connection.createStatement()) {
            assertThat(version(source.fresh())).isEqualTo(1);
            statement.execute("CREATE TABLE made_elsewhere (id int)");
            try {
                nanoTime.addAndGet(LookPace.LOOK_EVERY.toNanos());
                assertThat(version(source.fresh())).as("not older than allowed").isEqualTo(1);
                nanoTime.incrementAndGet();
                version(source.fresh());
                assertThat(version(source.fresh()))
                        .as("after a look in the background")
                        .isGreaterThan(1);
            } finally {
                statement.execute("DROP TABLE made_elsewhere");
            }
        }
    }

    private static long version(CompletableFuture<State> future) {
        return ((State.Loaded) future.orTimeout(60, TimeUnit.SECONDS).join())
                .catalog()
                .version();
    }

    private Relation one(String schema, String name) {
        return catalog.relations(schema, name).getFirst();
    }

    private View view(String name) {
        View view = one("public", name).view();
        assertThat(view).isNotNull();
        return Objects.requireNonNull(view);
    }

    private static View.ColumnOrigin origin(Relation relation, String column) {
        return new View.ColumnOrigin(
                relation.oid(), relation.column(column).orElseThrow().attribute());
    }

    @Test
    void theTemporarySchemaMeansThatOfEverySession() {
        Relation temporary = new Relation(
                20_000,
                "pg_temp_3",
                "mine",
                Relation.Kind.VIEW,
                List.of(),
                List.of(),
                Set.of(),
                List.of(),
                List.of(),
                false,
                false,
                false,
                false,
                null,
                false,
                0,
                0,
                null);
        Catalog held = new Catalog(
                1,
                new Catalog.Contents(
                        new Catalog.Places("agent", Set.of(), false),
                        List.of(temporary),
                        List.of(),
                        List.of(),
                        List.of(),
                        CodeOfTypes.NONE,
                        Map.of(),
                        List.of(),
                        List.of(),
                        false));

        assertThat(held.relations("pg_temp", "mine")).containsExactly(temporary);
        assertThat(held.relations("pg_temp_3", "mine")).containsExactly(temporary);
        assertThat(held.relations("pg_temp_4", "mine")).isEmpty();
    }
}
