package dev.sallyport.catalog;

import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.NamedFunction.Body.ArgumentsAlone;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.flow.SearchPath;
import dev.sallyport.sql.flow.TypeCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a database held at one moment. Immutable. */
public final class Catalog {

    /** The schema of the system's own objects. */
    public static final String SYSTEM_SCHEMA = "pg_catalog";

    /** The schema of the views that the SQL standard asks for. */
    public static final String INFORMATION_SCHEMA = "information_schema";

    /** The schema of a session's own temporary objects, as statements write it. */
    static final String TEMPORARY_SCHEMA = "pg_temp";

    private static final String TEMPORARY_SCHEMAS = "pg_temp_";

    private final long version;
    private final Contents contents;
    private final Map<Integer, List<Integer>> children = new HashMap<>();
    private final OidIndex<Relation> relations;
    private final OidIndex<Relation> rowTypes;
    private final OidIndex<Relation> rowArrays;
    private final OidIndex<Routine> routines;
    private final OidIndex<Type> types;
    private final NameIndex<Relation> relationsByName;
    private final NameIndex<Routine> routinesByName;
    private final NameIndex<UserOperator> operatorsBySymbol;
    private final NameIndex<Type> typesByName;
    private final Map<TypeCode, List<Routine>> code = new ConcurrentHashMap<>();
    private final Origins origins = new Origins(this);

    /**
     * What a catalog is made of.
     *
     * @param places where the role that reads it looks for names
     * @param relations every relation that a statement can name
     * @param routines every function, of pg_catalog too
     * @param operators the operators outside pg_catalog
     * @param types the types, but for the rows of relations that run no code and for arrays of rows
     * @param code what the server calls for values of types
     * @param valueTypes how values of types stand in messages, by pg_type.oid, but for rows of relations
     * @param foreignKeys every foreign key
     * @param casts pg_proc.oid of the functions outside pg_catalog by which values become values of the system's own types, but for
     *     those of extensions
     * @param defersChecks whether any constraint or constraint trigger can be put off to the end of a transaction
     */
    public record Contents(
            Places places,
            List<Relation> relations,
            List<Routine> routines,
            List<UserOperator> operators,
            List<Type> types,
            CodeOfTypes code,
            Map<Integer, ValueType> valueTypes,
            List<ForeignKey> foreignKeys,
            List<Integer> casts,
            boolean defersChecks) {
        public Contents {
            relations = List.copyOf(relations);
            routines = List.copyOf(routines);
            operators = List.copyOf(operators);
            types = List.copyOf(types);
            valueTypes = Map.copyOf(valueTypes);
            foreignKeys = List.copyOf(foreignKeys);
            casts = List.copyOf(casts);
        }

        /** The same with other relations and functions. */
        Contents with(List<Relation> otherRelations, List<Routine> otherRoutines) {
            return new Contents(
                    places,
                    otherRelations,
                    otherRoutines,
                    operators,
                    types,
                    code,
                    valueTypes,
                    foreignKeys,
                    casts,
                    defersChecks);
        }
    }

    /**
     * Where a role looks for names that are written without a schema.
     *
     * @param role the role; {@code $user} of a search path stands for the schema of that name
     * @param usable the schemas that it has the USAGE privilege on; others on a search path are passed over
     * @param mayBeAnother whether the role can go on as another one
     */
    public record Places(String role, Set<String> usable, boolean mayBeAnother) {
        public Places {
            usable = Set.copyOf(usable);
        }
    }

    /**
     * Indexes the contents.
     *
     * @param version greater than that of every catalog read before from the same database
     */
    public Catalog(long version, Contents contents) {
        this.version = version;
        this.contents = contents;
        contents.relations()
                .forEach(relation -> relation.parents().forEach(parent -> Rows.add(children, parent, relation.oid())));
        relations = new OidIndex<>(contents.relations(), Relation::oid);
        rowTypes = new OidIndex<>(contents.relations(), Relation::rowType);
        rowArrays = new OidIndex<>(contents.relations(), Relation::rowArray);
        routines = new OidIndex<>(contents.routines(), Routine::oid);
        types = new OidIndex<>(contents.types(), Type::oid);
        relationsByName = new NameIndex<>(contents.relations(), Relation::name);
        routinesByName = new NameIndex<>(contents.routines(), Routine::name);
        operatorsBySymbol = new NameIndex<>(contents.operators(), UserOperator::symbol);
        typesByName = new NameIndex<>(contents.types(), Type::name);
    }

