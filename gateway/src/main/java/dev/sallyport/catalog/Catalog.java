package dev.sallyport.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a database held at one moment. Immutable. */
public final class Catalog {

    /** The schema of the system's own objects. */
    public static final String SYSTEM_SCHEMA = "pg_catalog";

    /** The schema of the views that the SQL standard asks for. */
    public static final String INFORMATION_SCHEMA = "information_schema";

    private final long version;
    private final Contents contents;
    private final Map<Integer, Relation> relations = new HashMap<>();
    private final Set<Integer> parents = new HashSet<>();
    private final Map<String, List<Relation>> relationsByName;
    private final Map<String, List<FunctionFamily>> functionsByName;
    private final Map<String, List<UserOperator>> operatorsBySymbol;
    private final Map<String, List<UserType>> typesByName;

    /**
     * What a catalog is made of.
     *
     * @param relations every relation that a statement can name
     * @param functions every function family, of pg_catalog too
     * @param operators the operators outside pg_catalog
     * @param types the types outside pg_catalog
     * @param foreignKeys every foreign key
     * @param defersChecks whether any constraint or constraint trigger can be put off to the end of a transaction
     */
    public record Contents(
            List<Relation> relations,
            List<FunctionFamily> functions,
            List<UserOperator> operators,
            List<UserType> types,
            List<ForeignKey> foreignKeys,
            boolean defersChecks) {
        public Contents {
            relations = List.copyOf(relations);
            functions = List.copyOf(functions);
            operators = List.copyOf(operators);
            types = List.copyOf(types);
            foreignKeys = List.copyOf(foreignKeys);
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
        contents.relations().forEach(relation -> {
            relations.put(relation.oid(), relation);
            parents.addAll(relation.parents());
        });
        relationsByName = byKey(contents.relations(), Relation::name);
        functionsByName = byKey(contents.functions(), FunctionFamily::name);
        operatorsBySymbol = byKey(contents.operators(), UserOperator::symbol);
        typesByName = byKey(contents.types(), UserType::name);
    }

    /** Greater than that of every catalog read before from the same database. */
    public long version() {
        return version;
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

    /** The relation of that oid. */
    public Optional<Relation> relation(int oid) {
        return Optional.ofNullable(relations.get(oid));
    }

    /** Whether other relations inherit from a relation, or are partitions of it. */
    public boolean isParent(Relation relation) {
        return parents.contains(relation.oid());
    }

    /**
     * The relations a name can mean. The search path is a session's and not trusted, so an unqualified name means every relation of
     * that name.
     *
     * @param schema the schema as written, or null
     */
    public List<Relation> relations(@Nullable String schema, String name) {
        return select(relationsByName.get(name), schema, Relation::schema);
    }

    /** The function families a name can mean; see {@link #relations(String, String)}. */
    public List<FunctionFamily> functions(@Nullable String schema, String name) {
        return select(functionsByName.get(name), schema, FunctionFamily::schema);
    }

    /** The operators outside pg_catalog a symbol can mean; see {@link #relations(String, String)}. */
    public List<UserOperator> operators(@Nullable String schema, String symbol) {
        return select(operatorsBySymbol.get(symbol), schema, UserOperator::schema);
    }

    /** The types outside pg_catalog a name can mean; see {@link #relations(String, String)}. */
    public List<UserType> types(@Nullable String schema, String name) {
        return select(typesByName.get(name), schema, UserType::schema);
    }

    private static <T> Map<String, List<T>> byKey(List<T> all, Function<T, String> key) {
        return all.stream().collect(Collectors.groupingBy(key, HashMap::new, Collectors.toUnmodifiableList()));
    }

    private static <T> List<T> select(@Nullable List<T> named, @Nullable String schema, Function<T, String> schemaOf) {
        if (named == null) {
            return List.of();
        }
        return schema == null
                ? named
                : named.stream()
                        .filter(one -> means(schema, schemaOf.apply(one)))
                        .toList();
    }

    /** Each session has its own pg_temp; which one it is is not known here, so it means them all. */
    private static boolean means(String written, String schema) {
        return schema.equals(written) || (written.equals("pg_temp") && schema.startsWith("pg_temp_"));
    }
}
