package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.FunctionFamily;
import dev.sallyport.catalog.Relation;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.FunctionUse;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Statement;
import java.util.List;

/**
 * Whether statements show to be reads and nothing else: SELECTs of plain tables that call only functions and operators of the system's
 * own that are not volatile. Whatever might run code that a user of the database wrote, a view's or a row security policy's included, does
 * not show to be one. Such a read may run while its record is on its way to the disk, because if the machine stops in that moment
 * nothing is changed and nobody has seen an answer.
 */
final class OnlyReads {
    private OnlyReads() {}

    static boolean of(List<Statement> statements, Catalog catalog) {
        return !statements.isEmpty() && statements.stream().allMatch(statement -> of(statement, catalog));
    }

    private static boolean of(Statement statement, Catalog catalog) {
        return statement.kind().equals("SELECT")
                && statement.innerKinds().stream().allMatch("SELECT"::equals)
                && statement.effect() == Effect.READ
                && statement.opaque().isEmpty()
                && statement.relations().stream().allMatch(use -> isPlain(use, catalog))
                && statement.functions().stream().allMatch(use -> isHarmless(use, catalog))
                && statement.types().stream().allMatch(type -> isSystems(type, catalog));
    }

    private static boolean isPlain(RelationUse use, Catalog catalog) {
        List<Relation> meant = catalog.relations(use.schema(), use.name());
        return !meant.isEmpty() && meant.stream().allMatch(relation -> isPlain(relation, catalog));
    }

    private static boolean isPlain(Relation relation, Catalog catalog) {
        return relation.kind() == Relation.Kind.TABLE
                && !relation.hasRules()
                && !relation.hasRowSecurity()
                && catalog.relations().stream()
                        .noneMatch(other -> other.parents().contains(relation.oid()));
    }

    private static boolean isHarmless(FunctionUse use, Catalog catalog) {
        if (use.operator()) {
            return catalog.operators(use.schema(), use.name()).isEmpty();
        }
        List<FunctionFamily> meant = catalog.functions(use.schema(), use.name());
        return !meant.isEmpty()
                && meant.stream()
                        .allMatch(family -> family.schema().equals(Catalog.SYSTEM_SCHEMA) && isHarmless(family));
    }

    /** Some that are STABLE run queries of their own, of whatever view they are given: table_to_xml. */
    private static boolean isHarmless(FunctionFamily family) {
        return switch (family.volatility()) {
            case IMMUTABLE -> true;
            case STABLE -> SystemFunctions.isSafe(family.name());
            case VOLATILE -> false;
        };
    }

    private static boolean isSystems(String type, Catalog catalog) {
        int dot = type.indexOf('.');
        return catalog.types(dot < 0 ? null : type.substring(0, dot), type.substring(dot + 1))
                .isEmpty();
    }
}
