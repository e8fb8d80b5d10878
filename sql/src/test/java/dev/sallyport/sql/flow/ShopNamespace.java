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
import java.util.Set;
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
    private static final int ADDRESS = 500;
    private static final int CITEXT = 504;
    private static final int EMAIL = 600;
    private static final int PRICE = 601;
    private static final int PRICES = 602;
    private static final int DISCOUNT = 603;
    private static final int SHAPE = 604;

    record Relation(
            int oid, String schema, String name, List<Attribute> columns, boolean isView, boolean writingRunsCode)
            implements NamedRelation {}

    record Attribute(short attribute, String name, int type, boolean notNull) implements NamedColumn {}

    record Type(
            int oid,
            String schema,
            String name,
            List<Field> fields,
            int domainOver,
            int element,
            boolean isScalar,
            boolean isSystem,
            boolean takesPlain)
            implements NamedType {}

    record Operator(String schema, String symbol, int left, int right, Routine function) implements NamedOperator {}

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
        /** Types from {@link #EMAIL} on have code. */
        @Override
        public Set<Integer> types() {
            return resultType >= EMAIL && resultType < RECORD ? Set.of(resultType) : Set.of();
        }

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
    private final List<Operator> operators = new ArrayList<>();
    private final Map<TypeCode, List<Routine>> code = new HashMap<>();
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
        type(ADDRESS, "address", 0, 0, new NamedType.Field("street", TEXT), new NamedType.Field("city", TEXT));
        type(501, "_address", 0, ADDRESS);
        type(503, "mood", 0, 0);
        type(CITEXT, "citext", 0, 0);
        type(EMAIL, "email", TEXT, 0);
        type(PRICE, "price", 0, 0);
        type(PRICES, "_price", 0, PRICE);
        type(DISCOUNT, "discount", PRICE, 0);
        type(SHAPE, "shape", 0, 0);
        Routine isEmail = function("is_email", 16, new Body.Unknown("its body could not be read"));
        Routine less = function("price_less", 16, new Body.Read(Dependencies.NONE, false, Effect.READ));
        Routine toText = function("price_text", TEXT, new Body.Read(Dependencies.NONE, false, Effect.READ));
        Routine isDiscount = function("is_discount", 16, new Body.Read(Dependencies.NONE, false, Effect.READ));
        Routine out = function("shape_out", 2275, new Body.Unknown("it is written in C"));
        code.put(new TypeCode.Making(EMAIL), List.of(isEmail));
        code.put(new TypeCode.Making(DISCOUNT), List.of(isDiscount));
        for (int type : List.of(PRICE, PRICES, DISCOUNT)) {
            code.put(new TypeCode.Using(type), List.of(less, toText));
        }
        code.put(new TypeCode.Using(SHAPE), List.of(out));
        code.put(new TypeCode.Showing(SHAPE), List.of(out));
        code.put(new TypeCode.UsingAny(), List.of(less, toText, out));
        code.put(new TypeCode.ShowingAny(), List.of(out));
        operators.add(new Operator("public", "<", PRICE, PRICE, less));
        operators.add(
                new Operator("public", "=", CITEXT, CITEXT, function("citext_eq", 16, new Body.ArgumentsAlone())));
    }

    private Routine function(String name, int result, Body body) {
        Routine function = new Routine("public", name, 2, 2, false, List.of(), result, body);
        functions.add(function);
        return function;
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
        set(places, "at", ADDRESS);
        set(places, "old_places", 501);
        origins.put(column("places", "upper_label"), Dependencies.of(column("places", "label")));
        relations.add(new Relation(
                90, "public", "guarded", List.of(new Attribute((short) 1, "secret", TEXT, false)), false, true));
        Relation mails = table("public", "mails", "id", "address");
        set(mails, "address", EMAIL);
        Relation offers = table("public", "offers", "id", "price", "prices", "discount", "shape", "nick", "note");
        set(offers, "price", PRICE);
        set(offers, "prices", PRICES);
        set(offers, "discount", DISCOUNT);
        set(offers, "shape", SHAPE);
        set(offers, "nick", CITEXT);
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
        Routine same = new Routine(
                "public",
                "===",
                2,
                2,
                false,
                List.of(),
                16,
                new Body.Read(Dependencies.of(column("staff", "salary")), false, Effect.READ));
        operators.add(new Operator("public", "===", TEXT, TEXT, same));
    }

    private void type(int oid, String name, int domainOver, int element, NamedType.Field... fields) {
        boolean scalar = domainOver == 0 && element == 0 && fields.length == 0;
        types.put(
                oid,
                new Type(oid, "public", name, List.of(fields), domainOver, element, scalar, false, domainOver != 0));
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
    public List<Operator> operators(@Nullable String schema, String symbol) {
        return operators.stream()
                .filter(one -> one.symbol().equals(symbol) && visible(schema, one.schema()))
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
    public List<Routine> code(TypeCode handling) {
        return code.getOrDefault(handling, List.of());
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
