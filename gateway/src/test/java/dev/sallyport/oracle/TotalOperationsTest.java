package dev.sallyport.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.sql.flow.Flow;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.flow.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the analysis says can't fail, on a real server: every function, operator and cast of pg_catalog over columns that hold the values at
 * the ends of their types, and the words of the grammar that compare or choose.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TotalOperationsTest {
    private static final Logger LOG = LoggerFactory.getLogger(TotalOperationsTest.class);
    private static final int WAIT_SECONDS = 60;
    private static final int MOST_ARGUMENTS = 3;
    private static final List<String> TYPES = List.of(
            "bool",
            "text",
            "varchar",
            "bpchar",
            "name",
            "int2",
            "int4",
            "int8",
            "float4",
            "float8",
            "numeric",
            "date",
            "time",
            "timetz",
            "timestamp",
            "timestamptz",
            "interval",
            "uuid",
            "bytea",
            "jsonb",
            "_text",
            "_int4",
            "_numeric",
            "_jsonb");
    private static final List<String> ARRAYS = List.of("_text", "_int4", "_numeric", "_jsonb");
    private static final List<String> STRINGS = List.of("''", "'a'", "'%\\'", "'year'", "'{a}'", "NULL");
    private static final List<String> NUMBERS = List.of("0", "-1", "2147483647");

    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @SuppressWarnings("NullAway.Init")
    private Connection connection;

    @SuppressWarnings("NullAway.Init")
    private Namespace names;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        shop.execute(OracleDatabase.resource("extremes.sql"));
        try (CatalogSource source = shop.catalogs()) {
            CatalogSource.State state =
                    source.fresh().orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
            if (!(state instanceof CatalogSource.State.Loaded loaded)) {
                throw new IOException("no catalog");
            }
            names = loaded.catalog().names(new SearchPath.Known(List.of("public")));
        }
        connection = shop.connect();
    }

    @AfterAll
    void stop() throws IOException, SQLException {
        connection.close();
        shop.close();
    }

    private Flow flow(String sql) {
        return Flows.of(shop.analyze(sql.getBytes(StandardCharsets.UTF_8), names)
                .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .join());
    }

    /** What came of some expressions. */
    private record Report(Set<String> total, List<String> failed) {}

    /** Executes those expressions over columns {@code a.v}, {@code b.v} and {@code c.v} that can't fail, as it is said. */
    private Report run(Set<String> statements) throws SQLException {
        Report report = new Report(new LinkedHashSet<>(), new ArrayList<>());
        for (String zone : List.of("Pacific/Kiritimati", "Pacific/Pago_Pago")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET statement_timeout = '30s'; SET TimeZone = '" + zone + "'");
                statement.setEscapeProcessing(false);
                for (String sql : statements) {
                    if ((!zone.startsWith("Pacific/K") && !report.total().contains(sql))
                            || flow(sql).canFail()) {
                        continue;
                    }
                    report.total().add(sql);
                    try (ResultSet rows = statement.executeQuery(sql)) {
                        while (rows.next()) {
                            rows.getString(1);
                        }
                    } catch (SQLException e) {
                        // What the server can't resolve fails whatever the tables hold.
                        if (!Set.of(
                                                "42883", "42725", "42804", "42809", "42601", "42P20", "22P02", "42846",
                                                "22P04", "42P18", "42703", "0A000", "22007", "42P01", "42P21", "42P22")
                                        .contains(e.getSQLState())
                                || !failsBeforeItRuns(sql)) {
                            report.failed().add(sql + " " + e.getSQLState() + " " + e.getMessage());
                        }
                    }
                }
            }
        }
        LOG.atInfo()
                .addKeyValue("tried", statements.size())
                .addKeyValue("total", report.total().size())
                .addKeyValue("failed", report.failed().size())
                .log("operations that can't fail");
        return report;
    }

    private boolean failsBeforeItRuns(String sql) {
        try (Statement explain = connection.createStatement()) {
            explain.setEscapeProcessing(false);
            explain.execute("EXPLAIN " + sql);
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    private static String over(String expression, List<String> types) {
        List<String> from = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            from.add("extremes." + types.get(i) + " " + (char) ('a' + i));
        }
        return "SELECT " + expression + (from.isEmpty() ? "" : " FROM " + String.join(", ", from));
    }

    /** Each way to give arguments of some types: columns and constants. */
    private static List<List<String>> arguments(List<String> types) {
        List<List<String>> all = List.of(List.of());
        for (int i = 0; i < types.size(); i++) {
            List<String> each = new ArrayList<>(List.of((char) ('a' + i) + ".v"));
            if (i == 0) {
                // Of what is looked at itself a constant says little; a field of a date stands first.
                each.addAll(types.getFirst().equals("text") && types.size() == 2 ? List.of("'year'") : List.of());
            } else if (List.of("int2", "int4").contains(types.get(i))) {
                each.addAll(NUMBERS);
            } else if (types.get(i).equals("text") || ARRAYS.contains(types.get(i))) {
                each.addAll(STRINGS);
            }
            all = all.stream()
                    .flatMap(before -> each.stream()
                            .map(one -> Stream.concat(before.stream(), Stream.of(one))
                                    .toList()))
                    .toList();
        }
        return all;
    }

    @Test
    void noFunctionThatCantFailFails() throws SQLException {
        Set<String> statements = new LinkedHashSet<>();
        Set<String> reviewed = new LinkedHashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT proname, prokind, ARRAY(SELECT typname
                                  FROM unnest(proargtypes) WITH ORDINALITY AS u (oid, place) JOIN pg_type t ON t.oid = u.oid
                                  ORDER BY place)::text[]
                        FROM pg_proc
                        WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind <> 'p' AND pronargs <= 3""")) {
            while (rows.next()) {
                String name = rows.getString(1);
                boolean window = rows.getString(2).equals("w");
                for (List<String> types :
                        spelled(List.of((String[]) rows.getArray(3).getArray()))) {
                    for (List<String> given : arguments(types)) {
                        String call = "pg_catalog." + '"' + name + '"' + "(" + String.join(", ", given) + ")"
                                + (window ? " OVER (ORDER BY " + (types.isEmpty() ? "1" : "a.v") + ")" : "");
                        if (statements.add(over(call, types))) {
                            reviewed.add(name);
                        }
                    }
                }
                if (name.equals("count")) {
                    statements.add(over("count(*)", List.of("text")));
                }
            }
        }
        Report report = run(statements);
        assertThat(report.failed()).isEmpty();
        assertThat(report.total())
                .anySatisfy(sql -> assertThat(sql).contains("\"upper\"(a.v) FROM extremes.text"))
                .anySatisfy(sql -> assertThat(sql).contains("\"extract\"('year', b.v)"))
                .anySatisfy(sql -> assertThat(sql).contains("\"split_part\"(a.v, 'a', -1)"))
                .anySatisfy(sql -> assertThat(sql).contains("\"max\"(a.v) FROM extremes.numeric"))
                .noneSatisfy(sql -> assertThat(sql).contains("\"repeat\""))
                .hasSizeGreaterThan(200);
        assertThat(reviewed).hasSizeGreaterThan(500);
    }

    /** A signature with types that have a table of extremes in place of those that stand for any; none if one has no table. */
    private static List<List<String>> spelled(List<String> types) {
        List<List<String>> all = List.of(List.of());
        for (String type : types) {
            List<String> each = switch (type) {
                case "any", "anyelement", "anycompatible", "anynonarray" ->
                    types.size() == 1 ? TYPES : List.of("text", "jsonb", "_int4");
                case "anyarray", "anycompatiblearray" -> types.size() <= 2 ? ARRAYS : List.of("_text");
                case "text" -> List.of("text", "varchar", "bpchar", "name");
                default -> TYPES.contains(type) ? List.of(type) : List.of();
            };
            if (types.size() > MOST_ARGUMENTS) {
                return List.of();
            }
            all = all.stream()
                    .flatMap(before -> each.stream()
                            .map(one -> Stream.concat(before.stream(), Stream.of(one))
                                    .toList()))
                    .toList();
        }
        return all;
    }

    @Test
    void noOperatorThatCantFailFails() throws SQLException {
        Set<String> statements = new LinkedHashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT DISTINCT oprname FROM pg_operator
                        WHERE oprnamespace = 'pg_catalog'::regnamespace AND oprkind = 'b'""")) {
            while (rows.next()) {
                for (String left : TYPES) {
                    for (String right : TYPES) {
                        statements.add(over("a.v " + rows.getString(1) + " b.v", List.of(left, right)));
                    }
                    for (String constant :
                            Stream.concat(STRINGS.stream(), NUMBERS.stream()).toList()) {
                        statements.add(over("a.v " + rows.getString(1) + " " + constant, List.of(left)));
                    }
                }
            }
        }
        Report report = run(statements);
        assertThat(report.failed()).isEmpty();
        assertThat(report.total())
                .contains(over("a.v = b.v", List.of("date", "timestamptz")))
                .contains(over("a.v ->> 'a'", List.of("jsonb")))
                .doesNotContain(over("a.v = b.v", List.of("numeric", "float8")))
                .doesNotContain(over("a.v + b.v", List.of("int4", "int4")));
    }

    @Test
    void noCastComparisonOrChoiceThatCantFailFails() throws SQLException {
        Set<String> statements = new LinkedHashSet<>();
        List<String> targets = Stream.concat(
                        TYPES.stream(),
                        Stream.of("varchar(2)", "char(2)", "numeric(5,2)", "timestamp(0)", "time(0)", "oid", "json"))
                .toList();
        for (String one : TYPES) {
            for (String target : targets) {
                statements.add(over("a.v::" + target, List.of(one)));
            }
            for (String same : List.of(
                    "a.v IS NULL",
                    "GREATEST(a.v, NULL)",
                    "(a.v)[1]",
                    "(a.v)['a']",
                    "ARRAY[a.v, NULL]",
                    "ROW(a.v) = ROW(NULL)")) {
                statements.add(over(same, List.of(one)));
            }
            statements.add(over("a.v", List.of(one)) + " ORDER BY 1");
            statements.add(over("a.v", List.of(one)) + " GROUP BY 1");
            statements.add(over("count(DISTINCT a.v)", List.of(one)));
            for (String other : TYPES) {
                for (String both : List.of(
                        "COALESCE(a.v, b.v)",
                        "CASE WHEN a.v IS NULL THEN a.v ELSE b.v END",
                        "CASE a.v WHEN b.v THEN 1 END",
                        "GREATEST(a.v, b.v)",
                        "NULLIF(a.v, b.v)",
                        "a.v IN (b.v, NULL)",
                        "a.v BETWEEN b.v AND b.v",
                        "a.v IS DISTINCT FROM b.v",
                        "a.v = ANY (b.v)",
                        "(a.v)[b.v]",
                        "(a.v, b.v) < (a.v, b.v)",
                        "a.v <= ALL (SELECT v FROM extremes." + other + ")",
                        "ARRAY[a.v, b.v]")) {
                    statements.add(over(both, List.of(one, other)));
                }
                statements.add(over("a.v", List.of(one)) + " UNION " + over("a.v", List.of(other)));
                statements.add(over("a.v", List.of(one)) + " UNION ALL " + over("a.v", List.of(other)));
            }
        }
        Report report = run(statements);
        assertThat(report.failed()).isEmpty();
        assertThat(report.total())
                .contains(over("a.v::text", List.of("timestamptz")))
                .contains(over("COALESCE(a.v, b.v)", List.of("int4", "numeric")))
                .contains(over("a.v = ANY (b.v)", List.of("text", "_text")))
                .doesNotContain(over("COALESCE(a.v, b.v)", List.of("date", "timestamptz")))
                .doesNotContain(over("a.v::int4", List.of("text")));
    }
}
