package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.Relation;
import dev.sallyport.condition.ValueType;
import dev.sallyport.condition.ValueType.ListOf;
import dev.sallyport.condition.ValueType.Scalar;
import dev.sallyport.condition.ValueType.Structure;
import dev.sallyport.sql.ActingCall;
import dev.sallyport.sql.FunctionUse;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.RoleUse;
import dev.sallyport.sql.RoleUse.Manner;
import dev.sallyport.sql.SettingUse;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Flow;
import dev.sallyport.sql.flow.Flow.Role;
import dev.sallyport.sql.flow.NamedFunction.Volatility;
import dev.sallyport.sql.flow.NamedRelation;
import dev.sallyport.sql.flow.Namespace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What rules may name of a statement, and the values of it. */
final class StatementVariables {
    private static final ValueType STRINGS = new ListOf(Scalar.STRING);

    /** The fields of {@code statement} by name. */
    static final Map<String, ValueType> FIELDS = Map.ofEntries(
            Map.entry("kind", Scalar.STRING),
            Map.entry("kinds", STRINGS),
            Map.entry("defines", STRINGS),
            Map.entry("alterations", STRINGS),
            Map.entry("clauses", STRINGS),
            Map.entry("replaces", Scalar.BOOLEAN),
            Map.entry("temporary", Scalar.BOOLEAN),
            Map.entry("unreadCalls", STRINGS),
            Map.entry("effect", Scalar.STRING),
            Map.entry("writes", Scalar.BOOLEAN),
            Map.entry("bounded", Scalar.BOOLEAN),
            Map.entry("hasWhere", Scalar.BOOLEAN),
            Map.entry("relations", STRINGS),
            Map.entry("functions", STRINGS),
            Map.entry("actingFunctions", STRINGS),
            Map.entry("volatileFunctions", STRINGS),
            Map.entry("reads", STRINGS),
            Map.entry("writesTo", STRINGS),
            Map.entry("outputColumns", STRINGS),
            Map.entry("predicateColumns", STRINGS),
            Map.entry("orderColumns", STRINGS),
            Map.entry("labels", STRINGS),
            Map.entry("settings", STRINGS),
            Map.entry(
                    "roles",
                    new Structure(
                            "roles",
                            Stream.of(Manner.values())
                                    .collect(Collectors.toMap(StatementVariables::word, _ -> STRINGS)))),
            Map.entry("opaque", STRINGS),
            Map.entry("resolved", Scalar.BOOLEAN),
            Map.entry("unknown", STRINGS),
            Map.entry("count", Scalar.INTEGER),
            Map.entry("estimatedRows", Scalar.INTEGER));

    private final Statement statement;
    private final @Nullable Catalog catalog;
    private final @Nullable Namespace names;

    private StatementVariables(Statement statement, @Nullable Catalog catalog, @Nullable Namespace names) {
        this.statement = statement;
        this.catalog = catalog;
        this.names = names;
    }

    /**
     * The values of {@link #FIELDS}.
     *
     * @param count how many statements the text has
     * @param labels of what it reads
     * @param rows how many rows it is expected to return or write; {@link dev.sallyport.catalog.RowEstimates#UNKNOWN} if that isn't known
     * @param catalog what the database holds; null if that isn't known
     * @param names by which its flow was found; null if that isn't known
     */
    static Map<String, Object> of(
            Statement statement,
            int count,
            Set<String> labels,
            long rows,
            @Nullable Catalog catalog,
            @Nullable Namespace names) {
        return new StatementVariables(statement, catalog, names).values(count, labels, rows);
    }

    private Map<String, Object> values(int count, Set<String> labels, long rows) {
        Flow flow = statement.flow();
        Map<String, Object> values = new HashMap<>();
        values.put("kind", statement.kind());
        values.put(
                "kinds",
                Stream.concat(Stream.of(statement.kind()), statement.innerKinds().stream())
                        .toList());
        values.put("defines", statement.changes().definedKinds());
        values.put("alterations", statement.changes().alterations());
        values.put("clauses", statement.changes().clauses());
        values.put("replaces", statement.changes().replaces());
        values.put("temporary", statement.changes().temporary());
        values.put("unreadCalls", statement.changes().unreadCalls());
        values.put("effect", statement.effect().name().toLowerCase(Locale.ROOT));
        values.put("writes", statement.writes());
        values.put("bounded", statement.bounded());
        values.put("hasWhere", statement.bounded());
        values.put("relations", relations());
        values.put("functions", functions());
        values.put(
                "actingFunctions",
                statement.changes().acting().stream()
                        .map(ActingCall::function)
                        .distinct()
                        .toList());
        values.put("volatileFunctions", volatileFunctions(flow));
        values.put("reads", reads(flow));
        values.put("writesTo", display(flow.writes().stream().map(Flow.Write::column)));
        values.put("outputColumns", used(flow, EnumSet.of(Role.OUTPUT, Role.RETURNING)));
        values.put("predicateColumns", used(flow, EnumSet.of(Role.PREDICATE, Role.JOIN)));
        values.put("orderColumns", used(flow, EnumSet.of(Role.ORDER, Role.GROUP)));
        values.put("labels", labels.stream().sorted().toList());
        values.put(
                "settings",
                statement.settings().stream().map(SettingUse::name).distinct().toList());
        values.put("roles", roles());
        values.put("opaque", statement.opaque());
        values.put("resolved", flow.complete());
        values.put("unknown", unknown(flow));
        values.put("count", count);
        values.put("estimatedRows", rows);
        return values;
    }