    /** Greater than that of every catalog read before from the same database. */
    public long version() {
        return version;
    }

    /** What it is made of. */
    Contents contents() {
        return contents;
    }

    /** Every relation. */
    public Collection<Relation> relations() {
        return contents.relations();
    }

    /** Every foreign key. */
    public List<ForeignKey> foreignKeys() {
        return contents.foreignKeys();
    }

    /** Whether any constraint or constraint trigger can be put off to the end of a transaction. */
    public boolean defersChecks() {
        return contents.defersChecks();
    }

    /** Where the role that reads it looks for names. */
    Places places() {
        return contents.places();
    }

    /** The relation of that oid. */
    public Optional<Relation> relation(int oid) {
        return Optional.ofNullable(relations.get(oid));
    }

    /** A column's name as {@code schema.relation.column}; empty for a system column and for what is not there. */
    public Optional<String> nameOf(ColumnId id) {
        return relation(id.relation())
                .flatMap(relation ->
                        relation.column(id.attribute()).map(column -> relation.display() + "." + column.name()));
    }

    /** A column; empty for a system column and for what is not there. */
    public Optional<Column> column(ColumnId id) {
        return relation(id.relation()).flatMap(relation -> relation.column(id.attribute()));
    }

    /** The relations that a view's names can mean, as often as it names them; none for what is no view and for one whose query could not be read. */
    public List<Relation> readBy(Relation relation) {
        View view = relation.view();
        return view != null && view.analysis() instanceof Analysis.Understood(var statements)
                ? statements.stream()
                        .flatMap(statement -> statement.relations().stream())
                        .flatMap(use -> relations(use.schema(), use.name()).stream())
                        .toList()
                : List.of();
    }

    /** Whether other relations inherit from a relation, or are partitions of it. */
    public boolean isParent(Relation relation) {
        return children.containsKey(relation.oid());
    }

    /** The relations that inherit from a relation, or are partitions of it, by themselves. */
    public List<Relation> children(Relation relation) {
        return children.getOrDefault(relation.oid(), List.of()).stream()
                .flatMap(child -> relation(child).stream())
                .toList();
    }

    /** What names stand for in a session of the role that reads the catalog, if it looks for them there. Cheap to ask for. */
    public Namespace names(SearchPath path) {
        return new PathNames(this, path, true);
    }

    /** What names stand for in a definition; what is made of other definitions is left to be followed later. */
    Namespace namesNotFollowed(SearchPath path) {
        return new PathNames(this, path, false);
    }

    /**
     * What decides which rows a relation has that no statement over it names, down to base columns: what a view's query says, what the
     * tables are divided by that it is a partition of, row security. Unknown where code that can't be read decides.
     */
    public Dependencies rows(Relation relation) {
        return origins.rows(relation.oid());
    }

    /** What its views' and generated columns are made of. */
    Origins origins() {
        return origins;
    }

    /**
     * The relations a name can mean wherever one looks for it: an unqualified name means every relation of that name.
     *
     * @param schema the schema as written, or null
     */
    public List<Relation> relations(@Nullable String schema, String name) {
        return select(relationsByName.named(name), schema, Relation::schema);
    }

    /** The function families a name can mean; see {@link #relations(String, String)}. */
    public List<FunctionFamily> functions(@Nullable String schema, String name) {
        return FunctionFamily.of(routines(schema, name));
    }

    /** The functions a name can mean; see {@link #relations(String, String)}. */
    List<Routine> routines(@Nullable String schema, String name) {
        return select(routinesByName.named(name), schema, Routine::schema);
    }

    /** The function of that oid. */
    public Optional<Routine> routine(int oid) {
        return Optional.ofNullable(routines.get(oid));
    }

    /** The operators outside pg_catalog a symbol can mean; see {@link #relations(String, String)}. */
    public List<UserOperator> operators(@Nullable String schema, String symbol) {
        return select(operatorsBySymbol.named(symbol), schema, UserOperator::schema);
    }

    /**
     * The functions of users that run where a value becomes one of a system's type, by whatever name or none: {@code length(x)} casts
     * x to text if it must.
     */
    public List<Routine> casts() {
        return contents.casts().stream().flatMap(oid -> routine(oid).stream()).toList();
    }

