package dev.sallyport.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes queries from a seed, the same at each run: joins of every kind, nested and correlated subqueries, common table expressions, set
 * operations, grouping, windows, whole rows. Names are chosen to be mistaken for each other. Nearly all of them are valid.
 */
final class QueryGenerator {
    private static final int DEEPEST = 3;
    private static final List<String> NAMES = List.of("a", "b", "c", "x", "y", "id", "shared", "left_side", "amount");

    private final SplittableRandom random;
    private final Expressions expressions;

    QueryGenerator(long seed) {
        random = new SplittableRandom(seed);
        expressions = new Expressions(random, this::scalar, this::exists);
    }

    /** A query. */
    String query() {
        Query query = query(new Scope(List.of(), null, List.of()), 0, null);
        return query.sql();
    }

    /** What a column can be used for. */
    enum Kind {
        NUMBER("integer"),
        TEXT("text"),
        TRUTH("boolean"),
        DAY("date");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }
    }

    record Field(String name, Kind kind) {}

    /** Something in FROM: what it goes by and the columns it has. */
    record Source(String alias, List<Field> fields) {}

    /** What can be named at a place. */
    record Scope(List<Source> sources, @Nullable Scope outer, List<Source> common) {
        /** Columns of the nearest query, or now and then of one around it. */
        List<String> columns(Kind kind, boolean outward) {
            List<String> found = new ArrayList<>();
            for (Source source : sources) {
                for (Field field : source.fields()) {
                    if (field.kind() == kind) {
                        found.add(source.alias() + "." + field.name());
                    }
                }
            }
            if (outer != null && (outward || found.isEmpty())) {
                List<String> hidden = sources.stream().map(Source::alias).toList();
                outer.columns(kind, true).stream()
                        .filter(name -> !hidden.contains(name.substring(0, name.indexOf('.'))))
                        .forEach(found::add);
            }
            return found;
        }
    }

    private record Query(String sql, List<Field> fields) {}

    private static final List<Source> TABLES = List.of(
            new Source(
                    "tricks.left_side",
                    List.of(
                            new Field("id", Kind.NUMBER),
                            new Field("shared", Kind.TEXT),
                            new Field("amount", Kind.NUMBER),
                            new Field("only_left", Kind.TEXT))),
            new Source(
                    "tricks.right_side",
                    List.of(
                            new Field("id", Kind.NUMBER),
                            new Field("shared", Kind.TEXT),
                            new Field("amount", Kind.NUMBER),
                            new Field("only_right", Kind.TEXT))),
            new Source(
                    "tricks.third_side",
                    List.of(new Field("id", Kind.NUMBER), new Field("flag", Kind.TRUTH), new Field("day", Kind.DAY))),
            new Source(
                    "tricks.tree",
                    List.of(
                            new Field("id", Kind.NUMBER),
                            new Field("parent", Kind.NUMBER),
                            new Field("label", Kind.TEXT),
                            new Field("weight", Kind.NUMBER))),
            new Source(
                    "tricks.computed",
                    List.of(
                            new Field("id", Kind.NUMBER),
                            new Field("secret", Kind.TEXT),
                            new Field("twice", Kind.NUMBER),
                            new Field("initial", Kind.TEXT))),
            new Source("tricks.ancestor", List.of(new Field("id", Kind.NUMBER), new Field("name", Kind.TEXT))),
            new Source(
                    "tricks.nested_view",
                    List.of(
                            new Field("renamed", Kind.TEXT),
                            new Field("more", Kind.NUMBER),
                            new Field("only_right", Kind.TEXT))),
            new Source("tricks.union_view", List.of(new Field("id", Kind.NUMBER), new Field("shared", Kind.TEXT))),
            new Source(
                    "tricks.kept",
                    List.of(
                            new Field("shared", Kind.TEXT),
                            new Field("only_right", Kind.TEXT),
                            new Field("amount", Kind.NUMBER))),
            new Source("left_side", List.of(new Field("id", Kind.NUMBER), new Field("hidden", Kind.TEXT))));

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A query that can stand anywhere in parentheses; with columns of the kinds given, or of any if they are null. */
    private Query query(Scope outer, int depth, @Nullable List<Kind> kinds) {
        StringBuilder with = new StringBuilder();
        List<Source> common = new ArrayList<>(outer.common());
        if (depth < DEEPEST && chance(15)) {
            int count = 1 + random.nextInt(2);
            for (int i = 0; i < count; i++) {
                Query inner = query(new Scope(List.of(), outer.outer(), List.copyOf(common)), depth + 1, null);
                String name = pick(NAMES) + (i == 0 ? "" : i);
                List<Field> fields = renamed(inner.fields());
                with.append(i == 0 ? "WITH " : ", ")
                        .append(name)
                        .append(fields.stream().map(Field::name).collect(Collectors.joining(", ", " (", ")")))
                        .append(chance(20) ? " AS MATERIALIZED (" : " AS (")
                        .append(inner.sql())
                        .append(')');
                common.removeIf(source -> source.alias().equals(name));
                common.add(new Source(name, fields));
            }
            with.append(' ');
        }
        Scope inside = new Scope(List.of(), outer.outer(), List.copyOf(common));
        Query body;
        if (depth < DEEPEST && chance(12)) {
            Query first = select(inside, depth + 1, kinds);
            List<Kind> same = first.fields().stream().map(Field::kind).toList();
            Query second = select(inside, depth + 1, same);
            String operation = pick(
                    List.of(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT ", " EXCEPT ALL ", " INTERSECT ALL "));
            body = new Query("(" + first.sql() + ")" + operation + "(" + second.sql() + ")", first.fields());
            if (chance(40)) {
                body = new Query(
                        body.sql() + " ORDER BY "
                                + (1 + random.nextInt(body.fields().size())),
                        body.fields());
            }
        } else {
            body = select(inside, depth, kinds);
        }
        return new Query(with + body.sql(), body.fields());
    }

    private List<Field> renamed(List<Field> fields) {
        return IntStream.range(0, fields.size())
                .mapToObj(i -> new Field(pick(NAMES) + "_" + i, fields.get(i).kind()))
                .toList();
    }

    private Query select(Scope around, int depth, @Nullable List<Kind> kinds) {
        List<Source> sources = new ArrayList<>();
        StringBuilder from = new StringBuilder();
        int count = 1 + random.nextInt(depth == 0 ? 3 : 2);
        for (int i = 0; i < count; i++) {
            item(around, sources, from, depth);
        }
        Scope scope = new Scope(List.copyOf(sources), around.outer(), around.common());
        return chance(22) ? grouped(scope, from, depth, kinds) : plain(scope, from, depth, kinds);
    }

    /** Adds something to FROM, joined to what is there. */
    private void item(Scope around, List<Source> sources, StringBuilder from, int depth) {
        String alias = pick(NAMES);
        while (taken(sources, alias)) {
            alias += random.nextInt(10);
        }
        Scope beside = new Scope(List.copyOf(sources), around.outer(), around.common());
        boolean lateral = !sources.isEmpty() && chance(30);
        String sql;
        List<Field> fields;
        if (depth < DEEPEST && chance(25)) {
            Scope seen = new Scope(List.of(), lateral ? beside : around.outer(), around.common());
            Query inner = query(seen, depth + 1, null);
            fields = renamed(inner.fields());
            sql = (lateral ? "LATERAL (" : "(") + inner.sql() + ") AS " + alias
                    + fields.stream().map(Field::name).collect(Collectors.joining(", ", " (", ")"));
        } else if (chance(8)) {
            fields = List.of(new Field("n", Kind.NUMBER), new Field("t", Kind.TEXT));
            sql = "(VALUES (1, 'v'), (2, 'w')) AS " + alias + " (n, t)";
        } else if (lateral && chance(30)) {
            fields = List.of(new Field("n", Kind.NUMBER));
            sql = "LATERAL generate_series(1, " + expressions.value(beside, Kind.NUMBER, 2) + " % 3) AS " + alias
                    + " (n)";
        } else {
            lateral = false;
            Source table = !around.common().isEmpty() && chance(60) ? pick(around.common()) : pick(TABLES);
            fields = table.fields();
            sql = unlessHidden(table.alias(), around) + " AS " + alias;
        }
        Source added = new Source(alias, fields);
        if (sources.isEmpty()) {
            from.append(sql);
            sources.add(added);
            return;
        }
        sources.add(added);
        Scope both = new Scope(List.copyOf(sources), around.outer(), around.common());
        List<String> kinds = lateral
                ? List.of("JOIN", "LEFT JOIN", "CROSS JOIN")
                : List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN");
        String join = pick(kinds);
        from.append(' ').append(join).append(' ').append(sql);
        switch (join) {
            case "CROSS JOIN" -> {}
            case "FULL JOIN" ->
                from.append(" ON ").append(expressions.equality(both, sources.subList(0, sources.size() - 1), added));
            default -> from.append(" ON ").append(expressions.truth(both, 1));
        }
    }

    /** A table without a schema is named with one where a common table expression has its name. */
    private static String unlessHidden(String table, Scope around) {
        return table.equals("left_side")
                        && around.common().stream()
                                .noneMatch(source -> source.alias().equals(table))
                ? "first_on_path.left_side"
                : table;
    }

    private static boolean taken(List<Source> sources, String alias) {
        return sources.stream().anyMatch(source -> source.alias().equals(alias));
    }

    private Query plain(Scope scope, StringBuilder from, int depth, @Nullable List<Kind> kinds) {
        StringBuilder sql = new StringBuilder("SELECT ");
        List<Field> fields = new ArrayList<>();
        List<String> listed = new ArrayList<>();
        boolean distinct = chance(10);
        if (kinds == null && chance(12)) {
            Source source = pick(scope.sources());
            listed.add(source.alias() + ".*");
            for (int i = 0; i < source.fields().size(); i++) {
                fields.add(source.fields().get(i));
            }
        } else {
            List<Kind> wanted = kinds == null ? expressions.kinds(1 + random.nextInt(4)) : kinds;
            for (int i = 0; i < wanted.size(); i++) {
                String name = pick(NAMES) + "_" + i;
                String value = kinds == null && depth == 0 && chance(8)
                        ? pick(scope.sources()).alias() + "::text"
                        : expressions.value(scope, wanted.get(i), depth);
                if (!distinct && chance(8)) {
                    value = expressions.window(scope);
                    value = wanted.get(i) == Kind.NUMBER ? value : "(" + value + ")::text";
                    value = wanted.get(i) == Kind.NUMBER || wanted.get(i) == Kind.TEXT
                            ? value
                            : expressions.value(scope, wanted.get(i), depth);
                }
                listed.add(value + " AS " + name);
                fields.add(new Field(name, wanted.get(i)));
            }
        }
        sql.append(distinct ? "DISTINCT " : "")
                .append(String.join(", ", listed))
                .append(" FROM ")
                .append(from);
        if (chance(55)) {
            sql.append(" WHERE ").append(expressions.truth(scope, depth));
        }
        if (chance(25)) {
            sql.append(" ORDER BY ")
                    .append(distinct ? "1" : expressions.value(scope, Kind.NUMBER, DEEPEST) + " + 0 DESC");
        }
        if (chance(12)) {
            sql.append(" LIMIT ").append(1 + random.nextInt(5));
        }
        return new Query(sql.toString(), fields);
    }

    private Query grouped(Scope scope, StringBuilder from, int depth, @Nullable List<Kind> kinds) {
        List<Kind> wanted = kinds == null ? expressions.kinds(1 + random.nextInt(3)) : kinds;
        List<String> keys = new ArrayList<>();
        List<String> listed = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            String name = pick(NAMES) + "_" + i;
            List<String> columns = scope.columns(wanted.get(i), false);
            boolean key = !columns.isEmpty() && (i == 0 || chance(25));
            if (key) {
                String column = pick(columns);
                keys.add(column);
                listed.add(column + " AS " + name);
            } else {
                listed.add(expressions.aggregate(scope, wanted.get(i)) + " AS " + name);
            }
            fields.add(new Field(name, wanted.get(i)));
        }
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(String.join(", ", listed))
                .append(" FROM ")
                .append(from);
        if (chance(40)) {
            sql.append(" WHERE ").append(expressions.truth(scope, depth));
        }
        if (!keys.isEmpty()) {
            String list = String.join(", ", keys);
            sql.append(" GROUP BY ")
                    .append(
                            chance(15)
                                    ? "ROLLUP (" + list + ")"
                                    : chance(10) ? "GROUPING SETS ((" + list + "), ())" : list);
        }
        if (chance(30)) {
            sql.append(" HAVING ")
                    .append(expressions.aggregate(scope, Kind.NUMBER))
                    .append(" > 1");
        }
        return new Query(sql.toString(), fields);
    }

    /** A subquery of one value. */
    private String scalar(Scope scope, Kind kind, int depth) {
        Query inner = query(new Scope(List.of(), scope, scope.common()), depth + 1, List.of(kind));
        return "(SELECT " + (kind == Kind.TRUTH ? "bool_or(q.v)" : "max(q.v)") + " FROM (" + inner.sql()
                + ") AS q (v))";
    }

    /** A subquery that is asked whether it has rows. */
    private String exists(Scope scope, int depth) {
        Query inner = query(new Scope(List.of(), scope, scope.common()), depth + 1, null);
        return "EXISTS (" + inner.sql() + ")";
    }
}
