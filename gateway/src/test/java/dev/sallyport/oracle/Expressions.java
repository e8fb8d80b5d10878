package dev.sallyport.oracle;

import dev.sallyport.oracle.QueryGenerator.Field;
import dev.sallyport.oracle.QueryGenerator.Kind;
import dev.sallyport.oracle.QueryGenerator.Scope;
import dev.sallyport.oracle.QueryGenerator.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes the expressions of a generated query. None of them can fail on the values of the tables. */
final class Expressions {
    private static final int DEEPEST = 3;

    private final SplittableRandom random;
    private final ScalarQuery scalar;
    private final ExistsQuery exists;

    /** Makes a subquery of one value. */
    @FunctionalInterface
    interface ScalarQuery {
        String make(Scope scope, Kind kind, int depth);
    }

    /** Makes a condition on the rows of a subquery. */
    @FunctionalInterface
    interface ExistsQuery {
        String make(Scope scope, int depth);
    }

    Expressions(SplittableRandom random, ScalarQuery scalar, ExistsQuery exists) {
        this.random = random;
        this.scalar = scalar;
        this.exists = exists;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    List<Kind> kinds(int count) {
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            kinds.add(pick(List.of(Kind.NUMBER, Kind.NUMBER, Kind.TEXT, Kind.TEXT, Kind.TRUTH, Kind.DAY)));
        }
        return kinds;
    }

    /** A value of a kind. */
    String value(Scope scope, Kind kind, int depth) {
        if (depth < DEEPEST && chance(10)) {
            return scalar.make(scope, kind, depth);
        }
        if (depth < DEEPEST && chance(40)) {
            return made(scope, kind, depth + 1);
        }
        List<String> columns = scope.columns(kind, chance(35));
        return columns.isEmpty() || chance(6) ? constant(kind) : pick(columns);
    }

    private String constant(Kind kind) {
        return switch (kind) {
            case NUMBER -> String.valueOf(random.nextInt(6));
            case TEXT -> "'s" + random.nextInt(4) + "'";
            case TRUTH -> chance(50) ? "true" : "false";
            case DAY -> "date '2020-01-0" + (1 + random.nextInt(8)) + "'";
        };
    }

    private String made(Scope scope, Kind kind, int depth) {
        return switch (random.nextInt(3)) {
            case 0 ->
                "CASE WHEN " + truth(scope, depth) + " THEN " + value(scope, kind, depth) + " ELSE "
                        + value(scope, kind, depth) + " END";
            case 1 -> "COALESCE(" + value(scope, kind, depth) + ", " + value(scope, kind, depth) + ")";
            default ->
                switch (kind) {
                    case NUMBER -> number(scope, depth);
                    case TEXT -> text(scope, depth);
                    case TRUTH -> "(" + truth(scope, depth) + ")";
                    case DAY ->
                        "(" + value(scope, Kind.DAY, depth) + " + " + value(scope, Kind.NUMBER, DEEPEST) + " % 100)";
                };
        };
    }