    /** The types a name can mean, but for rows of relations that run no code; see {@link #relations(String, String)}. */
    public List<Type> types(@Nullable String schema, String name) {
        return select(typesByName.named(name), schema, Type::schema);
    }

    /** The type of that oid, relations' rows and arrays of them included. */
    public Optional<Type> type(int oid) {
        Type type = types.get(oid);
        if (type != null) {
            return Optional.of(type);
        }
        Relation row = rowTypes.get(oid);
        if (row != null) {
            return Optional.of(Type.rowOf(row, Set.of()));
        }
        Relation element = rowArrays.get(oid);
        return element == null
                ? Optional.empty()
                : Optional.of(new Type(
                        oid,
                        element.schema(),
                        "_" + element.name(),
                        List.of(),
                        0,
                        element.rowType(),
                        false,
                        false,
                        type(element.rowType()).map(Type::functions).orElse(Set.of())));
    }

    /** How values of types that are not built in stand in messages, by pg_type.oid, but for rows of relations: there can be very many. */
    public Map<Integer, ValueType> valueTypes() {
        return contents.valueTypes();
    }

    /** How values of a type stand in messages, rows of relations and arrays of them included; empty for a built-in type and for others. */
    public Optional<ValueType> valueType(int oid) {
        ValueType known = contents.valueTypes().get(oid);
        if (known != null) {
            return Optional.of(known);
        }
        Relation element = rowArrays.get(oid);
        return element != null
                ? Optional.of(new ValueType.ArrayOf(element.rowType()))
                : Optional.ofNullable(rowTypes.get(oid))
                        .map(row -> new ValueType.Composite(row.columns().stream()
                                .map(column -> new ValueType.Composite.Field(column.type(), column.modifier()))
                                .toList()));
    }

    /** What the server calls for values of types. */
    CodeOfTypes codeOfTypes() {
        return contents.code();
    }

    /**
     * Whether the server calls nothing but functions of its own for values of a type of users, which is so for an enum and for arrays of it
     * unless there are casts or operator classes for them. What the check of a domain calls is not looked at: a domain is none of these.
     *
     * @param oid pg_type.oid, unsigned in an int
     */
    public boolean runsNoCodeOfUsers(int oid) {
        Type type = types.get(oid);
        Type single = type == null || type.element() == 0 ? type : types.get(type.element());
        return single != null
                && single.isScalar()
                && contents.code().of(new TypeCode.Making(oid)).isEmpty()
                && contents.code().of(new TypeCode.Using(oid)).isEmpty()
                && contents.code().of(new TypeCode.Showing(oid)).isEmpty();
    }

    /** The functions that the server calls of itself, but for those that depend on their arguments alone. */
    List<Routine> code(TypeCode handling) {
        List<Routine> known = code.get(handling);
        if (known == null) {
            known = contents.code().of(ofElements(handling)).stream()
                    .sorted()
                    .flatMap(oid -> routine(oid).stream())
                    .filter(routine -> !(routine.body() instanceof ArgumentsAlone) && !routine.handlesAsBelieved())
                    .toList();
            code.put(handling, known);
        }
        return known;
    }

    /** An array of a relation's rows is handled as they are. */
    private TypeCode ofElements(TypeCode handling) {
        return switch (handling) {
            case TypeCode.Making(int type) -> new TypeCode.Making(element(type));
            case TypeCode.Using(int type) -> new TypeCode.Using(element(type));
            case TypeCode.Showing(int type) -> new TypeCode.Showing(element(type));
            case TypeCode.UsingPlain() -> handling;
            case TypeCode.UsingAny() -> handling;
            case TypeCode.ShowingAny() -> handling;
        };
    }

    private int element(int type) {
        Relation element = rowArrays.get(type);
        return element == null ? type : element.rowType();
    }

    private static <T> List<T> select(List<T> named, @Nullable String schema, Function<T, String> schemaOf) {
        return schema == null
                ? named
                : named.stream()
                        .filter(one -> means(schema, schemaOf.apply(one)))
                        .toList();
    }

    /** Each session has its own pg_temp; which one it is is not known here, so it means them all. */
    private static boolean means(String written, String schema) {
        return schema.equals(written) || (written.equals(TEMPORARY_SCHEMA) && isTemporary(schema));
    }

    /** Whether a schema is some session's own. */
    static boolean isTemporary(String schema) {
        return schema.startsWith(TEMPORARY_SCHEMAS);
    }
}
