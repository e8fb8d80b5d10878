package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.FunctionFamily;
import dev.sallyport.catalog.Type;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.FunctionUse;
import dev.sallyport.sql.ObjectUse;
import dev.sallyport.sql.ObjectUse.Kind;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.flow.NamedFunction.Volatility;
import java.util.List;
import java.util.Set;

/**
 * Which functions may be made where masks apply: those in SQL that compute with their arguments alone, of plain types, by a name that no
 * function and no type has. What calls such a function by its name, also code that was written before and looks for it when it runs,
 * learns nothing by it and moves nothing by it. Whether a query may call it is decided by its body, once it is there.
 */
final class NewFunctions {

    /** A LANGUAGE clause may be left out where the body is no string. OR REPLACE replaces nothing if the name is new. */
    private static final Set<String> CLAUSES = Set.of("LANGUAGE sql", "OR REPLACE");

    /**
     * Of an argument of another type, such as a row or anyelement, {@code c.f} would be a call: before the catalog is read again it looks
     * like a column.
     */
    private static final Set<String> TYPES = Set.of(
            "bool",
            "bpchar",
            "bytea",
            "date",
            "float4",
            "float8",
            "int2",
            "int4",
            "int8",
            "interval",
            "json",
            "jsonb",
            "numeric",
            "text",
            "time",
            "timestamp",
            "timestamptz",
            "timetz",
            "uuid",
            "varchar");

    private NewFunctions() {}

    /** Whether a statement makes such a function, and does nothing else. */
    static boolean makes(Statement statement, Catalog catalog) {
        return statement.kind().equals("CREATE FUNCTION")
                && statement.innerKinds().stream().allMatch("SELECT"::equals)
                && statement.effect() == Effect.DDL
                && statement.opaque().isEmpty()
                && statement.settings().isEmpty()
                && statement.relations().isEmpty()
                && CLAUSES.containsAll(statement.changes().clauses())
                && statement.columns().stream()
                        .allMatch(use -> !use.star() && use.path().size() == 1)
                && !statement.types().isEmpty()
                && statement.types().stream().allMatch(type -> isPlain(type, catalog))
                && statement.functions().stream().allMatch(use -> computes(use, catalog))
                && isNew(statement.reach().objects(), catalog);
    }

    private static boolean isNew(List<ObjectUse> made, Catalog catalog) {
        return made.size() == 1
                && made.getFirst().kind() == Kind.OTHER
                && catalog.functions(null, made.getFirst().name()).isEmpty()
                && catalog.types(null, made.getFirst().name()).isEmpty();
    }

    /** A type of the system's own, whatever else of that name there may be in a schema that is looked at before. */
    private static boolean isPlain(String written, Catalog catalog) {
        String prefix = Catalog.SYSTEM_SCHEMA + ".";
        String name = written.startsWith(prefix) ? written.substring(prefix.length()) : written;
        if (!TYPES.contains(name)) {
            return false;
        }
        return written.startsWith(prefix)
                || (catalog.relations(null, name).isEmpty()
                        && catalog.types(null, name).stream()
                                .map(Type::schema)
                                .allMatch(Catalog.SYSTEM_SCHEMA::equals));
    }

    private static boolean computes(FunctionUse use, Catalog catalog) {
        if (use.operator()) {
            return catalog.operators(use.schema(), use.name()).isEmpty();
        }
        List<FunctionFamily> meant = catalog.functions(use.schema(), use.name());
        return !meant.isEmpty()
                && meant.stream()
                        .allMatch(family -> family.schema().equals(Catalog.SYSTEM_SCHEMA)
                                && family.volatility() == Volatility.IMMUTABLE);
    }
}