    private String number(Scope scope, int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> "(" + value(scope, Kind.NUMBER, depth) + " % 50 + " + value(scope, Kind.NUMBER, depth) + " % 50)";
            case 1 -> "length(" + value(scope, Kind.TEXT, depth) + ")";
            case 2 -> "extract(day FROM " + value(scope, Kind.DAY, depth) + ")::integer";
            case 3 -> "GREATEST(" + value(scope, Kind.NUMBER, depth) + ", " + value(scope, Kind.NUMBER, depth) + ")";
            default -> "(ARRAY[" + value(scope, Kind.NUMBER, depth) + ", " + value(scope, Kind.NUMBER, depth) + "])[1]";
        };
    }

    private String text(Scope scope, int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> "(" + value(scope, Kind.TEXT, depth) + " || " + value(scope, Kind.TEXT, depth) + ")";
            case 1 -> "CAST(" + value(scope, Kind.NUMBER, depth) + " AS text)";
            case 2 -> "upper(" + value(scope, Kind.TEXT, depth) + ")";
            case 3 -> "NULLIF(" + value(scope, Kind.TEXT, depth) + ", " + value(scope, Kind.TEXT, depth) + ")";
            default ->
                "jsonb_build_object('k', " + value(scope, Kind.NUMBER, depth) + ", 'v', "
                        + value(scope, Kind.TEXT, depth) + ") ->> '" + (chance(50) ? "k" : "v") + "'";
        };
    }

    /** A condition. */
    String truth(Scope scope, int depth) {
        if (depth < DEEPEST && chance(12)) {
            return (chance(25) ? "NOT " : "") + exists.make(scope, depth);
        }
        if (depth < DEEPEST && chance(25)) {
            return "(" + truth(scope, depth + 1) + (chance(60) ? " AND " : " OR ") + truth(scope, depth + 1) + ")";
        }
        Kind kind = pick(List.of(Kind.NUMBER, Kind.NUMBER, Kind.TEXT, Kind.DAY));
        return switch (random.nextInt(6)) {
            case 0 -> value(scope, kind, depth + 1) + " IS " + (chance(50) ? "NOT NULL" : "NULL");
            case 1 ->
                value(scope, kind, depth + 1) + " BETWEEN " + value(scope, kind, DEEPEST) + " AND "
                        + value(scope, kind, DEEPEST);
            case 2 ->
                value(scope, kind, depth + 1) + " IN (" + value(scope, kind, DEEPEST) + ", " + constant(kind) + ")";
            case 3 -> value(scope, kind, depth + 1) + " IS DISTINCT FROM " + value(scope, kind, DEEPEST);
            default ->
                value(scope, kind, depth + 1)
                        + pick(List.of(" = ", " < ", " >= ", " <> "))
                        + value(scope, kind, depth + 1);
        };
    }

    /** A condition that a full join can be made by. */
    String equality(Scope scope, List<Source> before, Source added) {
        for (Kind kind : List.of(Kind.NUMBER, Kind.TEXT, Kind.DAY)) {
            List<String> one = columns(before, kind);
            List<String> other = columns(List.of(added), kind);
            if (!one.isEmpty() && !other.isEmpty()) {
                return pick(one) + " = " + pick(other);
            }
        }
        return "true";
    }

    private static List<String> columns(List<Source> sources, Kind kind) {
        List<String> columns = new ArrayList<>();
        for (Source source : sources) {
            for (Field field : source.fields()) {
                if (field.kind() == kind) {
                    columns.add(source.alias() + "." + field.name());
                }
            }
        }
        return columns;
    }

    /** An aggregate over the rows of a group. Its argument is of the query itself, or it would be an aggregate of one around it. */
    String aggregate(Scope scope, Kind kind) {
        List<String> columns = scope.columns(kind, false);
        boolean own = scope.sources().stream()
                .flatMap(source -> source.fields().stream())
                .anyMatch(field -> field.kind() == kind);
        if (!own) {
            return switch (kind) {
                case NUMBER -> "count(*)::integer";
                case TEXT -> "count(*)::text";
                case TRUTH -> "count(*) > 2";
                case DAY -> "date '2020-02-02' + count(*)::integer";
            };
        }
        String column = pick(columns);
        String filter = chance(15) ? " FILTER (WHERE " + column + " IS NOT NULL)" : "";
        return switch (kind) {
            case NUMBER -> pick(List.of("max(", "min(", "count(DISTINCT ")) + column + ")" + filter + "::integer";
            case TEXT ->
                chance(50)
                        ? "string_agg(" + column + ", ',' ORDER BY " + column + " DESC)" + filter
                        : "min(" + column + ")" + filter;
            case TRUTH -> pick(List.of("bool_or(", "bool_and(")) + column + ")" + filter;
            case DAY -> "max(" + column + ")" + filter;
        };
    }

    /** A number computed over a window. */
    String window(Scope scope) {
        String partition = chance(50) ? "PARTITION BY " + value(scope, Kind.TEXT, DEEPEST) + " " : "";
        String order = "ORDER BY " + value(scope, Kind.NUMBER, DEEPEST) + " + 0";
        return pick(List.of("rank()", "row_number()", "count(*)", "dense_rank()")) + " OVER (" + partition + order
                + ")";
    }
}
