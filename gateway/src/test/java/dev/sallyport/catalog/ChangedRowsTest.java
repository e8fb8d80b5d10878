package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.CatalogReader.Marked;
import dev.sallyport.catalog.Look.Depth;
import dev.sallyport.catalog.Look.Found;
import dev.sallyport.catalog.Look.Outcome;
import dev.sallyport.policy.ShopDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a change alone is what a first read finds, whatever the change was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ChangedRowsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String THERE = """
        CREATE FUNCTION called() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
        CREATE FUNCTION judged(int) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1 > 0; END';
        CREATE FUNCTION fired() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE FUNCTION ordered(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
        CREATE SCHEMA other;
        CREATE SCHEMA given;
        CREATE TABLE other.kept (id int PRIMARY KEY, note text);
        CREATE TABLE parent (id int);
        CREATE TABLE child () INHERITS (parent);
        CREATE TABLE bare ();
        CREATE TABLE bare_child () INHERITS (bare);
        CREATE TABLE changed (
            id int CONSTRAINT changed_key PRIMARY KEY, amount int DEFAULT called(), note text,
            twice int GENERATED ALWAYS AS (amount * 2) STORED, kept_id int,
            CONSTRAINT changed_kept FOREIGN KEY (kept_id) REFERENCES other.kept,
            CONSTRAINT changed_judged CHECK (judged(amount)), CONSTRAINT changed_pair CHECK (amount < id));
        CREATE INDEX changed_called ON changed (judged(amount));
        CREATE TRIGGER changed_fired BEFORE INSERT ON changed FOR EACH ROW EXECUTE FUNCTION fired();
        CREATE RULE changed_ruled AS ON DELETE TO changed DO INSTEAD NOTHING;
        CREATE POLICY changed_policy ON changed USING (judged(id));
        CREATE STATISTICS changed_statistics ON (judged(amount)), note FROM changed;
        CREATE TABLE split (id int, region text) PARTITION BY LIST (region);
        CREATE TABLE split_north PARTITION OF split FOR VALUES IN ('north');
        CREATE TABLE split_south (id int, region text);
        CREATE VIEW seen AS SELECT id, note FROM changed;
        CREATE TYPE pair AS (one int, two int);
        CREATE TYPE nothing AS ();
        CREATE TYPE shade AS ENUM ('light', 'dark');
        CREATE DOMAIN positive AS int CONSTRAINT positive_judged CHECK (judged(VALUE));
        CREATE DOMAIN loose AS int;
        CREATE TABLE using_types (pair pair, positive positive, loose loose, shades shade[]);
        CREATE FUNCTION numbered(shade) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
        CREATE CAST (shade AS int) WITH FUNCTION numbered(shade) AS IMPLICIT;
        """;

    private ShopDatabase shop;
    private int databases;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        shop.execute("CREATE DATABASE there");
        try (Connection connection = shop.connect("there");
                Statement statement = connection.createStatement()) {
            statement.execute(THERE);
        }
    }

    @AfterAll
    void stop() throws IOException {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE changed RENAME COLUMN note TO remark",
                "ALTER TABLE changed ADD COLUMN more text",
                "ALTER TABLE changed DROP COLUMN note CASCADE",
                "ALTER TABLE changed ALTER COLUMN note SET NOT NULL",
                "ALTER TABLE other.kept ALTER COLUMN note TYPE varchar(10)",
                "ALTER TABLE changed ALTER COLUMN amount DROP DEFAULT",
                "ALTER TABLE changed ALTER COLUMN note SET DEFAULT called()::text",
                "ALTER TABLE changed ALTER COLUMN twice SET EXPRESSION AS (id * 2)",
                "ALTER TABLE changed ALTER COLUMN twice DROP EXPRESSION",
                "ALTER TABLE changed ADD COLUMN thrice int GENERATED ALWAYS AS (amount * 3) VIRTUAL",
                "ALTER TABLE changed DROP CONSTRAINT changed_judged",
                "ALTER TABLE changed DROP CONSTRAINT changed_pair",
                "ALTER TABLE changed DROP CONSTRAINT changed_key",
                "ALTER TABLE changed DROP CONSTRAINT changed_kept",
                "ALTER TABLE changed ADD UNIQUE (note, amount)",
                "ALTER TABLE changed ADD UNIQUE (note) DEFERRABLE",
                "ALTER TABLE changed ADD FOREIGN KEY (amount) REFERENCES other.kept ON DELETE CASCADE",
                "ALTER TABLE changed ALTER CONSTRAINT changed_kept DEFERRABLE",
                "DROP INDEX changed_called",
                "CREATE UNIQUE INDEX ON changed (lower(note)) WHERE amount > 1",
                "DROP TRIGGER changed_fired ON changed",
                "CREATE TRIGGER fired BEFORE UPDATE ON other.kept FOR EACH ROW EXECUTE FUNCTION fired()",
                "DROP RULE changed_ruled ON changed",
                "CREATE RULE ruled AS ON INSERT TO other.kept DO ALSO SELECT 1",
                "DROP POLICY changed_policy ON changed",
                "CREATE POLICY new_policy ON other.kept USING (judged(id))",
                "ALTER TABLE changed ENABLE ROW LEVEL SECURITY",
                "DROP STATISTICS changed_statistics",
                "ALTER TABLE changed RENAME TO renamed",
                "ALTER TABLE changed SET SCHEMA other",
                "DROP TABLE changed CASCADE",
                "CREATE TABLE made (id int PRIMARY KEY REFERENCES changed, shade shade)",
                "CREATE TEMPORARY TABLE passing (id int)",
                "CREATE TABLE copied AS SELECT * FROM changed",
                "CREATE SEQUENCE counted",
                "TRUNCATE changed",
                "ALTER TABLE child NO INHERIT parent",
                "ALTER TABLE bare_child NO INHERIT bare",
                "ALTER TABLE other.kept ADD COLUMN id2 int; CREATE TABLE grandchild () INHERITS (child)",
                "CREATE TRIGGER fired BEFORE INSERT ON child FOR EACH ROW EXECUTE FUNCTION fired()",
                "ALTER TABLE split ATTACH PARTITION split_south FOR VALUES IN ('south')",
                "ALTER TABLE split DETACH PARTITION split_north",
                "DROP TABLE split_north",
                "CREATE TRIGGER fired BEFORE INSERT ON split_north FOR EACH ROW EXECUTE FUNCTION fired()",
                "CREATE OR REPLACE VIEW seen AS SELECT id, lower(note) AS note FROM changed",
                "DROP VIEW seen",
                "CREATE MATERIALIZED VIEW stored AS SELECT * FROM seen",
                "ALTER SCHEMA other RENAME TO another",
                "ALTER SCHEMA given RENAME TO taken",
                "DROP SCHEMA other CASCADE",
                "CREATE SCHEMA made CREATE TABLE inside (id int)",
                "ALTER TYPE pair ADD ATTRIBUTE three text",
                "ALTER TYPE pair RENAME ATTRIBUTE one TO first CASCADE",
                "ALTER TYPE nothing ADD ATTRIBUTE something positive",
                "ALTER TYPE nothing RENAME TO something",
                "ALTER TYPE pair SET SCHEMA other",
                "DROP TYPE nothing",
                "ALTER DOMAIN positive DROP CONSTRAINT positive_judged",
                "ALTER DOMAIN loose ADD CONSTRAINT loose_judged CHECK (judged(VALUE))",
                "ALTER DOMAIN loose SET DEFAULT called()",
                "CREATE DOMAIN more AS positive",
                "CREATE TYPE tone AS ENUM ('high', 'low')",
                "ALTER TYPE shade RENAME TO tint",
                "ALTER TYPE shade ADD VALUE 'medium'",
                "ALTER TYPE shade RENAME VALUE 'dark' TO 'black'",
                "CREATE TYPE spans AS RANGE (subtype = int4)",
                """
                CREATE FUNCTION counted(pair) RETURNS int LANGUAGE sql AS 'SELECT $1.one';
                CREATE CAST (pair AS int) WITH FUNCTION counted(pair) AS ASSIGNMENT\
                """,
                "DROP CAST (shade AS int)",
                "ALTER FUNCTION judged(int) RENAME TO weighed",
                "ALTER FUNCTION judged(int) SET SCHEMA other",
                "CREATE FUNCTION given(changed) RETURNS SETOF positive LANGUAGE sql AS 'SELECT amount::positive FROM"
                        + " changed'",
                "DROP FUNCTION called() CASCADE",
                """
                CREATE OPERATOR CLASS own_order FOR TYPE int USING btree AS
                    OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 ordered(int, int);
                CREATE INDEX ON changed (id own_order)\
                """,
                "CREATE EXTENSION citext; CREATE TABLE cited (c citext PRIMARY KEY)",
                "GRANT USAGE ON SCHEMA given TO PUBLIC"
            })
    void whatChangesIsReadAsAFirstReadWouldReadIt(String ddl) throws SQLException {
        String database = anotherDatabase();
        try (Connection changing = shop.connect(database);
                Statement statement = changing.createStatement();
                Connection reading = shop.connect(database)) {
            CatalogReader reader = reader(reading);
            Marked before = look(reader, null).marked();
            statement.execute(ddl);

            Found after = look(reader, before);
            assertThat(after.outcome()).isEqualTo(Outcome.READ);
            assertIsAsReadFirst(after.marked(), database);
        }
    }

    /** What is younger than the oldest transaction that was under way may have been seen already. */
    @Test
    void whatGoesIsSeenToGoThoughAnOlderTransactionWasUnderWayWhenItCame() throws SQLException {
        String database = anotherDatabase();
        try (Connection older = shop.connect(database);
                Statement holding = older.createStatement();
                Connection changing = shop.connect(database);
                Statement statement = changing.createStatement();
                Connection reading = shop.connect(database)) {
            CatalogReader reader = reader(reading);
            Marked marked = look(reader, null).marked();
            older.setAutoCommit(false);
            holding.execute("INSERT INTO bare DEFAULT VALUES");
            for (String ddl : List.of(
                    "CREATE TRIGGER fired BEFORE UPDATE ON other.kept FOR EACH ROW EXECUTE FUNCTION fired()",
                    "DROP TRIGGER fired ON other.kept",
                    "DROP TRIGGER changed_fired ON changed",
                    "CREATE TRIGGER fired BEFORE UPDATE ON changed FOR EACH ROW EXECUTE FUNCTION fired()",
                    "ALTER TABLE changed RENAME COLUMN note TO remark")) {
                statement.execute(ddl);
                marked = look(reader, marked).marked();
                assertIsAsReadFirst(marked, database);
            }
            older.commit();
            statement.execute("DROP TRIGGER fired ON changed");
            assertIsAsReadFirst(look(reader, marked).marked(), database);
        }
    }

    @Test
    void asManyRelationsAsAreReadOneByOneAreAndOneMoreIsReadWithAll() throws SQLException {
        Set<Integer> some =
                IntStream.range(0, RelationReader.READ_ONE_BY_ONE).boxed().collect(Collectors.toSet());
        assertThat(changed(some)).isEqualTo(some);
        Set<Integer> more =
                IntStream.rangeClosed(0, RelationReader.READ_ONE_BY_ONE).boxed().collect(Collectors.toSet());
        assertThat(changed(more)).isNull();
    }

    private static @Nullable Set<Integer> changed(Set<Integer> owners) {
        ChangedRows changes =
                new ChangedRows(Set.of(Source.PG_CLASS), Map.of(Source.PG_CLASS, owners), Map.of(), Map.of());
        return new RelationReader.Before(LookPaceTest.EMPTY, Set.of(), Map.of(), changes).changed(Map.of());
    }

    private String anotherDatabase() throws SQLException {
        String name = "case_" + ++databases;
        shop.execute("CREATE DATABASE " + name + " TEMPLATE there");
        return name;
    }

    private CatalogReader reader(Connection connection) {
        return new CatalogReader(
                connection,
                new BodyReader(shop::analyze),
                new ViewReader(shop::analyze),
                KnownExtensions.NONE,
                System::nanoTime);
    }

    private static Found look(CatalogReader by, @Nullable Marked before) throws SQLException {
        return by.read(before, Depth.THOROUGH, 1, PATIENCE, PATIENCE);
    }

    private void assertIsAsReadFirst(Marked marked, String database) throws SQLException {
        try (Connection connection = shop.connect(database)) {
            Catalog.Contents read = marked.catalog().contents();
            Catalog.Contents first =
                    look(reader(connection), null).marked().catalog().contents();
            assertThat(byOid(read.relations())).isEqualTo(byOid(first.relations()));
            assertThat(views(read)).isEqualTo(views(first));
            assertThat(read.foreignKeys()).containsExactlyInAnyOrderElementsOf(first.foreignKeys());
            assertThat(read.types()).containsExactlyInAnyOrderElementsOf(first.types());
            assertThat(read.code()).isEqualTo(first.code());
            assertThat(read.valueTypes()).isEqualTo(first.valueTypes());
            assertThat(read.casts()).containsExactlyInAnyOrderElementsOf(first.casts());
            assertThat(read.operators()).containsExactlyInAnyOrderElementsOf(first.operators());
            assertThat(read.defersChecks()).isEqualTo(first.defersChecks());
            assertThat(read.places()).isEqualTo(first.places());
            assertThat(read.routines().stream().map(Routine::name))
                    .containsExactlyInAnyOrderElementsOf(
                            first.routines().stream().map(Routine::name).toList());
        }
    }

    private static Map<Integer, Relation> byOid(List<Relation> relations) {
        return relations.stream()
                .collect(Collectors.toMap(Relation::oid, relation -> relation.undefined(relation.writingRunsCode())));
    }

    private static Map<Integer, String> views(Catalog.Contents contents) {
        return contents.relations().stream()
                .filter(relation -> relation.view() != null)
                .collect(Collectors.toMap(
                        Relation::oid,
                        relation -> relation.view() == null
                                ? ""
                                : relation.view().definition() + relation.view().origins()));
    }
}