    /**
     * Every relation a name can mean, qualified: what the session's search path makes of it, and if that is nothing, or not known, all
     * that have the name; a name that means none as it is written.
     */
    private List<String> relations() {
        Set<String> displayed = new LinkedHashSet<>();
        for (RelationUse use : statement.relations()) {
            List<? extends NamedRelation> meant = names == null ? List.of() : names.relations(use.schema(), use.name());
            if (meant.isEmpty() && catalog != null) {
                meant = catalog.relations(use.schema(), use.name());
            }
            if (meant.isEmpty()) {
                displayed.add(use.display());
            } else {
                meant.forEach(relation -> displayed.add(relation.schema() + "." + relation.name()));
            }
        }
        return List.copyOf(displayed);
    }

    private List<String> functions() {
        return statement.functions().stream()
                .filter(function -> !function.operator())
                .map(StatementVariables::display)
                .distinct()
                .toList();
    }

    private Map<String, List<String>> roles() {
        Map<String, List<String>> roles = new HashMap<>();
        for (Manner manner : Manner.values()) {
            roles.put(
                    word(manner),
                    statement.changes().roles().stream()
                            .filter(use -> use.manner() == manner)
                            .map(RoleUse::name)
                            .toList());
        }
        return roles;
    }

    /** In the plural where the roles themselves are what the word says. */
    private static String word(Manner manner) {
        return switch (manner) {
            case ASSUMED -> "assumed";
            case DEFINED -> "defined";
            case GRANTED -> "granted";
            case GRANTEE -> "grantees";
            case OWNER -> "owners";
        };
    }

    private static String display(FunctionUse function) {
        return function.schema() == null ? function.name() : function.schema() + "." + function.name();
    }

    private static List<String> volatileFunctions(Flow flow) {
        return flow.functions().stream()
                .filter(function -> function.volatility() == Volatility.VOLATILE)
                .map(Flow.Function::display)
                .distinct()
                .toList();
    }

    /** What it depends on in any way, and the views' own columns that it names. */
    private List<String> reads(Flow flow) {
        Set<ColumnId> read = new TreeSet<>(flow.rows().columns().keySet());
        flow.outputs()
                .forEach(output -> read.addAll(output.dependsOn().columns().keySet()));
        flow.writes().forEach(write -> read.addAll(write.from().columns().keySet()));
        flow.creates().forEach(create -> read.addAll(create.from().columns().keySet()));
        read.addAll(withOrigins(flow, EnumSet.complementOf(EnumSet.of(Role.WRITE_TARGET))));
        return display(read.stream());
    }

    private List<String> used(Flow flow, Set<Role> roles) {
        return display(withOrigins(flow, roles).stream());
    }

    /** The columns in one of some roles, and what those of views are made of. */
    private Set<ColumnId> withOrigins(Flow flow, Set<Role> roles) {
        Set<ColumnId> columns = new TreeSet<>();
        for (Flow.Use use : flow.uses()) {
            if (roles.contains(use.role())) {
                columns.add(use.column());
                if (names != null) {
                    columns.addAll(names.origins(use.column()).columns().keySet());
                }
            }
        }
        return columns;
    }

    private List<String> unknown(Flow flow) {
        List<String> reasons = new ArrayList<>(flow.unknown());
        flow.unresolved().forEach(name -> reasons.add("nothing is known by the name " + name));
        reasons.addAll(flow.rows().unknown());
        flow.outputs().forEach(output -> reasons.addAll(output.dependsOn().unknown()));
        flow.writes().forEach(write -> reasons.addAll(write.from().unknown()));
        flow.creates().forEach(create -> reasons.addAll(create.from().unknown()));
        return reasons.stream().distinct().limit(Dependencies.REASONS).toList();
    }

    private List<String> display(Stream<ColumnId> columns) {
        return columns.map(this::display).distinct().sorted().toList();
    }

    /** {@code schema.table.column}; a system column by its number. */
    private String display(ColumnId id) {
        return catalog == null ? numbered(id) : catalog.nameOf(id).orElseGet(() -> numbered(id));
    }

    private String numbered(ColumnId id) {
        return (catalog == null ? Optional.<Relation>empty() : catalog.relation(id.relation()))
                        .map(Relation::display)
                        .orElseGet(() -> Integer.toUnsignedString(id.relation()))
                + "." + id.attribute();
    }
}
