package dev.sallyport.sql.flow;

import dev.sallyport.sql.Effect;
import dev.sallyport.sql.flow.NamedFunction.Body;
import dev.sallyport.sql.flow.NamedFunction.Volatility;
import dev.sallyport.sql.flow.NamedRelation.NamedColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small shop by hand: schema {@code public} and {@code pg_catalog} are on the path, schema {@code audit} is not. The name
 * {@code invoices} can mean two relations of the same columns, {@code letters} two of others.
 */
public final class ShopNamespace implements Namespace {
    private static final int TEXT = 25;
    private static final int INTEGER = 23;
    private static final int RECORD = 2249;
    private static final int ANYELEMENT = 2283;

    record Relation(
            int oid, String schema, String name, List<Attribute> columns, boolean isView, boolean writingRunsCode)
            implements NamedRelation {}

    record Attribute(short attribute, String name, int type, boolean notNull) implements NamedColumn {}

    record Type(int oid, String schema, String name, List<Field> fields, int base, boolean runsCode)
            implements NamedType {}

    record Routine(
            String schema,
            String name,
            int fewestArguments,
            int mostArguments,
            boolean returnsSet,
            List<NamedType.Field> columns,
            int resultType,
            Body body)
            implements NamedFunction {
        @Override
        public Volatility volatility() {
            return Volatility.STABLE;
        }

        @Override
        public String language() {
            return schema.equals("pg_catalog") ? "internal" : "plpgsql";
        }

        @Override
        public boolean securityDefiner() {
            return false;
        }
    }

    private final List<Relation> relations = new ArrayList<>();
    private final List<Routine> functions = new ArrayList<>();
    private final List<Routine> operators = new ArrayList<>();
    private final Map<Integer, Type> types = new LinkedHashMap<>();
    private final Map<ColumnId, Dependencies> origins = new HashMap<>();
    private final Map<Integer, Dependencies> rows = new HashMap<>();

    public ShopNamespace() {
        types();
        tables();
        views();
        catalogFunctions();
        functions();
    }

    private void types() {
        type(new Type(
                500,
                "public",
                "address",
                List.of(new NamedType.Field("street", TEXT), new NamedType.Field("city", TEXT)),
                0,
                false));
        type(new Type(501, "public", "_address", List.of(), 500, false));
        type(new Type(502, "public", "email", List.of(), TEXT, true));
        type(new Type(503, "public", "mood", List.of(), 0, false));
    }

    private void tables() {
        table("public", "customers", "id", "name", "email", "ssn", "city");
        table("public", "orders", "id", "customer_id", "total", "note", "placed");
        table("public", "items", "id", "order_id", "sku", "price");
        table("public", "staff", "id", "name", "boss_id", "salary");
        table("public", "log", "id", "message", "detail");
        table("public", "region", "name", "r_name");
        table("audit", "entries", "id", "who", "what");
        table("one", "invoices", "id", "amount");
        table("two", "invoices", "id", "amount");
        table("one", "letters", "id", "body");
        table("two", "letters", "body", "stamp");
        Relation places = table("public", "places", "id", "at", "old_places", "label", "upper_label");
        set(places, "at", 500);
        set(places, "old_places", 501);
        origins.put(column("places", "upper_label"), Dependencies.of(column("places", "label")));
        relations.add(new Relation(
                90, "public", "guarded", List.of(new Attribute((short) 1, "secret", TEXT, false)), false, true));
        Relation mails = table("public", "mails", "id", "address");
        set(mails, "address", 502);
    }

    private void views() {
        Relation contacts = view("contacts", "id", "contact", "kind");
        origin(contacts, "id", column("customers", "id"));
        origin(contacts, "contact", column("customers", "name"), column("customers", "email"));
        origins.put(id(contacts, "kind"), Dependencies.NONE);
        rows.put(contacts.oid(), Dependencies.of(column("customers", "ssn")).asCondition());
    }

    private void catalogFunctions() {
        for (String name : List.of(
                "lower",
                "upper",
                "length",
                "count",
                "sum",
                "avg",
                "min",
                "max",
                "round",
                "abs",
                "md5",
                "to_char",
                "array_agg",
                "json_agg",
                "jsonb_agg",
                "string_agg",
                "row_to_json",
                "to_jsonb",
                "substr",
                "substring",
                "extract",
                "date_part",
                "concat",
                "coalesce_all",
                "first_value",
                "lag",
                "lead",
                "percentile_cont",
                "mode",
                "date_trunc",
                "like_escape",
                "similar_to_escape",
                "jsonb_extract_path_text",
                "bernoulli",
                "overlay",
                "position",
                "btrim",
                "bool_or",
                "stddev_samp",
                "jsonb_build_object",
                "string_to_array",
                "pg_typeof")) {
            functions.add(new Routine(
                    "pg_catalog", name, 1, Integer.MAX_VALUE, false, List.of(), TEXT, new Body.ArgumentsAlone()));
        }
        for (String name : List.of("count", "now", "row_number", "rank", "dense_rank", "random", "pi")) {
            functions.add(new Routine("pg_catalog", name, 0, 0, false, List.of(), TEXT, new Body.ArgumentsAlone()));
        }
        functions.add(new Routine(
                "pg_catalog", "generate_series", 2, 3, true, List.of(), INTEGER, new Body.ArgumentsAlone()));
        functions.add(
                new Routine("pg_catalog", "unnest", 1, 1, true, List.of(), ANYELEMENT, new Body.ArgumentsAlone()));
        functions.add(new Routine(
                "pg_catalog",
                "jsonb_each",
                1,
                1,
                true,
                List.of(new NamedType.Field("key", TEXT), new NamedType.Field("value", TEXT)),
                RECORD,
                new Body.ArgumentsAlone()));
        functions.add(new Routine(
                "pg_catalog",
                "jsonb_array_elements",
                1,
                1,
                true,
                List.of(new NamedType.Field("value", TEXT)),
                TEXT,
                new Body.ArgumentsAlone()));
        functions.add(new Routine(
                "pg_catalog", "json_to_recordset", 1, 1, true, List.of(), RECORD, new Body.ArgumentsAlone()));
        functions.add(new Routine(
                "pg_catalog",
                "query_to_xml",
                4,
                4,
                false,
                List.of(),
                142,
                new Body.Unknown("it runs the text it is given")));
    }

