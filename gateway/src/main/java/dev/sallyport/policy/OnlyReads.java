package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.Column;
import dev.sallyport.catalog.FunctionFamily;
import dev.sallyport.catalog.Relation;
import dev.sallyport.catalog.Type;
import dev.sallyport.sql.ColumnUse;
import dev.sallyport.sql.ColumnUse.Role;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.FunctionUse;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.flow.NamedFunction.Volatility;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether statements show to be reads and nothing else: SELECTs of plain tables that call only functions and operators of the system's
 * own that are not volatile. Whatever might run code that a user of the database wrote, a view's or a row security policy's included, does
 * not show to be one. Such a read may run while its record is on its way to the disk, because if the machine stops in that moment
 * nothing is changed and nobody has seen an answer.
 */
final class OnlyReads {
    private static final Set<String> ROWS = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");

    /** STABLE ones that take a transaction's number. */
    private static final Set<String> ACTING = Set.of("pg_current_xact_id", "txid_current");

    /** STABLE ones that make values of the types that a table's columns have. */
    private static final Set<String> MAKING = Set.of(
            "json_populate_record",
            "json_populate_recordset",
            "jsonb_populate_record",
            "jsonb_populate_record_valid",
            "jsonb_populate_recordset");

    /** The operators that IN, BETWEEN, CASE, NULLIF, USING and their like stand for, which no name in a text shows. */
    private static final Set<String> IMPLIED = Set.of("=", "<>", "<", ">", "<=", ">=");

    private OnlyReads() {}

    static boolean of(List<Statement> statements, Catalog catalog) {
        return !statements.isEmpty() && statements.stream().allMatch(statement -> of(statement, catalog));
    }

    private static boolean of(Statement statement, Catalog catalog) {
        return statement.kind().equals("SELECT")
                && statement.innerKinds().stream().allMatch("SELECT"::equals)
                && statement.effect() == Effect.READ
                && statement.functions().stream().allMatch(use -> isHarmless(use, catalog))
                && runsNoCodeOfUsers(statement, catalog);
    }

    /**
     * Whether a statement that reads or writes rows shows to run no code that a user of the database wrote. It may call what of the
     * system's own is volatile.
     */
    static boolean runsNoCodeOfUsers(Statement statement, Catalog catalog) {
        return ROWS.contains(statement.kind())
                && ROWS.containsAll(statement.innerKinds())
                && statement.effect().compareTo(Effect.WRITE) <= 0
                && statement.opaque().isEmpty()
                && statement.relations().stream().allMatch(use -> isPlain(use, catalog) && isPlainToWrite(use, catalog))
                && statement.functions().stream().allMatch(use -> isSystems(use, catalog))
                && statement.types().stream().allMatch(type -> isSystems(type, catalog) || runsNothing(type, catalog))
                && statement.columns().stream().allMatch(use -> isColumn(use, statement, catalog));
    }

    /** Writing to it runs nothing, nor does what a foreign key makes of that elsewhere. */
    private static boolean isPlainToWrite(RelationUse use, Catalog catalog) {
        return use.access() == RelationUse.Access.READ
                || catalog.relations(use.schema(), use.name()).stream()
                        .allMatch(relation -> !relation.writingRunsCode()
                                && catalog.foreignKeys().stream()
                                        .noneMatch(key -> key.acts() && key.referenced() == relation.oid()));
    }

    private static boolean isPlain(RelationUse use, Catalog catalog) {
        List<Relation> meant = catalog.relations(use.schema(), use.name());
        return !meant.isEmpty() && meant.stream().allMatch(relation -> isPlain(relation, catalog));
    }

    private static boolean isPlain(Relation relation, Catalog catalog) {
        return relation.kind() == Relation.Kind.TABLE
                && !relation.hasRules()
                && !relation.hasRowSecurity()
                && relation.columns().stream().allMatch(column -> runsNothing(column, catalog))
                && !catalog.isParent(relation);
    }

    private static boolean isHarmless(FunctionUse use, Catalog catalog) {
        return use.operator()
                || catalog.functions(use.schema(), use.name()).stream().allMatch(OnlyReads::isHarmless);
    }

    private static boolean isSystems(FunctionUse use, Catalog catalog) {
        if (use.operator()) {
            return catalog.operators(use.schema(), use.name()).isEmpty();
        }
        List<FunctionFamily> meant = catalog.functions(use.schema(), use.name());
        return !meant.isEmpty() && meant.stream().allMatch(OnlyReads::runsNothing);
    }

