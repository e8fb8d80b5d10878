package dev.sallyport.oracle;

import java.util.SplittableRandom;

/** Makes statements of operations that never fail and of those that do, over the tables of {@link FailureOracleTest}. */
final class FailingStatements {
    private static final int DEEPEST = 4;

    private final SplittableRandom random;

    FailingStatements(SplittableRandom random) {
        this.random = random;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    String statement() {
        String source = pick(
                "t",
                "t",
                "safe s",
                "risky r",
                "(SELECT id, code, amount, n, label, " + number(2, "t") + " AS q FROM t) d",
                "(SELECT id, upper(code) AS code, amount, n, left(label, 2) AS label FROM t OFFSET 0) d");
        boolean whole = source.equals("t");
        String columns = whole ? "t" : "part";
        StringBuilder sql = new StringBuilder("SELECT ");
        boolean grouped = chance(20);
        if (grouped) {
            sql.append(pick("count(*)", "max(" + text(2, columns) + ")", "sum(n)", "string_agg(label, ',')"));
            sql.append(chance(40) ? " FILTER (WHERE " + truth(2, columns) + ")" : "");
        } else {
            sql.append(any(columns)).append(", ").append(any(columns));
            sql.append(source.startsWith("risky") && chance(60) ? ", q" : "");
        }
        sql.append(" FROM ").append(source);
        sql.append(chance(35) ? " WHERE " + truth(1, columns) : "");
        sql.append(!grouped && chance(15) ? " ORDER BY " + text(2, columns) : "");
        sql.append(!grouped && chance(10) ? " LIMIT 2" : "");
        return sql.toString();
    }

    private String any(String from) {
        return switch (random.nextInt(4)) {
            case 0 -> number(0, from);
            case 1 -> truth(0, from);
            default -> text(0, from);
        };
    }

    private String text(int depth, String from) {
        if (depth >= DEEPEST || chance(25)) {
            return pick("code", "label", "code", "label", "'12'");
        }
        int next = depth + 1;
        return switch (random.nextInt(13)) {
            case 0 -> "upper(" + text(next, from) + ")";
            case 1 -> "left(" + text(next, from) + ", " + pick("1", "n", "-1") + ")";
            case 2 -> "coalesce(" + text(next, from) + ", " + text(next, from) + ")";
            case 3 ->
                "CASE WHEN " + truth(next, from) + " THEN " + text(next, from) + " ELSE " + text(next, from) + " END";
            case 4 -> "nullif(" + text(next, from) + ", " + text(next, from) + ")";
            case 5 -> "(" + number(next, from) + ")::text";
            case 6 -> "greatest(" + text(next, from) + ", " + text(next, from) + ")";
            case 7 -> from.equals("t") ? "doc ->> " + pick("'a'", "0") : "split_part(" + text(next, from) + ", '1', 1)";
            case 8 -> "substring(" + text(next, from) + ", 1, " + pick("2", "n", "n - 2") + ")";
            case 9 -> "btrim(" + text(next, from) + ", '1')";
            case 10 -> "amount::text";
            case 11 -> "(SELECT max(i.code) FROM t i WHERE i.id = " + pick("1", "2") + ")";
            default ->
                "(SELECT i.label FROM t i WHERE i.code = " + pick("'12'", "'boom'", text(DEEPEST, from))
                        + pick("", " LIMIT 1") + ")";
        };
    }

    private String number(int depth, String from) {
        if (depth >= DEEPEST || chance(25)) {
            return pick("n", "id", "1", "3");
        }
        int next = depth + 1;
        return switch (random.nextInt(8)) {
            case 0 -> "length(" + text(next, from) + ")";
            case 1 -> "10 / (" + number(next, from) + " - 3)";
            case 2 -> "(" + number(next, from) + " + " + number(next, from) + ")";
            case 3 -> "(" + text(next, from) + ")::int";
            case 4 ->
                "CASE WHEN " + truth(next, from) + " THEN " + number(next, from) + " ELSE " + number(next, from)
                        + " END";
            case 5 -> "strpos(" + text(next, from) + ", '2')";
            case 6 -> "coalesce(" + number(next, from) + ", " + number(next, from) + ")";
            default -> "greatest(" + number(next, from) + ", 2)";
        };
    }

    private String truth(int depth, String from) {
        int next = depth + 1;
        if (depth >= DEEPEST) {
            return pick("code = '12'", "n > 1", "label IS NULL", "amount > 5");
        }
        return switch (random.nextInt(10)) {
            case 0 -> text(next, from) + pick(" = ", " < ", " <> ") + text(next, from);
            case 1 -> number(next, from) + pick(" = ", " < ") + number(next, from);
            case 2 -> "(" + truth(next, from) + pick(" AND ", " OR ") + truth(next, from) + ")";
            case 3 -> "NOT (" + truth(next, from) + ")";
            case 4 -> text(next, from) + " LIKE " + pick("'1%'", "'_'", "label");
            case 5 -> number(next, from) + " BETWEEN " + pick("1", "n") + " AND " + number(next, from);
            case 6 -> text(next, from) + " IN ('12', " + text(next, from) + ")";
            case 7 -> number(next, from) + " IN (SELECT " + pick("i.n", "i.id", "10 / (i.n - 3)") + " FROM t i)";
            case 8 ->
                "EXISTS (SELECT 1 FROM t i WHERE i.code = " + text(DEEPEST, from) + pick("", " AND 10 / (i.n - 3) > 0")
                        + ")";
            default ->
                pick(
                        "amount > 5",
                        "amount IS NULL",
                        from.equals("t") ? "born < date '2021-06-01'" : "id = 2",
                        "code IS NULL");
        };
    }
}
