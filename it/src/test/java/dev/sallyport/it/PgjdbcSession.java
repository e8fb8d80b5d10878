package dev.sallyport.it;

import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.util.PGobject;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What pgjdbc sees of a database, one line for each thing. */
final class PgjdbcSession implements AutoCloseable {
    private static final int ROWS = 5_000;
    private static final String MANY = "SELECT i, md5(i::text) FROM generate_series(1, " + ROWS + ") i";

    private final Endpoint endpoint;
    private final Map<String, String> options;
    private final Connection connection;
    private final List<String> seen = new ArrayList<>();

    private PgjdbcSession(Endpoint endpoint, Map<String, String> options) throws SQLException {
        this.endpoint = endpoint;
        this.options = options;
        this.connection = connect(endpoint, options);
    }

    static Connection connect(Endpoint endpoint, Map<String, String> options) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", endpoint.user());
        properties.setProperty("password", endpoint.password());
        properties.setProperty("sslmode", endpoint.tls() ? "require" : "disable");
        options.forEach(properties::setProperty);
        if (!endpoint.tls()) {
            properties.remove("sslNegotiation");
        }
        return DriverManager.getConnection(url(endpoint), properties);
    }

    static String url(Endpoint endpoint) {
        return "jdbc:postgresql://" + Endpoint.HOST + ":" + endpoint.port() + "/" + endpoint.database();
    }

    /** Everything that it does every day. */
    static List<String> everyday(Endpoint endpoint, Map<String, String> options) throws Exception {
        try (PgjdbcSession session = new PgjdbcSession(endpoint, options)) {
            session.execute("SET client_min_messages = warning");
            session.execute("DROP SCHEMA IF EXISTS pgjdbc CASCADE");
            session.execute("CREATE SCHEMA pgjdbc; SET search_path = pgjdbc");
            session.execute("CREATE TABLE things (id serial PRIMARY KEY, name text NOT NULL, price numeric(8, 2))");
            session.execute("COMMENT ON TABLE things IS 'what is sold'");
            session.types();
            session.prepared();
            session.transactions();
            session.batches();
            session.cursors();
            session.copies();
            session.errors();
            session.metadata();
            session.notifications();
            session.cancels();
            session.execute("DROP SCHEMA pgjdbc CASCADE");
            return session.seen;
        }
    }

    private void types() throws SQLException {
        OffsetDateTime moment = OffsetDateTime.ofInstant(Instant.parse("2026-01-02T03:04:05.678901Z"), ZoneOffset.UTC);
        trip("int2", -32768);
        trip("int4", Integer.MAX_VALUE);
        trip("int8", Long.MIN_VALUE);
        trip("numeric", new BigDecimal("-12345678901234567890.0987654321"));
        trip("float8", 0.1);
        trip("bool", true);
        trip("text", "Grüße, 世界 'quoted' \\");
        trip("text", "");
        trip("text", null);
        trip("bytea", new byte[] {0, 1, -1});
        trip("date", LocalDate.of(2026, 2, 28));
        trip("timestamptz", moment);
        trip("uuid", new UUID(1, 2));
        trip("int4[]", connection.createArrayOf("int4", new Object[] {1, null, 3}));
        trip("text[]", connection.createArrayOf("text", new Object[] {"a", "b,\"c\"", null}));
        PGobject document = new PGobject();
        document.setType("jsonb");
        document.setValue("{\"a\": [1, null, \"ü\"]}");
        trip("jsonb", document);
    }

    private void trip(String type, @Nullable Object value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ?::" + type)) {
            for (int i = 0; i < 2; i++) {
                if (value == null) {
                    statement.setNull(1, Types.VARCHAR);
                } else {
                    statement.setObject(1, value);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    Object got = rows.getObject(1);
                    say(type, got instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(got));
                }
            }
        }
    }

    private void prepared() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ? + 1, ?::text")) {
            for (int i = 0; i < 8; i++) {
                statement.setInt(1, i);
                statement.setString(2, "x".repeat(i));
                say("prepared", all(statement.executeQuery()));
            }
        }
        if (binds()) {
            try (var call = connection.prepareCall("{? = call upper(?)}")) {
                call.registerOutParameter(1, Types.VARCHAR);
                call.setString(2, "called");
                call.execute();
                say("call", call.getString(1));
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO things (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, "keyed");
            insert.executeUpdate();
            say("generated keys", all(insert.getGeneratedKeys()));
        }
    }

    /** Where it sends texts alone, pgjdbc calls no functions that give something back. */
    private boolean binds() {
        return !"simple".equals(options.get("preferQueryMode"));
    }

    private void transactions() throws SQLException {
        connection.setAutoCommit(false);
        execute("INSERT INTO things (name) VALUES ('kept')");
        Savepoint savepoint = connection.setSavepoint();
        attempt("INSERT INTO things (id, name) VALUES (1, 'twice')");
        attempt("SELECT 'in a failed transaction'");
        connection.rollback(savepoint);
        attempt("SELECT 'after the savepoint'");
        connection.commit();
        execute("DELETE FROM things");
        connection.rollback();
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        connection.setReadOnly(true);
        attempt("DELETE FROM things");
        connection.rollback();
        connection.setReadOnly(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(true);
        attempt("SELECT name FROM things ORDER BY id");
    }

    private void batches() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO things (name, price) VALUES (?, ?)")) {
            for (int i = 0; i < 300; i++) {
                insert.setString(1, "batch " + i);
                insert.setBigDecimal(2, BigDecimal.valueOf(i, 2));
                insert.addBatch();
            }
            say("batch", Integer.toString(Arrays.stream(insert.executeBatch()).sum()));
            insert.setString(1, "fine");
            insert.setBigDecimal(2, BigDecimal.ONE);
            insert.addBatch();
            insert.setString(1, null);
            insert.addBatch();
            insert.executeBatch();
            say("a broken batch", "passed");
        } catch (BatchUpdateException failure) {
            say("a broken batch", failure.getSQLState() + " " + Arrays.toString(failure.getUpdateCounts()));
        }
        attempt("SELECT count(*), sum(price) FROM things");
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("UPDATE things SET price = 1 WHERE name LIKE 'batch 1%'");
            statement.addBatch("DELETE FROM things WHERE name LIKE 'batch 2%'");
            say("texts", Arrays.toString(statement.executeBatch()));
            say("several", Boolean.toString(statement.execute("SELECT 1; SELECT 2, 3; UPDATE things SET price = 2")));
            say("the first", all(statement.getResultSet()));
            say("more", Boolean.toString(statement.getMoreResults()));
            say("the second", all(statement.getResultSet()));
            statement.getMoreResults();
            say("the third", Integer.toString(statement.getUpdateCount()));
        }
    }

    private void cursors() throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(MANY)) {
            statement.setFetchSize(700);
            say("by fetch size", digest(statement.executeQuery()));
        }
        try (PreparedStatement one = connection.prepareStatement(MANY);
                PreparedStatement other = connection.prepareStatement("SELECT ?::int")) {
            one.setFetchSize(10);
            ResultSet rows = one.executeQuery();
            int sum = 0;
            while (rows.next() && rows.getInt(1) <= 35) {
                other.setInt(1, rows.getInt(1));
                try (ResultSet inner = other.executeQuery()) {
                    inner.next();
                    sum += inner.getInt(1);
                }
            }
            rows.close();
            say("two at once", Integer.toString(sum));
        }
        execute("CREATE FUNCTION opened() RETURNS refcursor LANGUAGE plpgsql AS $$DECLARE c refcursor; BEGIN OPEN c"
                + " FOR SELECT name FROM things ORDER BY id LIMIT 3; RETURN c; END$$");
        if (binds()) {
            try (var call = connection.prepareCall("{? = call opened()}")) {
                call.registerOutParameter(1, Types.REF_CURSOR);
                call.execute();
                say("a cursor that a function opened", all((ResultSet) call.getObject(1)));
            }
        }
        try (Statement scroll =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                ResultSet rows = scroll.executeQuery("SELECT id, name FROM things ORDER BY id")) {
            rows.absolute(2);
            rows.updateString("name", "updated");
            rows.updateRow();
            say("updated", rows.getString("name"));
        }
        connection.rollback();
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(5);
            say("five rows at most", all(statement.executeQuery(MANY)));
        }
    }

    private void copies() throws Exception {
        execute("CREATE TABLE copied (id int, body text, ratio float8)");
        var copy = connection.unwrap(PGConnection.class).getCopyAPI();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            lines.append(i)
                    .append("\tline ")
                    .append(i)
                    .append('\t')
                    .append(i / 8.0)
                    .append('\n');
        }
        say("COPY in", Long.toString(copy.copyIn("COPY copied FROM STDIN", new StringReader(lines.toString()))));
        StringWriter out = new StringWriter();
        long count = copy.copyOut("COPY copied TO STDOUT (FORMAT csv)", out);
        say("COPY out", count + " " + out.toString().hashCode());
        try {
            copy.copyIn("COPY copied FROM STDIN", new StringReader("x\ty\tz\n"));
            say("COPY of a bad line", "passed");
        } catch (SQLException failure) {
            say("COPY of a bad line", text(failure));
        }
        var given = copy.copyIn("COPY copied FROM STDIN (FORMAT binary)");
        given.cancelCopy();
        attempt("SELECT count(*), sum(ratio) FROM copied");
    }

    private void errors() throws SQLException {
        for (String text : List.of(
                "SELEC 1",
                "SELECT nothing FROM things",
                "SELECT * FROM no_such_table",
                "INSERT INTO things (name) VALUES (NULL)",
                "SELECT 1 / 0",
                "SELECT 'x'::int",
                "",
                "SELECT 'goes on'")) {
            attempt(text);
        }
    }

    private void metadata() throws SQLException {
        var metadata = connection.getMetaData();
        say("product", metadata.getDatabaseProductName() + " " + metadata.getDatabaseMajorVersion());
        try (ResultSet columns = metadata.getColumns(null, "pgjdbc", "things", null)) {
            while (columns.next()) {
                say(
                        "column",
                        columns.getString("COLUMN_NAME") + " " + columns.getString("TYPE_NAME") + " "
                                + columns.getString("COLUMN_DEF"));
            }
        }
        try (ResultSet keys = metadata.getPrimaryKeys(null, "pgjdbc", "things")) {
            keys.next();
            say("key", keys.getString("PK_NAME") + " " + keys.getString("COLUMN_NAME"));
        }
        try (ResultSet tables = metadata.getTables(null, "pgjdbc", "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                say("table", tables.getString("TABLE_NAME") + " " + tables.getString("REMARKS"));
            }
        }
    }

    private void notifications() throws SQLException {
        execute("LISTEN pgjdbc_channel");
        try (Connection other = connect(endpoint, options);
                Statement statement = other.createStatement()) {
            statement.execute("NOTIFY pgjdbc_channel, 'payload ü'");
        }
        for (var notification :
                connection.unwrap(PGConnection.class).getNotifications((int) Await.DEADLINE.toMillis())) {
            say("notification", notification.getName() + " " + notification.getParameter());
        }
        execute("UNLISTEN *");
        try (Statement statement = connection.createStatement()) {
            statement.execute("DO $$BEGIN RAISE WARNING 'from a block'; END$$");
            say("warning", String.valueOf(statement.getWarnings()));
        }
    }

    private void cancels() throws SQLException {
        try (Connection other = connect(endpoint, options);
                Statement asking = other.createStatement();
                Statement sleeping = connection.createStatement()) {
            CompletableFuture<Void> canceller = Meanwhile.run(() -> {
                Await.until("the server sleeps", () -> {
                    try (ResultSet rows = asking.executeQuery("SELECT count(*) FROM pg_stat_activity"
                            + " WHERE query LIKE 'SELECT pg_sleep(62)%' AND wait_event = 'PgSleep'")) {
                        return rows.next() && rows.getInt(1) == 1;
                    }
                });
                try {
                    sleeping.cancel();
                } catch (SQLException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            try {
                sleeping.execute("SELECT pg_sleep(62)");
                say("cancelled", "no");
            } catch (SQLException failure) {
                say("cancelled", text(failure));
            }
            canceller.join();
        }
        execute("SET statement_timeout = '200ms'");
        attempt("SELECT pg_sleep(60)");
        execute("RESET statement_timeout");
        attempt("SELECT 'after that'");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void attempt(String sql) {
        try (Statement statement = connection.createStatement()) {
            say(sql, statement.execute(sql) ? all(statement.getResultSet()) : "" + statement.getUpdateCount());
        } catch (SQLException failure) {
            say(sql, text(failure));
        }
    }

    private static String text(SQLException failure) {
        ServerErrorMessage message = failure instanceof PSQLException error ? error.getServerErrorMessage() : null;
        return failure.getSQLState() + " "
                + (message == null
                        ? failure.getMessage()
                        : String.join(
                                " | ",
                                String.valueOf(message.getSeverity()),
                                String.valueOf(message.getMessage()),
                                String.valueOf(message.getDetail()),
                                String.valueOf(message.getConstraint()),
                                Integer.toString(message.getPosition())));
    }

    private static String all(@Nullable ResultSet result) throws SQLException {
        if (result == null) {
            return "nothing";
        }
        List<String> lines = new ArrayList<>();
        try (result) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    cells.add(String.valueOf(result.getString(i)));
                }
                lines.add(String.join(", ", cells));
            }
        }
        return String.join(" / ", lines);
    }

    private static String digest(ResultSet result) throws SQLException {
        String text = all(result);
        return text.length() + " " + text.hashCode();
    }

    private void say(String what, String value) {
        seen.add(what + ": " + value);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
