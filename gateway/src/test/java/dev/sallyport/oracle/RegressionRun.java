package dev.sallyport.oracle;

import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.oracle.PsqlScript.Step;
import dev.sallyport.sql.TextAnalyzer;
import dev.sallyport.sql.flow.Flow;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.flow.SearchPath;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Plays the scripts of PostgreSQL's regression tests to a server, in their order, and asks the oracle about every query in them and every
 * query of a view just before it is executed. For one thread.
 */
final class RegressionRun implements AutoCloseable {
    private static final Pattern QUERY = Pattern.compile(
            "^[\\s(]*(select|with|values|table|insert|update|delete|merge)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern VIEW = Pattern.compile(
            "^\\s*create\\s+(or\\s+replace\\s+)?(temp(orary)?\\s+|materialized\\s+|local\\s+|global\\s+)*view\\b.*?\\bas\\s+(.*)$",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern AFTER_VIEW = Pattern.compile(
            "\\s+with\\s+((local\\s+|cascaded\\s+)?check\\s+option|(no\\s+)?data)\\s*$", Pattern.CASE_INSENSITIVE);
    private static final Pattern HARMLESS =
            Pattern.compile("^[\\s(]*(select|values|table|explain|show|set|reset)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^,\\s]+)");
    private static final int WAIT_SECONDS = 60;

    private final Path tests;
    private final CatalogSource.Connections connections;
    private final CatalogSource catalogs;
    private final TextAnalyzer analyzer;
    private final Count count = new Count();
    private final List<String> missed = new ArrayList<>();
    private final Map<String, Integer> doubts = new TreeMap<>();
    private final List<String> extra = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private Connection connection;
    private boolean schemaMayHaveChanged = true;
    private boolean changedInTransaction;

    /** Figures of a run. */
    static final class Count {
        int statements;
        int asked;
        int rejected;
        int inTransaction;
        int compared;
        int unknown;
        int missed;
        int extra;
    }

    /**
     * Connects.
     *
     * @param tests the directory src/test/regress of a source tree
     * @param connections opens connections of a superuser to an empty database
     */
    RegressionRun(Path tests, CatalogSource.Connections connections, CatalogSource catalogs, TextAnalyzer analyzer)
            throws SQLException {
        this.tests = tests;
        this.connections = connections;
        this.catalogs = catalogs;
        this.analyzer = analyzer;
        this.connection = open(Optional.empty());
    }

    private Connection open(Optional<String> user) throws SQLException {
        Connection opened = connections.open();
        try (Statement statement = opened.createStatement()) {
            statement.execute("SET statement_timeout = '30s'");
            if (user.isPresent()) {
                statement.execute("SET SESSION AUTHORIZATION \"" + user.get().replace("\"", "\"\"") + "\"");
            }
        }
        return opened;
    }

    /** Plays one script. */
    void play(String test) throws IOException, SQLException {
        Path script = tests.resolve("sql").resolve(test + ".sql");
        if (!Files.exists(script)) {
            return;
        }
        String directory = tests.toString();
        PsqlScript steps = new PsqlScript(
                // One of them is in another encoding, and as much as matters of it is ASCII.
                new String(Files.readAllBytes(script), StandardCharsets.UTF_8),
                Map.of(
                        "PG_ABS_SRCDIR",
                        directory,
                        "PG_ABS_BUILDDIR",
                        directory,
                        "PG_LIBDIR",
                        directory,
                        "PG_DLSUFFIX",
                        ".so",
                        "DBNAME",
                        "regression",
                        "HIDE_TOAST_COMPRESSION",
                        "on"));
        connection.close();
        connection = open(Optional.empty());
        for (Optional<Step> step = steps.next(); step.isPresent(); step = steps.next()) {
            switch (step.get()) {
                case Step.Connect(Optional<String> user) -> {
                    connection.close();
                    try {
                        connection = open(user);
                    } catch (SQLException e) {
                        connection = open(Optional.empty());
                    }
                }
                case Step.Execute execute -> {
                    count.statements++;
                    if (connection.isClosed()) {
                        connection = open(Optional.empty());
                    }
                    ask(test, execute.sql());
                    execute(steps, execute);
                }
            }
        }
    }

    private void execute(PsqlScript script, Step.Execute step) {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            if (step.data().isPresent()) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(step.sql(), new StringReader(step.data().get()));
            } else if (statement.execute(step.sql()) && step.intoVariables().isPresent()) {
                try (ResultSet row = statement.getResultSet()) {
                    if (row.next()) {
                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                            String value = row.getString(i);
                            script.set(
                                    step.intoVariables().get()
                                            + row.getMetaData().getColumnLabel(i),
                                    value == null ? "" : value);
                        }
                    }
                }
            }
        } catch (SQLException | IOException e) {
            // What the tests do wrong on purpose is part of them.
            schemaMayHaveChanged = true;
        }
        if (!HARMLESS.matcher(step.sql()).find()) {
            schemaMayHaveChanged = true;
            changedInTransaction = true;
        }
    }

    private static Optional<String> query(String sql) {
        if (QUERY.matcher(sql).find()) {
            return Optional.of(sql);
        }
        Matcher view = VIEW.matcher(sql);
        return view.find() ? Optional.of(AFTER_VIEW.matcher(view.group(4)).replaceFirst("")) : Optional.empty();
    }

    private void ask(String test, String sql) throws SQLException {
        Optional<String> query = query(sql);
        TransactionState state = connection.unwrap(BaseConnection.class).getTransactionState();
        if (state == TransactionState.IDLE) {
            changedInTransaction = false;
        }
        if (query.isEmpty() || state == TransactionState.FAILED) {
            return;
        }
        count.asked++;
        if (changedInTransaction) {
            count.inTransaction++;
            return;
        }
        try (Statement statement = connection.createStatement()) {
            if (state == TransactionState.IDLE) {
                statement.execute("BEGIN");
            }
            List<String> path = searchPath(statement);
            ServerOracle.Answer answer = new ServerOracle(connection).ask(query.get());
            if (state == TransactionState.IDLE) {
                statement.execute("ROLLBACK");
            }
            switch (answer) {
                case ServerOracle.Answer.Rejected rejected -> count.rejected++;
                case ServerOracle.Answer.Known(Recorded recorded) ->
                    compare(test, query.get(), path, recorded.called(query.get()));
            }
        } catch (SQLException e) {
            count.rejected++;
            connection.close();
            connection = open(Optional.empty());
        }
    }

    /** As the setting lists it, with the role's own schema by its name. */
    private static List<String> searchPath(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT pg_catalog.current_setting('search_path'), CURRENT_USER::pg_catalog.text")) {
            row.next();
            List<String> path = new ArrayList<>();
            Matcher schema = QUOTED.matcher(row.getString(1));
            while (schema.find()) {
                String name = schema.group(1) == null
                        ? schema.group(2)
                        : schema.group(1).replace("\"\"", "\"");
                if (!name.isEmpty()) {
                    path.add(name.equals("$user") ? row.getString(2) : name);
                }
            }
            return path;
        }
    }

    private void compare(String test, String query, List<String> path, Recorded recorded) {
        if (schemaMayHaveChanged) {
            catalogs.invalidate();
            schemaMayHaveChanged = false;
        }
        Flow flow = switch (catalogs.fresh()
                .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .join()) {
            case CatalogSource.State.Loaded(var catalog) -> {
                Namespace names = catalog.names(new SearchPath.Known(path));
                yield Flows.of(analyzer.analyze(query.getBytes(StandardCharsets.UTF_8), names)
                        .toCompletableFuture()
                        .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                        .join());
            }
            case CatalogSource.State.Unavailable(String reason) -> Flow.unknown("no catalog: " + reason);
        };
        String where = "-- " + test + ", search_path " + String.join(", ", path) + "\n" + query + "\n";
        switch (Comparison.of(flow, recorded)) {
            case Comparison.Unknown(List<String> reasons) -> {
                count.unknown++;
                reasons.stream().limit(1).forEach(reason -> doubts.merge(reason, 1, Integer::sum));
                unknown.add(where + "-- unknown: " + reasons + "\n");
            }
            case Comparison.Both both -> {
                count.compared++;
                if (!both.holds()) {
                    count.missed++;
                    missed.add(where + "-- missed: " + both.missed() + " " + both.missedRelations() + " "
                            + both.missedFunctions() + "\n");
                }
                if (!both.extra().isEmpty()) {
                    count.extra++;
                    extra.add(where + "-- extra: " + both.extra() + "\n");
                }
            }
        }
    }

    Count count() {
        return count;
    }

    List<String> missed() {
        return List.copyOf(missed);
    }

    /** Figures, and then each statement that is missed, unknown or more. */
    String report() {
        StringBuilder report = new StringBuilder();
        report.append("statements ").append(count.statements);
        report.append("\nqueries ").append(count.asked);
        report.append("\nnot taken by the server as a view or a body ").append(count.rejected);
        report.append("\nin a transaction that changes the schema ").append(count.inTransaction);
        report.append("\ncompared ").append(count.compared);
        report.append("\nunknown ").append(count.unknown);
        report.append("\nmissed ").append(count.missed);
        report.append("\nwith extra columns ").append(count.extra);
        report.append("\n\nWHY UNKNOWN\n");
        doubts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(doubt -> report.append(doubt.getValue())
                        .append(' ')
                        .append(doubt.getKey())
                        .append('\n'));
        report.append("\nMISSED\n").append(String.join("\n", missed));
        report.append("\nEXTRA\n").append(String.join("\n", extra));
        report.append("\nUNKNOWN\n").append(String.join("\n", unknown));
        return report.toString();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
