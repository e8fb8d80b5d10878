package dev.sallyport.sql.bound;

import dev.sallyport.sql.flow.NamedRelation;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.parser.TreeNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the names in a condition stand for: the columns of the write's target, of the same relation under another name, or of anything
 * else. It does not change, but for what has been spent.
 */
final class Sources {
    /** They are never null, whatever the relation. */
    private static final Set<String> SYSTEM_COLUMNS = Set.of("ctid", "tableoid", "xmin", "xmax", "cmin", "cmax");

    /** What a reference names. */
    enum Owner {
        /** The target of the write. */
        TARGET,
        /** The target's relation, under another name and unrestricted: each row of the target is among its rows. */
        TWIN,
        /** Something else. */
        OTHER
    }

    /**
     * An item of FROM.
     *
     * @param relations what is known of it; empty if that isn't known
     */
    private record Item(Owner owner, List<? extends NamedRelation> relations) {}

    private final TreeNode target;
    private final @Nullable Namespace names;
    private final Set<String> variables;
    private final Map<String, TreeNode> queries;
    private final Map<String, Item> items;
    private final List<? extends NamedRelation> meant;
    private final Effort effort;

    private Sources(
            TreeNode target,
            @Nullable Namespace names,
            Set<String> variables,
            Map<String, TreeNode> queries,
            Map<String, Item> items,
            List<? extends NamedRelation> meant,
            Effort effort) {
        this.target = target;
        this.names = names;
        this.variables = variables;
        this.queries = queries;
        this.items = items;
        this.meant = meant;
        this.effort = effort;
    }

    /** What looking at the write may still cost. */
    Effort effort() {
        return effort;
    }

    /**
     * Those of a write.
     *
     * @param target its RangeVar
     * @param variables names that stand for variables of a routine where they stand for no column
     * @param queries the common table expressions in its WITH clause, by name
     */
    static Sources of(
            TreeNode target, @Nullable Namespace names, Set<String> variables, Map<String, TreeNode> queries) {
        List<? extends NamedRelation> meant = relations(target, names);
        Map<String, Item> items = new HashMap<>();
        items.put(name(target), new Item(Owner.TARGET, meant));
        return new Sources(target, names, variables, queries, items, meant, new Effort());
    }

    /** With an item that stands beside the target, or in a subquery, whose names hide the outer ones. */
    Sources with(TreeNode item) {
        Map<String, Item> more = new HashMap<>(items);
        add(item, more);
        return new Sources(target, names, variables, queries, more, meant, effort);
    }

    /** With an item of a query over the target's rows, whose content stands for the target's if it has all of them. */
    Sources within(TreeNode item) {
        Map<String, Item> more = new HashMap<>();
        add(item, more);
        more.replaceAll((name, one) -> one.owner() == Owner.TWIN ? new Item(Owner.TARGET, one.relations()) : one);
        Map<String, Item> all = new HashMap<>(items);
        all.putAll(more);
        return new Sources(target, names, variables, queries, all, meant, effort);
    }

    private void add(TreeNode item, Map<String, Item> more) {
        switch (item.type()) {
            case "RangeVar" -> more.put(name(item), new Item(isTwin(item) ? Owner.TWIN : Owner.OTHER, known(item)));
            case "RangeSubselect" -> {
                TreeNode query = item.node("subquery");
                boolean twin = query != null && isTwin(query);
                more.put(name(item), new Item(twin ? Owner.TWIN : Owner.OTHER, List.of()));
            }
            case "JoinExpr" -> {
                for (String side : List.of("larg", "rarg")) {
                    TreeNode inner = item.node(side);
                    if (inner != null) {
                        add(inner, more);
                    }
                }
            }
            default -> more.put(name(item), new Item(Owner.OTHER, List.of()));
        }
    }

    private List<? extends NamedRelation> known(TreeNode item) {
        return query(item) == null ? relations(item, names) : List.of();
    }

    /** The common table expression that an item names, if it does. */
    @Nullable
    TreeNode query(TreeNode item) {
        return item.has("schemaname") ? null : queries.get(item.text("relname", ""));
    }

    /** Whether an item of FROM has all rows of the target. */
    boolean isTwin(TreeNode item) {
        if (!effort.enter()) {
            return false;
        }
        boolean twin = isTwinOf(item);
        effort.leave();
        return twin;
    }

    private boolean isTwinOf(TreeNode item) {
        if (item.is("RangeVar")) {
            TreeNode query = query(item);
            return query == null ? isTarget(item) : isTwin(query);
        } else if (item.is("RangeSubselect")) {
            TreeNode query = item.node("subquery");
            return query != null && isTwin(query);
        }
        TreeNode only = item.is("SelectStmt") ? Subqueries.source(item) : null;
        return only != null && isTwin(only) && !Subqueries.restricts(item, this);
    }

    private boolean isTarget(TreeNode relation) {
        List<? extends NamedRelation> others = relations(relation, names);
        if (!others.isEmpty() && !meant.isEmpty()) {
            return others.stream().anyMatch(one -> meant.stream().anyMatch(other -> one.oid() == other.oid()));
        }
        String schema = relation.text("schemaname");
        String targets = target.text("schemaname");
        return relation.text("relname", "").equals(target.text("relname", ""))
                && (schema == null || targets == null || schema.equals(targets));
    }

    private static List<? extends NamedRelation> relations(TreeNode relation, @Nullable Namespace names) {
        return names == null ? List.of() : names.relations(relation.text("schemaname"), relation.text("relname", ""));
    }

    private static String name(TreeNode item) {
        TreeNode alias = item.typed("alias", "Alias");
        return alias == null ? item.text("relname", "") : alias.text("aliasname", "");
    }

    /** Whose column a reference names. */
    Owner owner(List<String> path) {
        if (path.isEmpty()) {
            return Owner.TARGET;
        }
        String column = path.getLast();
        if (path.size() > 1) {
            Item item = items.get(path.get(path.size() - 2));
            return item == null ? Owner.OTHER : item.owner();
        }
        Set<Owner> owners = new HashSet<>();
        boolean unknown = false;
        for (Item item : items.values()) {
            if (item.relations().isEmpty()) {
                unknown = true;
            } else if (item.relations().stream().anyMatch(relation -> has(relation, column))) {
                owners.add(item.owner());
            }
        }
        if (owners.contains(Owner.TARGET) || SYSTEM_COLUMNS.contains(column) || items.containsKey(column)) {
            return Owner.TARGET;
        } else if (!owners.isEmpty()) {
            return owners.contains(Owner.TWIN) ? Owner.TWIN : Owner.OTHER;
        }
        return unknown && !variables.contains(column) ? Owner.TARGET : Owner.OTHER;
    }

    /** Whether a column that the target has is never null. */
    boolean neverNull(List<String> path) {
        if (path.isEmpty()) {
            return false;
        }
        String column = path.getLast();
        return SYSTEM_COLUMNS.contains(column)
                || meant.stream()
                        .flatMap(relation -> relation.columns().stream())
                        .anyMatch(one -> one.name().equals(column) && one.notNull());
    }

    private static boolean has(NamedRelation relation, String column) {
        return relation.columns().stream().anyMatch(one -> one.name().equals(column));
    }
}