    private void functions() {
        functions.add(new Routine(
                "public",
                "first_ssn",
                0,
                1,
                false,
                List.of(),
                TEXT,
                new Body.Read(Dependencies.of(column("customers", "ssn")), false, Effect.READ)));
        functions.add(new Routine(
                "public",
                "note_down",
                1,
                1,
                false,
                List.of(),
                TEXT,
                new Body.Read(Dependencies.NONE, true, Effect.WRITE)));
        functions.add(
                new Routine("public", "opaque", 0, 2, false, List.of(), TEXT, new Body.Unknown("it is written in C")));
        functions.add(new Routine(
                "public",
                "customers_of",
                1,
                1,
                true,
                List.of(new NamedType.Field("id", INTEGER), new NamedType.Field("ssn", TEXT)),
                RECORD,
                new Body.Read(Dependencies.of(column("customers", "ssn")), false, Effect.READ)));
        functions.add(new Routine("public", "full_label", 1, 1, false, List.of(), TEXT, new Body.ArgumentsAlone()));
        functions.add(new Routine("public", "shapeless", 0, 1, true, List.of(), RECORD, new Body.ArgumentsAlone()));
        functions.add(new Routine("public", "place_of", 1, 1, false, List.of(), 500, new Body.ArgumentsAlone()));
        operators.add(new Routine(
                "public",
                "===",
                2,
                2,
                false,
                List.of(),
                16,
                new Body.Read(Dependencies.of(column("staff", "salary")), false, Effect.READ)));
    }

    private void type(Type type) {
        types.put(type.oid(), type);
    }

    private Relation table(String schema, String name, String... columns) {
        return add(schema, name, false, columns);
    }

    private Relation view(String name, String... columns) {
        return add("public", name, true, columns);
    }

    private Relation add(String schema, String name, boolean view, String... columns) {
        List<Attribute> attributes = new ArrayList<>();
        for (String column : columns) {
            int type = column.endsWith("id") ? INTEGER : TEXT;
            attributes.add(new Attribute((short) (attributes.size() + 1), column, type, false));
        }
        Relation relation = new Relation(100 + relations.size(), schema, name, attributes, view, false);
        relations.add(relation);
        return relation;
    }

    private static void set(Relation relation, String column, int type) {
        relation.columns()
                .replaceAll(one -> one.name().equals(column)
                        ? new Attribute(one.attribute(), one.name(), type, one.notNull())
                        : one);
    }

    private void origin(Relation view, String column, ColumnId... bases) {
        origins.put(
                id(view, column),
                Dependencies.all(Stream.of(bases).map(Dependencies::of).toList()));
    }

    private static ColumnId id(Relation relation, String column) {
        return relation.columns().stream()
                .filter(one -> one.name().equals(column))
                .findFirst()
                .map(one -> new ColumnId(relation.oid(), one.attribute()))
                .orElseThrow();
    }

    private ColumnId column(String relation, String column) {
        return id(
                relations.stream()
                        .filter(one -> one.name().equals(relation))
                        .findFirst()
                        .orElseThrow(),
                column);
    }

    /** A column as a person writes it. */
    String display(ColumnId id) {
        Relation relation = relations.stream()
                .filter(one -> one.oid() == id.relation())
                .findFirst()
                .orElseThrow();
        String schema = relation.schema().equals("public") ? "" : relation.schema() + ".";
        String column = relation.columns().stream()
                .filter(one -> one.attribute() == id.attribute())
                .map(Attribute::name)
                .findFirst()
                .orElseGet(() -> "system column " + id.attribute());
        return schema + relation.name() + "." + column;
    }

    private static boolean visible(@Nullable String schema, String of) {
        return schema == null ? !of.equals("audit") : schema.equals(of);
    }

    @Override
    public List<Relation> relations(@Nullable String schema, String name) {
        return relations.stream()
                .filter(one -> one.name().equals(name) && visible(schema, one.schema()))
                .toList();
    }

    @Override
    public List<Routine> functions(@Nullable String schema, String name) {
        return functions.stream()
                .filter(one -> one.name().equals(name) && visible(schema, one.schema()))
                .toList();
    }

    @Override
    public List<Routine> operators(@Nullable String schema, String symbol) {
        return operators.stream()
                .filter(one -> one.name().equals(symbol) && visible(schema, one.schema()))
                .toList();
    }

    @Override
    public List<Type> types(@Nullable String schema, String name) {
        return types.values().stream()
                .filter(one -> one.name().equals(name) && visible(schema, one.schema()))
                .toList();
    }

    @Override
    public Optional<Type> type(int oid) {
        return Optional.ofNullable(types.get(oid));
    }

    @Override
    public Dependencies origins(ColumnId column) {
        return origins.getOrDefault(column, Dependencies.of(column));
    }

    @Override
    public Optional<Dependencies> failures(int relation) {
        return relations.stream()
                .filter(one -> one.oid() == relation && one.isView())
                .map(view -> Dependencies.of(column("customers", "name")).asCondition())
                .findFirst();
    }

    @Override
    public Dependencies rows(int relation) {
        return rows.getOrDefault(relation, Dependencies.NONE);
    }
}
