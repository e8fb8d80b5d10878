package dev.sallyport.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.catalog.ValueType;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.wire.Field;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Values of types that are not built in, as the catalog tells of them: what becomes of them, a real server stores. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserTypesServerTest {
    private static final String CANARY = "canary";

    private static final List<String> TYPES = List.of(
            "create extension citext",
            "create type mood as enum ('sad', 'o k', '\"ha,p(p\\y', 'größer')",
            "create domain feeling as mood",
            "create domain brief as varchar(4)",
            "create domain briefer as brief",
            "create type place as (street text, zip varchar(5), code char(3), amount numeric(5,2), since date)",
            "create type person as (name text, home place, others place[], moods mood[], felt feeling, at timestamptz,"
                    + " short briefer, ci citext, doc jsonb, lost mood)",
            "alter type person drop attribute lost",
            "create domain spot as place",
            "create table held (a text, gone int, b int, c brief)",
            "alter table held drop column gone");

    private static final Map<String, List<String>> VALUES = values();

    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @SuppressWarnings("NullAway.Init")
    private RawConnection connection;

    @SuppressWarnings("NullAway.Init")
    private Map<Integer, ValueType> types;

    private static Map<String, List<String>> values() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        List<String> moods = List.of("sad", "o k", "\"ha,p(p\\y", "größer");
        values.put("mood", moods);
        values.put("feeling", moods);
        values.put("mood[]", List.of("{}", "{sad,NULL,größer}", "{{\"o k\"},{\"\\\"ha,p(p\\\\y\"}}"));
        values.put("feeling[]", List.of("{sad,NULL,größer}"));
        values.put("brief", List.of("", "abcd", "€"));
        values.put("briefer", List.of("", "abcd"));
        values.put("brief[]", List.of("{abcd,NULL,a}"));
        List<String> places = List.of(
                "(canary street,12345,DE,999.99,2024-02-29)",
                "(\"a \"\"canary\"\" \\\\ (x), y\",\"\",\"\",0,infinity)",
                "(ä€😀,,,,)",
                "(,,,,)");
        values.put("place", places);
        values.put("spot", places);
        values.put("place[]", List.of("{\"(canary,1,D,1,2024-02-29)\",NULL,\"(,,,,)\"}", "{}"));
        values.put("spot[]", List.of("{\"(canary,1,D,1,2024-02-29)\",NULL}"));
        values.put(
                "person",
                List.of(
                        "(canary,\"(\"\"canary"
                                + " 1\"\",1,D,1,2024-02-29)\",\"{\"\"(canary,1,D,1,2024-02-29)\"\",NULL}\",\"{sad}\",sad,\"2024-02-29"
                                + " 12:00:00+00\",abcd,Canary,\"{\"\"canary\"\": 1}\")",
                        "(,,,,,,,,)"));
        values.put("person[]", List.of("{\"(canary,,,,,,,canary,)\"}"));
        values.put("citext", List.of("", "Canary", "canary@example.com", "4111 1111 1111 1111", "+49 30 901820"));
        values.put("citext[]", List.of("{Canary,NULL}"));
        values.put("held", List.of("(canary,4711,abcd)", "(,,)"));
        values.put("held[]", List.of("{\"(canary,4711,abcd)\",NULL}"));
        return values;
    }

    @BeforeAll
    void start() throws Exception {
        shop = ShopDatabase.start();
        connection = new RawConnection(shop.port());
        for (String definition : TYPES) {
            connection.query(definition);
        }
        try (CatalogSource source = shop.catalogs()) {
            Catalog catalog = ((CatalogSource.State.Loaded)
                            source.fresh().orTimeout(60, TimeUnit.SECONDS).join())
                    .catalog();
            types = new HashMap<>(catalog.valueTypes());
            for (String row : List.of("held", "held[]")) {
                int oid = Integer.parseUnsignedInt(one("select '" + row + "'::regtype::oid::text"));
                types.put(oid, catalog.valueType(oid).orElseThrow());
            }
        }
    }

    @AfterAll
    void stop() throws Exception {
        connection.close();
        shop.close();
    }

    @Test
    void aMaskedValueIsAValueOfItsTypeAndTheSameInBothFormats() throws Exception {
        List<String> failures = new ArrayList<>();
        int shown = 0;
        for (var entry : VALUES.entrySet()) {
            StoredValues values = new StoredValues(connection, types);
            values.create(entry.getKey(), entry.getValue());
            for (Nulls nulls : Nulls.values()) {
                for (MaskFunction function : Masked.FUNCTIONS) {
                    List<String> stored = values.maskInBoth(function, nulls);
                    shown += stored.size();
                    stored.stream()
                            .filter(value -> value.toLowerCase(Locale.ROOT).contains(CANARY))
                            .forEach(value -> values.failures().add(function + " shows " + value));
                }
            }
            values.drop();
            values.failures().forEach(failure -> failures.add(entry.getKey() + " " + failure));
        }
        assertThat(failures).isEmpty();
        assertThat(shown).isGreaterThan(500);
    }

    @Test
    void aFieldIsMaskedAsAColumnOfItsTypeIs() throws Exception {
        StoredValues values = new StoredValues(connection, types);
        values.create("place", List.of("(canary street,12345,DE,999.99,2024-02-29)"));
        values.maskInBoth(Masked.HASH, Nulls.CONSTANT);
        connection.query("create table plain as select (c1).* from t");
        for (String field : List.of("street", "zip", "code", "amount", "since")) {
            var column = connection.query("select " + field + " from plain", Format.TEXT);
            Field described = column.description().fields().getFirst();
            byte[] masked = Masked.bytes(
                    Masked.HASH,
                    new MaskedColumn(described.typeOid(), described.typeModifier(), Format.TEXT),
                    RawConnection.values(column.rows().getFirst()).getFirst().toByteArray());
            assertThat(masked)
                    .isNotNull()
                    .asString(StandardCharsets.UTF_8)
                    .as(field)
                    .isEqualTo(one("select ('\"'||(c1)." + field + "||'\"') from r limit 1")
                            .replace("\"", ""));
        }
        connection.query("drop table plain");
        values.drop();
        assertThat(values.failures()).isEmpty();
    }

    @Test
    void aLabelStandsForTheSameLabelEverywhere() throws Exception {
        StoredValues values = new StoredValues(connection, types);
        values.create("mood[]", List.of("{sad,\"o k\",sad,\"o k\"}"));
        List<String> hashed = values.maskInBoth(Masked.HASH, Nulls.CONSTANT);
        assertThat(one("select ((c1)[1] = (c1)[3] and (c1)[2] = (c1)[4])::text from r limit 1"))
                .isEqualTo("true");
        assertThat(hashed).hasSize(1);
        values.drop();
    }

    @Test
    void aConfiguredLabelIsShownIfTheEnumHasIt() throws Exception {
        StoredValues values = new StoredValues(connection, types);
        values.create("mood", List.of("sad", "größer"));
        assertThat(values.maskInBoth(new MaskFunction.Constant("o k"), Nulls.CONSTANT))
                .containsExactly("o k", "o k");
        assertThat(values.maskInBoth(new MaskFunction.Constant("other"), Nulls.CONSTANT))
                .containsExactly("sad", "sad");
        values.drop();
        assertThat(values.failures()).isEmpty();
    }

    @Test
    void typesOfOtherExtensionsAreShownAsNull() throws Exception {
        connection.query("create extension hstore");
        var answer = connection.query("select 'a=>1'::hstore", Format.TEXT);
        MaskedColumn column =
                new MaskedColumn(answer.description().fields().getFirst().typeOid(), -1, Format.TEXT);
        for (MaskFunction function : Masked.FUNCTIONS) {
            assertThat(Masked.bytes(types, function, Nulls.CONSTANT, List.of(), column, new byte[] {'a'}))
                    .isNull();
        }
        connection.query("drop extension hstore");
    }

    private String one(String sql) throws Exception {
        Frame row = connection.query(sql, Format.TEXT).rows().getFirst();
        return RawConnection.values(row).getFirst().utf8();
    }
}
