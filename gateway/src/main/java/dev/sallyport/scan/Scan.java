package dev.sallyport.scan;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks through a database for columns that are likely to be sensitive. What it reads it forgets; only findings leave. */
public final class Scan {
    private final Settings settings;

    /**
     * How to look.
     *
     * @param rows how many rows of each table are read, from 1 to {@link #MOST_ROWS}
     * @param region two letters of ISO 3166: where telephone numbers without a country code are from
     * @param surest findings that are less sure are left out
     * @param timeout how long one table may take
     */
    public record Settings(int rows, String region, Confidence surest, Duration timeout) {
        /** The most rows of one table that are read. */
        public static final int MOST_ROWS = 100_000;

        public Settings {
            if (rows < 1 || rows > MOST_ROWS) {
                throw new IllegalArgumentException("rows are from 1 to " + MOST_ROWS);
            }
            if (!region.matches("[A-Z]{2}")) {
                throw new IllegalArgumentException("a region is two capital letters, such as US");
            }
        }
    }

    /** Told of each table when it has been read, and how many there are. */
    @FunctionalInterface
    public interface Watcher {
        void read(String table, long tables);
    }

    /**
     * What was found.
     *
     * @param tables how many tables were read
     * @param columns how many columns and keys of documents were looked at
     * @param unread tables that could not be read, each with the reason
     */
    public record Report(int tables, int columns, List<Finding> findings, List<String> unread) {
        public Report {
            findings = List.copyOf(findings);
            unread = List.copyOf(unread);
        }
    }

    public Scan(Settings settings) {
        this.settings = settings;
    }

    /**
     * Looks through the database that a connection leads to, as its role may.
     *
     * @throws SQLException if the tables can't be listed
     */
    public Report run(Connection connection, Watcher watcher) throws SQLException {
        Sampler sampler = new Sampler(connection, settings.rows(), settings.timeout());
        Examiner examiner = new Examiner(Kinds.in(settings.region()));
        List<Finding> findings = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        List<Sampler.Table> tables = sampler.tables();
        int columns = 0;
        for (Sampler.Table table : tables) {
            try {
                for (Sample sample : sampler.sample(table)) {
                    columns++;
                    examiner.examine(sample)
                            .filter(finding -> finding.confidence().compareTo(settings.surest()) >= 0)
                            .ifPresent(findings::add);
                }
            } catch (SQLException e) {
                unread.add(table.display() + ": SQLSTATE " + e.getSQLState());
                if (connection.isClosed()) {
                    throw e;
                }
            }
            watcher.read(table.display(), tables.size());
        }
        return new Report(tables.size() - unread.size(), columns, findings, unread);
    }
}
