package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.Relation;
import dev.sallyport.condition.ValueType;
import dev.sallyport.condition.ValueType.ListOf;
import dev.sallyport.condition.ValueType.MapOf;
import dev.sallyport.condition.ValueType.Scalar;
import dev.sallyport.condition.ValueType.Structure;
import dev.sallyport.condition.Variables;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.sql.FunctionUse;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the conditions of access entries and of rules may name, and the values of it. */
final class Conditions {
    private static final ValueType STRINGS = new ListOf(Scalar.STRING);

    private static final Map<String, ValueType> OF_PRINCIPAL = Map.of(
            "subject", Scalar.STRING,
            "issuer", Scalar.STRING,
            "groups", STRINGS,
            "claims", new MapOf(Scalar.ANY),
            "actor", Scalar.STRING);

    private static final Map<String, ValueType> OF_GRANT =
            Map.of("access", Scalar.STRING, "statements", STRINGS, "unmask", STRINGS);

    private static final Map<String, ValueType> OF_STATEMENT = Map.of(
            "kind",
            Scalar.STRING,
            "kinds",
            STRINGS,
            "defines",
            STRINGS,
            "effect",
            Scalar.STRING,
            "writes",
            Scalar.BOOLEAN,
            "bounded",
            Scalar.BOOLEAN,
            "hasWhere",
            Scalar.BOOLEAN,
            "relations",
            STRINGS,
            "functions",
            STRINGS,
            "opaque",
            STRINGS);

    /** What {@code who} of an access entry may name. */
    static final Variables WHO = new Variables(OF_PRINCIPAL);

    /** What {@code when} of a rule may name. */
    static final Variables WHEN = new Variables(Map.of(
            "principal", new Structure("principal", OF_PRINCIPAL),
            "grant", new Structure("grant", OF_GRANT),
            "statement", new Structure("statement", OF_STATEMENT),
            "database", Scalar.STRING));

    private Conditions() {}

    /** The values of {@link #WHO}. Nobody acting for the subject is an empty {@code actor}. */
    static Map<String, Object> who(Principal principal) {
        return Map.of(
                "subject", principal.subject(),
                "issuer", principal.issuer(),
                "groups", principal.groups(),
                "claims", principal.claims(),
                "actor", Objects.requireNonNullElse(principal.actor(), ""));
    }

    /** The values of {@link #WHEN}. */
    static Map<String, Object> when(Principal principal, Grant grant, Statement statement, @Nullable Catalog catalog) {
        return Map.of(
                "principal",
                who(principal),
                "grant",
                Map.of(
                        "access",
                        grant.access(),
                        "statements",
                        grant.statements().stream().map(Conditions::word).toList(),
                        "unmask",
                        grant.unmask()),
                "statement",
                statement(statement, catalog),
                "database",
                grant.database());
    }

    private static Map<String, Object> statement(Statement statement, @Nullable Catalog catalog) {
        List<String> kinds = new ArrayList<>();
        kinds.add(statement.kind());
        kinds.addAll(statement.innerKinds());
        return Map.of(
                "kind",
                statement.kind(),
                "kinds",
                kinds,
                "defines",
                statement.changes().definedKinds(),
                "effect",
                word(statement.effect()),
                "writes",
                statement.writes(),
                "bounded",
                statement.bounded(),
                "hasWhere",
                statement.bounded(),
                "relations",
                relations(statement, catalog),
                "functions",
                statement.functions().stream()
                        .filter(function -> !function.operator())
                        .map(Conditions::display)
                        .distinct()
                        .toList(),
                "opaque",
                statement.opaque());
    }

    /** Every relation a name can mean, qualified; a name that means none as it is written. */
    private static List<String> relations(Statement statement, @Nullable Catalog catalog) {
        Set<String> names = new LinkedHashSet<>();
        for (RelationUse use : statement.relations()) {
            List<Relation> known = catalog == null ? List.of() : catalog.relations(use.schema(), use.name());
            if (known.isEmpty()) {
                names.add(use.display());
            } else {
                known.forEach(relation -> names.add(relation.display()));
            }
        }
        return List.copyOf(names);
    }

    private static String display(FunctionUse function) {
        return function.schema() == null ? function.name() : function.schema() + "." + function.name();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