    private static boolean runsNothing(FunctionFamily family) {
        return family.schema().equals(Catalog.SYSTEM_SCHEMA)
                && (family.volatility() == Volatility.IMMUTABLE || SystemFunctions.isSafe(family.name()))
                && !MAKING.contains(family.name());
    }

    /**
     * Some that are STABLE run queries of their own, of whatever view they are given (table_to_xml), or make values of a type that a text
     * names (pg_input_is_valid).
     */
    private static boolean isHarmless(FunctionFamily family) {
        return switch (family.volatility()) {
            case IMMUTABLE -> true;
            case STABLE -> !ACTING.contains(family.name());
            case VOLATILE -> false;
        };
    }

    /** Handling its values runs nothing that users wrote, whatever the statement does with them. */
    private static boolean runsNothing(Column column, Catalog catalog) {
        return isOfSystemType(column) || runsNothing(column.type(), catalog);
    }

    private static boolean runsNothing(int type, Catalog catalog) {
        return catalog.runsNoCodeOfUsers(type)
                && IMPLIED.stream()
                        .allMatch(symbol -> catalog.operators(null, symbol).isEmpty());
    }

    /** The same of all that a type's name can mean; see {@link #isSystems(String, Catalog)}. */
    private static boolean runsNothing(String name, Catalog catalog) {
        List<Type> meant = new ArrayList<>(catalog.types(null, name));
        boolean rows = !catalog.relations(null, name).isEmpty();
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            meant.addAll(catalog.types(name.substring(0, dot), name.substring(dot + 1)));
            rows |= !catalog.relations(name.substring(0, dot), name.substring(dot + 1))
                    .isEmpty();
        }
        return !rows
                && !meant.isEmpty()
                && meant.stream().allMatch(type -> type.isSystem() || runsNothing(type.oid(), catalog));
    }

    /** The CHECK of a domain runs where a constant is compared with a column of it, or of its array, with no type named. */
    static boolean isOfSystemType(Column column) {
        return Integer.compareUnsigned(column.type(), Situation.FIRST_TYPE_OF_USERS) < 0;
    }

    /** Not a row, for which there may be casts, and not a call: {@code t.f} is f(t) where t has no column f. */
    static boolean isColumn(ColumnUse use, Statement statement, Catalog catalog) {
        if (use.path().isEmpty()) {
            return use.role() != Role.OTHER;
        }
        String name = use.path().getLast();
        if (use.star()) {
            return use.role() != Role.OTHER;
        } else if (use.path().size() == 1) {
            return statement.relations().stream()
                    .noneMatch(relation -> name.equals(relation.name()) || name.equals(relation.alias()));
        }
        return catalog.functions(null, name).isEmpty()
                || isColumnOf(use.path().get(use.path().size() - 2), name, statement, catalog);
    }

    /** Whether what goes by a name in FROM is a relation, and one that has such a column. */
    static boolean isColumnOf(String from, String column, Statement statement, Catalog catalog) {
        List<Relation> meant = statement.relations().stream()
                .filter(use -> from.equals(use.alias() == null ? use.name() : use.alias()))
                .flatMap(use -> catalog.relations(use.schema(), use.name()).stream())
                .toList();
        return !meant.isEmpty()
                && meant.stream().allMatch(relation -> relation.column(column).isPresent());
    }

    /** A dot may also stand in a quoted name, so each is tried. */
    static boolean isSystems(String type, Catalog catalog) {
        Set<String> schemas = new HashSet<>(schemas(null, type, catalog));
        for (int dot = type.indexOf('.'); dot >= 0; dot = type.indexOf('.', dot + 1)) {
            schemas.addAll(schemas(type.substring(0, dot), type.substring(dot + 1), catalog));
        }
        return schemas.equals(Set.of(Catalog.SYSTEM_SCHEMA));
    }

    /** Where there are types of a name, or relations, whose rows have types. */
    private static Set<String> schemas(@Nullable String schema, String name, Catalog catalog) {
        return Stream.concat(
                        catalog.types(schema, name).stream().map(Type::schema),
                        catalog.relations(schema, name).stream().map(Relation::schema))
                .collect(Collectors.toSet());
    }
}
