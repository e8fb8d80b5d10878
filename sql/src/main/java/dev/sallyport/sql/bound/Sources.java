package dev.sallyport.sql.bound;

import dev.sallyport.sql.flow.NamedRelation;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.parser.TreeNode;
import java.util.Collections;
import java.util.HashMap;
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

    /** pg_type.oid of smallint, integer and bigint. */
    private static final Set<Integer> WHOLE_NUMBERS = Set.of(21, 23, 20);

    /** What a reference names. */
    enum Owner {
        /** The target of the write. */
        TARGET,
        /** The target's relation, under another name and unrestricted: each row of the target is among its rows. */
        TWIN,
        /** A row that the target's is joined with, or NULL in its place. */
        LINKED,
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
    private final @Nullable Sources outer;
    private final Effort effort;

    private Sources(
            TreeNode target,
            @Nullable Namespace names,
            Set<String> variables,
            Map<String, TreeNode> queries,
            Map<String, Item> items,
            List<? extends NamedRelation> meant,
            @Nullable Sources outer,
            Effort effort) {
        this.target = target;
        this.names = names;
        this.variables = variables;
        this.queries = queries;
        this.items = items;
        this.meant = meant;
        this.outer = outer;
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
        return new Sources(target, names, variables, queries, items, meant, null, new Effort());
    }

    private Sources of(Map<String, Item> level, Map<String, TreeNode> known, @Nullable Sources around) {
        return new Sources(target, names, variables, known, level, meant, around, effort);
    }

    /** With items that stand beside the target. */
    Sources beside(List<TreeNode> more) {
        Map<String, Item> level = new HashMap<>(items);
        more.forEach(item -> add(item, level));
        return of(level, queries, outer);
    }

    /** Within a subquery, whose items' names hide those around it. */
    Sources inside(TreeNode select) {
        Sources known = knowing(select);
        Map<String, Item> level = new HashMap<>();
        select.nodes("fromClause").forEach(item -> known.add(item, level));
        return of(level, known.queries, this);
    }

    /** Within a subquery over the target's rows, where what its items hold stands for what the target's rows do. */
    Sources within(TreeNode select) {
        Sources inside = inside(select);
        Map<String, Item> level = new HashMap<>(inside.items);
        level.replaceAll((name, one) -> one.owner() == Owner.TWIN ? new Item(Owner.TARGET, one.relations()) : one);
        return of(level, inside.queries, this);
    }

    /** Where the item of that name has been matched with the target's row, so that it is the same row. */
    Sources matching(String name) {
        Item item = items.get(name);
        if (item == null || item.owner() != Owner.TWIN) {
            return this;
        }
        Map<String, Item> level = new HashMap<>(items);
        level.put(name, new Item(Owner.TARGET, item.relations()));
        return of(level, queries, outer);
    }

    /** With the common table expressions of a query. */
    private Sources knowing(TreeNode select) {
        Map<String, TreeNode> more = queries(select);
        if (more.isEmpty()) {
            return this;
        }
        Map<String, TreeNode> all = new HashMap<>(queries);
        all.putAll(more);
        return of(items, all, outer);
    }

    /** The common table expressions of a statement, by name. */
    static Map<String, TreeNode> queries(TreeNode statement) {
        Map<String, TreeNode> queries = new HashMap<>();
        TreeNode with = statement.typed("withClause", "WithClause");
        for (TreeNode expression : with == null ? List.<TreeNode>of() : with.nodes("ctes")) {
            TreeNode query = expression.node("ctequery");
            if (query != null) {
                queries.putIfAbsent(expression.text("ctename", ""), query);
            }
        }
        return queries;
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
                String type = item.text("jointype", "");
                addSide(item.node("larg"), type.equals("JOIN_RIGHT"), more);
                addSide(item.node("rarg"), type.equals("JOIN_LEFT"), more);
            }
            default -> more.put(name(item), new Item(Owner.OTHER, List.of()));
        }
    }

    /** A side of a join. Its rows are linked with those of the other side if they are NULL where there is none. */
    private void addSide(@Nullable TreeNode side, boolean nullable, Map<String, Item> more) {
        if (side != null) {
            Map<String, Item> own = new HashMap<>();
            add(side, own);
            if (nullable) {
                own.replaceAll(
                        (name, one) -> one.owner() == Owner.OTHER ? new Item(Owner.LINKED, one.relations()) : one);
            }
            more.putAll(own);
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

    /** Whether an item of FROM, or a query, has all rows of the target; of a join, whether a side of it has. */
    boolean isTwin(TreeNode item) {
        if (!effort.enter()) {
            return false;
        }
        boolean twin = isTwinOf(item);
        effort.leave();
        return twin;
    }

    private boolean isTwinOf(TreeNode item) {
        return switch (item.type()) {
            case "RangeVar" -> {
                TreeNode query = query(item);
                yield query == null ? isTarget(item) : isTwin(query);
            }
            case "RangeSubselect" -> {
                TreeNode query = item.node("subquery");
                yield query != null && isTwin(query);
            }
            case "JoinExpr" -> {
                TreeNode left = item.node("larg");
                TreeNode right = item.node("rarg");
                yield (left != null && isTwin(left)) || (right != null && isTwin(right));
            }
            case "SelectStmt" -> isTwinQuery(item);
            default -> false;
        };
    }

    private boolean isTwinQuery(TreeNode select) {
        TreeNode left = select.typed("larg", "SelectStmt");
        TreeNode right = select.typed("rarg", "SelectStmt");
        Sources known = knowing(select);
        if (left != null && right != null) {
            boolean first = known.isTwin(left);
            return switch (select.text("op", "")) {
                case "SETOP_UNION" -> first || known.isTwin(right);
                case "SETOP_INTERSECT" -> first && known.isTwin(right);
                default -> false;
            };
        }
        return Subqueries.keepsRows(select)
                && !select.has("groupClause")
                && select.nodes("fromClause").stream().anyMatch(known::isTwin)
                && !Subqueries.restricts(select, this);
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

    /** Whose column a reference names. A name that nothing known has is the target's if that isn't known, and else another's. */
    Owner owner(List<String> path) {
        for (Sources level = this; level != null; level = level.outer) {
            Owner owner = level.ownerHere(path);
            if (owner != null) {
                return owner;
            }
        }
        boolean open = meant.isEmpty() && !variables.contains(path.isEmpty() ? "" : path.getLast());
        return open && path.size() < 2 ? Owner.TARGET : Owner.OTHER;
    }

    private @Nullable Owner ownerHere(List<String> path) {
        if (items.isEmpty()) {
            return null;
        }
        if (path.size() > 1) {
            Item item = items.get(path.get(path.size() - 2));
            return item == null ? null : item.owner();
        }
        String column = path.isEmpty() ? "" : path.getLast();
        Item row = items.get(column);
        if (path.isEmpty() || SYSTEM_COLUMNS.contains(column)) {
            return strongest(items.values().stream().map(Item::owner).toList());
        } else if (row != null) {
            return row.owner();
        }
        return strongest(items.values().stream()
                .filter(item -> item.relations().stream().anyMatch(relation -> has(relation, column)))
                .map(Item::owner)
                .toList());
    }

    /** Of those that a name may stand for: the enum's order. */
    private static @Nullable Owner strongest(List<Owner> owners) {
        return owners.isEmpty() ? null : Collections.min(owners);
    }

    /** Whether a column that the target has is a key that counts: a whole number that is never null and goes by the name of id. */
    boolean counts(List<String> path) {
        return !path.isEmpty()
                && path.getLast().equals("id")
                && meant.stream()
                        .flatMap(relation -> relation.columns().stream())
                        .anyMatch(
                                one -> one.name().equals("id") && one.notNull() && WHOLE_NUMBERS.contains(one.type()));
    }

    /** Whether a reference is an item's whole row, in which some column is never null. */
    boolean isRow(List<String> path) {
        return path.size() == 1
                && items.containsKey(path.getFirst())
                && meant.stream().noneMatch(relation -> has(relation, path.getFirst()))
                && meant.stream()
                        .flatMap(relation -> relation.columns().stream())
                        .anyMatch(NamedRelation.NamedColumn::notNull);
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
