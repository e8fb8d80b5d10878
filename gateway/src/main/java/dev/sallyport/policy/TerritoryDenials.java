package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.Relation;
import dev.sallyport.sql.ColumnUse;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.ObjectUse;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.RelationUse.Access;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a statement lies outside of its grant's territory. Every relation and object that it names is looked at, and every function
 * that it calls: one that can read what the statement does not name is refused, and so is whatever can't be told. What a view, a trigger
 * or a foreign key that is in the territory does elsewhere is its owner's affair. For one statement and one thread.
 */
final class TerritoryDenials {
    private static final String ONLY = "The access covers only ";

    private final Statement statement;
    private final Asked asked;
    private final Territory territory;
    private final Catalog catalog;
    private final List<Finding> findings = new ArrayList<>();

    private TerritoryDenials(Statement statement, Asked asked, Territory territory, Catalog catalog) {
        this.statement = statement;
        this.asked = asked;
        this.territory = territory;
        this.catalog = catalog;
    }

    /** The first thing that is outside. */
    static Optional<Finding> of(Statement statement, Asked asked, Territory territory, Catalog catalog) {
        if (territory.isEverywhere() || statement.effect() == Effect.TRANSACTION) {
            return Optional.empty();
        }
        TerritoryDenials denials = new TerritoryDenials(statement, asked, territory, catalog);
        denials.look();
        return denials.findings.stream().findFirst();
    }

    private void look() {
        statement.relations().forEach(this::relation);
        statement.flow().relations().forEach(this::relation);
        statement.reach().objects().forEach(this::object);
        if (!statement.opaque().isEmpty()) {
            find(
                    statement.opaque().getFirst() + ", and the access covers a part of the database alone",
                    "Write it as statements of their own, so that each can be read.");
        }
        if (!statement.reach().beyond().isEmpty()) {
            find(
                    statement.kind() + ": " + statement.reach().beyond().getFirst(),
                    "Name what it is about, each with its schema. " + covered());
        }
        CalledCode.Sink code = (rule, fact, hint) ->
                find(fact, "Call what depends on its arguments alone, or name the tables in the statement.");
        CalledCode called = new CalledCode(statement, catalog, trusted -> false, code, code);
        called.look();
        called.parameters(asked.situation().parameterTypes());
        statement.columns().forEach(this::call);
    }

    private void relation(RelationUse use) {
        List<Relation> meant = catalog.relations(use.schema(), use.name());
        for (Relation relation : meant) {
            named(relation.schema(), relation.name(), use.access(), use.schema() == null && meant.size() > 1);
        }
        if (meant.isEmpty()) {
            unknown(use.schema(), use.name(), use.access());
        }
    }

    private void relation(Flow.Relation relation) {
        named(relation.schema(), relation.name(), relation.access(), !relation.certain());
    }

    private void object(ObjectUse use) {
        switch (use.kind()) {
            case SCHEMA -> {
                if (!territory.holdsAllOf(use.name())) {
                    find("the schema " + use.name() + " is not covered as a whole", covered());
                }
            }
            case RELATION -> relation(new RelationUse(null, use.schema(), use.name(), null, false, Access.DEFINE));
            case OTHER -> unknown(use.schema(), use.name(), Access.DEFINE);
        }
    }

    /** @param uncertain whether the name can mean something else, too */
    private void named(String schema, String name, Access access, boolean uncertain) {
        if (territory.holds(schema, name) || (access == Access.READ && tellsOfTheSchemaAlone(schema, name))) {
            return;
        }
        String fact = schema + "." + name + " is not covered";
        find(
                uncertain ? fact + ", and " + name + " may mean it" : fact,
                uncertain ? "Write " + name + " with its schema. " + covered() : covered());
    }

    /** What is not there, not yet, or of a kind that the catalog does not have, is where it is written to be. */
    private void unknown(@Nullable String schema, String name, Access access) {
        if (schema == null) {
            find(
                    "in which schema " + name + " is can't be told",
                    "Write " + name + " with its schema, pg_temp if it is temporary. " + covered());
        } else {
            named(schema, name, access, false);
        }
    }

    /** Drivers and tools read of the schema; samples of data, other sessions' texts and secrets are not among it. */
    private boolean tellsOfTheSchemaAlone(String schema, String name) {
        return catalog.relations(schema, name).stream()
                .anyMatch(relation -> relation.isSystem() && SystemRelations.tellsOfTheSchemaAlone(relation));
    }

    /** {@code c.f} calls f with a row of c where c has no column f. */
    private void call(ColumnUse use) {
        int parts = use.path().size();
        if (use.star() || parts < 2) {
            return;
        }
        String name = use.path().getLast();
        boolean callable = catalog.functions(null, name).stream()
                .anyMatch(family -> !family.schema().equals(Catalog.SYSTEM_SCHEMA));
        if (callable && !OnlyReads.isColumnOf(use.path().get(parts - 2), name, statement, catalog)) {
            find(
                    String.join(".", use.path())
                            + " may call a function that can read what the statement does not name",
                    "Give the column another name where it is made.");
        }
    }

    private String covered() {
        return ONLY + territory + ".";
    }

    private void find(String fact, String hint) {
        findings.add(new Finding(asked.grant().access(), fact, hint, RuleSetting.Verdict.DENY));
    }
}
