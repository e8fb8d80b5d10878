package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.catalog.Relation;
import dev.sallyport.catalog.ValueType;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What masking is told of types, from a real server's catalog. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MaskedTypesTest {
    private static final String SCRIPT = """
            CREATE TYPE mood AS ENUM ('sad', 'happy');
            CREATE TABLE inner_row (v varchar(7), m mood);
            CREATE DOMAIN one_inner AS inner_row;
            CREATE TABLE outer_row (i one_inner, many inner_row[]);
            CREATE TABLE holder (o outer_row);
            """;

    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @SuppressWarnings("NullAway.Init")
    private CatalogSource source;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        shop.execute(SCRIPT);
        source = shop.catalogs();
    }

    @AfterAll
    void stop() throws IOException {
        source.close();
        shop.close();
    }

    private Catalog read() {
        source.invalidate();
        return ((CatalogSource.State.Loaded)
                        source.fresh().orTimeout(60, TimeUnit.SECONDS).join())
                .catalog();
    }

    private static Relation table(Catalog catalog, String name) {
        return catalog.relations("public", name).getFirst();
    }

    @Test
    void rowsOfTablesAreKnownIfAMaskedColumnHoldsThem() {
        Catalog catalog = read();
        Relation outer = table(catalog, "outer_row");
        Relation inner = table(catalog, "inner_row");

        assertThat(MaskedTypes.of(catalog, List.of(25))).isSameAs(catalog.valueTypes());
        Map<Integer, ValueType> types = MaskedTypes.of(catalog, List.of(outer.rowType()));

        assertThat(types).containsAllEntriesOf(catalog.valueTypes());
        assertThat(types.keySet()).contains(outer.rowType(), inner.rowType(), inner.rowArray());
        assertThat(types.keySet())
                .doesNotContain(outer.rowArray(), table(catalog, "holder").rowType());
        assertThat(types.get(inner.rowArray())).isEqualTo(new ValueType.ArrayOf(inner.rowType()));
        assertThat(types)
                .containsEntry(
                        inner.rowType(),
                        new ValueType.Composite(List.of(
                                new ValueType.Composite.Field(1043, 7 + 4),
                                new ValueType.Composite.Field(
                                        catalog.types("public", "mood")
                                                .getFirst()
                                                .oid(),
                                        -1))));
    }

    @Test
    void aNewLabelIsSeen() throws SQLException {
        Catalog before = read();
        int mood = before.types("public", "mood").getFirst().oid();
        assertThat(before.valueTypes().get(mood)).isEqualTo(new ValueType.Labels(List.of("sad", "happy")));

        shop.execute("ALTER TYPE mood ADD VALUE 'so so' BEFORE 'happy'");
        assertThat(read().valueTypes().get(mood)).isEqualTo(new ValueType.Labels(List.of("sad", "so so", "happy")));

        shop.execute("ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'");
        assertThat(read().valueTypes().get(mood)).isEqualTo(new ValueType.Labels(List.of("blue", "so so", "happy")));
    }

    @Test
    void aChangedLengthIsSeen() throws SQLException {
        shop.execute("CREATE TABLE lengths (v varchar(7))");
        assertThat(table(read(), "lengths").column("v").orElseThrow().modifier())
                .isEqualTo(7 + 4);
        shop.execute("ALTER TABLE lengths ALTER v TYPE varchar(9)");
        assertThat(table(read(), "lengths").column("v").orElseThrow().modifier())
                .isEqualTo(9 + 4);
    }
}
