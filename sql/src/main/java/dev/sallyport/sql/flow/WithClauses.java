package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.Scope.Ctes;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WITH clauses (parse_cte.c). */
final class WithClauses {
    /** How often a recursive query is followed before what it depends on is taken for unknown. */
    static final int ROUNDS = 100;

    /** How many common table expressions may each name one that comes later. */
    static final int FORWARD = 50;

    private final Resolver resolver;
    private int forward;

    WithClauses(Resolver resolver) {
        this.resolver = resolver;
    }

    /** The scope inside a statement that may begin with a WITH clause, whose queries are followed here. */
    Scope open(TreeNode statement, Scope scope) {
        TreeNode with = statement.typed("withClause", "WithClause");
        if (with == null) {
            return scope;
        }
        boolean recursive = with.flag("recursive");
        List<Cte> all = new ArrayList<>();
        Ctes ctes = scope.ctes();
        for (TreeNode node : with.nodes("ctes")) {
            Cte cte = new Cte(node, recursive);
            all.add(cte);
            if (!recursive) {
                cte.stands(scope.with(ctes));
                rows(cte);
            }
            ctes = new Ctes(cte, ctes);
        }
        Scope inside = scope.with(ctes);
        if (recursive) {
            // Every name of the clause is visible in all of it.
            all.forEach(cte -> cte.stands(inside));
            all.forEach(this::rows);
        }
        return inside;
    }

    /** The rows of a common table expression. */
    Rows rows(Cte cte) {
        Rows known = cte.rows();
        if (known != null) {
            return known;
        }
        if (cte.begun()) {
            Rows soFar = cte.nameItself();
            return soFar == null ? unknown(cte.name() + " names itself where it can't") : soFar;
        }
        cte.begin();
        if (forward >= FORWARD) {
            return unknown("more than " + FORWARD + " common table expressions name one that comes later");
        }
        forward++;
        Rows rows = follow(cte);
        resolver.makings.keep();
        forward--;
        cte.done(rows);
        return rows;
    }

    private Rows unknown(String reason) {
        resolver.findings.unknown(reason);
        return Rows.unknown(reason);
    }

    private Rows follow(Cte cte) {
        TreeNode query = cte.node().node("ctequery");
        if (query == null) {
            return unknown(cte.name() + " has no query");
        }
        List<String> aliases = cte.node().names("aliascolnames");
        boolean union = query.is("SelectStmt") && query.text("op", "").equals("SETOP_UNION");
        Rows rows = cte.recursive() && union
                ? recursive(cte, query, aliases)
                : renamed(resolver.queries.query(query, cte.scope()), aliases);
        return cycle(cte.node(), search(cte.node(), rows), cte.scope());
    }

    private static Rows renamed(Rows rows, List<String> aliases) {
        return new Rows(rows.columns().renamed(aliases), rows.conditions());
    }

    /** Follows a query that names itself until what it depends on grows no more. */
    private Rows recursive(Cte cte, TreeNode query, List<String> aliases) {
        Scope inside = open(query, cte.scope());
        TreeNode first = query.typed("larg", "SelectStmt");
        TreeNode again = query.typed("rarg", "SelectStmt");
        if (first == null || again == null) {
            return unknown(cte.name() + " has a branch without a query");
        }
        Rows known = renamed(resolver.queries.query(first, inside), aliases);
        for (int round = 0; round < ROUNDS; round++) {
            cte.means(known);
            Rows next = resolver.queries.combined(known, resolver.queries.query(again, inside), query);
            boolean grown = !next.eachDependsOn().equals(known.eachDependsOn())
                    || !next.conditions().equals(known.conditions());
            known = next;
            if (!cte.namedItself() || !grown) {
                return resolver.queries.ordered(query, known, inside);
            }
        }
        return unknown("what the recursive " + cte.name() + " depends on takes more than " + ROUNDS + " rounds");
    }

    /** SEARCH adds a column made of those that it orders by. */
    private Rows search(TreeNode node, Rows rows) {
        TreeNode search = node.typed("search_clause", "CTESearchClause");
        if (search == null) {
            return rows;
        }
        Columns searched = of(rows, search.names("search_col_list"));
        resolver.failures.operation(searched.together());
        Value sequence = new Value(searched.together(), null, new Shape.Row(searched));
        return with(rows, search.text("search_seq_column"), sequence);
    }

    /** CYCLE adds a mark and a path, made of the columns that it compares, and ends where they come again. */
    private Rows cycle(TreeNode node, Rows rows, Scope scope) {
        TreeNode cycle = node.typed("cycle_clause", "CTECycleClause");
        if (cycle == null) {
            return rows;
        }
        Columns columns = of(rows, cycle.names("cycle_col_list"));
        Shape row = new Shape.Row(columns);
        Dependencies compared = columns.together().and(resolver.types.using(row));
        resolver.failures.operation(compared);
        Dependencies marks = resolver.expressions
                .dependsOn(cycle.node("cycle_mark_value"), scope)
                .and(resolver.expressions.dependsOn(cycle.node("cycle_mark_default"), scope));
        Rows marked = with(rows, cycle.text("cycle_mark_column"), Value.plain(compared.and(marks)));
        Rows pathed = with(marked, cycle.text("cycle_path_column"), new Value(compared, null, row));
        return new Rows(pathed.columns(), pathed.conditions().and(compared.asCondition()));
    }

    private static Rows with(Rows rows, @Nullable String name, Value value) {
        return name == null
                ? rows
                : new Rows(rows.columns().then(new ListedColumns(List.of(Column.of(name, value)))), rows.conditions());
    }

    private Columns of(Rows rows, List<String> names) {
        List<Column> all = new ArrayList<>();
        for (String name : names) {
            List<Column> columns = rows.columns().named(name);
            if (columns.isEmpty()) {
                all.add(Column.of(name, Value.of(resolver.findings.unknown("nothing is known by the name " + name))));
            }
            all.addAll(columns);
        }
        return new ListedColumns(all);
    }
}
