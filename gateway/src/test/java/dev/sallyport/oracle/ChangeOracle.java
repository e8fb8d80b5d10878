package dev.sallyport.oracle;

import dev.sallyport.oracle.BaseTable.Attribute;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Flow;
import dev.sallyport.sql.flow.Namespace;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes one column after the other and looks at what else changes: what an answer shows of a column is a flow from it, whatever the
 * statement looks like. For one thread.
 *
 * <p>An output whose bytes changed must depend on the column, or the rows must. If their number changed, the rows must. The same goes for
 * the tables that a statement writes. Statements whose flow is unknown in that part say nothing.
 */
final class ChangeOracle {
    private final Connection connection;
    private final Reach reach;
    private final List<BaseTable> tables;
    private final Set<Perturbation> perturbations;
    private @Nullable String pathSet;

    /**
     * What came of it.
     *
     * @param compared how often an answer was compared
     * @param changed how often it had changed
     * @param impossible changes that a table's constraints or its column's type don't allow
     * @param failed statements that failed after a change
     */
    record Report(int compared, int changed, int impossible, int failed, List<Miss> missed) {}

    /** A flow that the analysis does not know. */
    record Miss(Corpus.Case statement, String what) {
        @Override
        public String toString() {
            return statement + "\n-- " + what;
        }
    }

    /** A statement at work: what the analysis says of it, what it reaches and what it does if nothing changed. */
    private record Subject(
            Corpus.Case statement,
            Flow flow,
            Namespace names,
            Set<Integer> reached,
            List<BaseTable> written,
            Result before) {}

    ChangeOracle(Connection connection, Set<Perturbation> perturbations) throws SQLException {
        this.connection = connection;
        this.perturbations = perturbations;
        this.reach = new Reach(connection);
        this.tables = BaseTable.all(connection);
    }

