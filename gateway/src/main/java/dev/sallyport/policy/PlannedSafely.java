package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.FunctionFamily;
import dev.sallyport.catalog.Relation;
import dev.sallyport.sql.ColumnUse.Role;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.FunctionUse;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.Statement;
import java.util.List;
import java.util.Set;

/**
 * Whether the server can be asked how it would run a statement, and runs nothing that a user of the database wrote while it answers.
 * Planning calls IMMUTABLE functions of constants, and so may making a value of a type, a view, a default, a check, an index or a policy
 * for rows. What does
 * not show to be free of all that is not asked about.
 */
final class PlannedSafely {
    private static final Set<String> KINDS = Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE");

    private PlannedSafely() {}

    static boolean is(Statement statement, Catalog catalog) {
        return KINDS.contains(statement.kind())
                && KINDS.containsAll(statement.innerKinds())
                && (statement.effect() == Effect.READ || statement.effect() == Effect.WRITE)
                && statement.opaque().isEmpty()
                && statement.relations().stream().allMatch(use -> isPlain(use, catalog))
                && statement.functions().stream().allMatch(use -> isSystems(use, catalog))
                && statement.types().stream().allMatch(type -> OnlyReads.isSystems(type, catalog))
                && statement.columns().stream()
                        .allMatch(
                                use -> OnlyReads.isColumn(use, statement, catalog) || use.role() == Role.WRITE_TARGET);
    }

    private static boolean isPlain(RelationUse use, Catalog catalog) {
        List<Relation> meant = catalog.relations(use.schema(), use.name());
        return !meant.isEmpty()
                && meant.stream()
                        .allMatch(relation ->
                                isPlain(relation, catalog) && !(use.access() == Access.WRITE && relation.runsCode()));
    }

    private static boolean isPlain(Relation relation, Catalog catalog) {
        boolean isTable = switch (relation.kind()) {
            case TABLE, PARTITIONED_TABLE -> true;
            // A foreign table's wrapper may ask another server; a session's own temporary table is another's here.
            case VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE, SEQUENCE, TOAST_TABLE -> false;
        };
        return isTable
                && !relation.schema().startsWith("pg_temp")
                && !relation.planningRunsCode()
                && !relation.hasRules()
                && !relation.hasRowSecurity()
                && relation.columns().stream().allMatch(OnlyReads::isOfSystemType)
                && catalog.children(relation).stream().allMatch(child -> isPlain(child, catalog));
    }

    private static boolean isSystems(FunctionUse use, Catalog catalog) {
        if (use.operator()) {
            return catalog.operators(use.schema(), use.name()).isEmpty();
        }
        List<FunctionFamily> meant = catalog.functions(use.schema(), use.name());
        return !meant.isEmpty()
                && meant.stream().allMatch(family -> family.schema().equals(Catalog.SYSTEM_SCHEMA));
    }
}