    /** Makes changes possible that foreign keys don't allow: they have no part in what a query answers. */
    static void dropForeignKeys(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    DO $$ DECLARE name text; BEGIN
                      FOR name IN SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
                                  FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 LOOP EXECUTE name; END LOOP;
                    END $$""");
            connection.commit();
        }
    }

    private final List<Subject> subjects = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();

    /** Adds a statement with what the analysis says of it, and with what the server does. */
    void add(Corpus.Case statement, Flow flow, Namespace names, Recorded recorded) throws SQLException {
        Set<Integer> reached = reach.of(recorded);
        List<BaseTable> written = recorded.writes()
                ? tables.stream()
                        .filter(table -> reached.contains(table.oid()) && !table.partitioned())
                        .toList()
                : List.of();
        connection.rollback();
        pathSet = null;
        try {
            Result before = execute(statement, written, connection.setSavepoint());
            subjects.add(new Subject(statement, flow, names, reached, written, before));
        } catch (SQLException e) {
            rejected.add(statement + "\n-- " + e.getMessage());
        } finally {
            connection.rollback();
        }
    }

    /** Statements that can't be executed as they are, and why. */
    List<String> rejected() {
        return List.copyOf(rejected);
    }

    /** Only a statement that writes or fails leaves something to be taken back, so that most need no savepoint of their own. */
    private Result execute(Corpus.Case statement, List<BaseTable> written, Savepoint before) throws SQLException {
        boolean takeBack = true;
        try (Statement execution = connection.createStatement()) {
            execution.setEscapeProcessing(false);
            String path = setSearchPath(statement.searchPath());
            if (!path.equals(pathSet)) {
                execution.execute(path);
                pathSet = path;
            }
            Result result = Result.of(execution, statement.sql(), written);
            takeBack = !written.isEmpty();
            return result;
        } finally {
            if (takeBack) {
                connection.rollback(before);
                pathSet = null;
            }
        }
    }

    static String setSearchPath(List<String> schemas) {
        return "SET LOCAL search_path = "
                + schemas.stream()
                        .map(schema -> "\"" + schema.replace("\"", "\"\"") + "\"")
                        .collect(Collectors.joining(", "));
    }

    /** Makes every change. */
    Report run() throws SQLException {
        Count count = new Count();
        for (BaseTable table : tables) {
            List<Subject> reaching = subjects.stream()
                    .filter(subject -> subject.reached().contains(table.oid()))
                    .toList();
            if (reaching.isEmpty()) {
                continue;
            }
            for (Attribute attribute : table.changeable()) {
                for (Perturbation perturbation : perturbations) {
                    change(table, attribute, perturbation, reaching, count);
                }
            }
        }
        return new Report(count.compared, count.changed, count.impossible, count.failed, List.copyOf(count.missed));
    }

    private static final class Count {
        private int compared;
        private int changed;
        private int impossible;
        private int failed;
        private final List<Miss> missed = new ArrayList<>();
    }

    private void change(
            BaseTable table, Attribute attribute, Perturbation perturbation, List<Subject> reaching, Count count)
            throws SQLException {
        connection.rollback();
        pathSet = null;
        try (Statement statement = connection.createStatement()) {
            try {
                if (!table.perturb(statement, attribute, perturbation)) {
                    count.impossible++;
                    return;
                }
                for (String view : reach.materializedViewsOver(table.oid())) {
                    statement.execute("REFRESH MATERIALIZED VIEW " + view);
                }
            } catch (SQLException e) {
                count.impossible++;
                return;
            }
            // A recursive query whose tree became a ring never ends.
            statement.execute("SET LOCAL statement_timeout = '1s'");
            Savepoint before = connection.setSavepoint();
            String changed = perturbation + " of " + table.name() + "." + attribute.name();
            for (Subject subject : reaching) {
                Result after;
                try {
                    after = execute(subject.statement(), subject.written(), before);
                } catch (SQLException e) {
                    count.failed++;
                    continue;
                }
                count.compared++;
                List<String> found = new ArrayList<>();
                if (compare(subject, after, attribute, found)) {
                    count.changed++;
                }
                found.forEach(what -> count.missed.add(new Miss(subject.statement(), changed + " changes " + what)));
            }
        } finally {
            connection.rollback();
        }
    }

    /** Whether anything changed; what should not have is added to {@code found}. */
    private boolean compare(Subject subject, Result after, Attribute changed, List<String> found) {
        Result before = subject.before();
        Flow flow = subject.flow();
        boolean rowsMay = Flows.names(flow.rows(), changed.same());
        boolean different = false;
        if (before.rows().size() != after.rows().size()) {
            different = true;
            if (!rowsMay) {
                found.add("how many rows there are");
            }
        } else {
            for (int column = 0; column < before.width(); column++) {
                if (!before.sameOutput(after, column)) {
                    different = true;
                    if (!rowsMay && !outputMay(flow, column, changed.same())) {
                        found.add("column " + (column + 1));
                    }
                }
            }
        }
        for (BaseTable table : subject.written()) {
            different |= compare(subject, table, after, changed, rowsMay, found);
        }
        return different;
    }

    private static boolean outputMay(Flow flow, int column, Set<ColumnId> changed) {
        if (!flow.unknown().isEmpty()) {
            return true;
        }
        return column < flow.outputs().size()
                && Flows.names(flow.outputs().get(column).dependsOn(), changed);
    }

    private static boolean compare(
            Subject subject, BaseTable table, Result after, Attribute changed, boolean rowsMay, List<String> found) {
        boolean different = false;
        for (int index = 0; index < table.attributes().size(); index++) {
            Attribute column = table.attributes().get(index);
            boolean itself = column.id().equals(changed.id())
                    || (column.generated() && table.attributes().contains(changed));
            if (!itself && !subject.before().values(table, index).equals(after.values(table, index))) {
                different = true;
                if (!rowsMay && !writeMay(subject, column, changed.same())) {
                    found.add("what is written to " + table.name() + "." + column.name());
                }
            }
        }
        return different;
    }

    /** What is written to a column is written to it by its own name, by a view's, or to one that it is computed from. */
    private static boolean writeMay(Subject subject, Attribute column, Set<ColumnId> changed) {
        Set<ColumnId> written = new HashSet<>(column.same());
        written.addAll(subject.names().origins(column.id()).columns().keySet());
        return !subject.flow().unknown().isEmpty()
                || subject.flow().writes().stream()
                        .filter(write -> written.contains(write.column())
                                || Flows.names(subject.names().origins(write.column()), written))
                        .anyMatch(write -> Flows.names(write.from(), changed));
    }
}
