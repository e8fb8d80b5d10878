package dev.sallyport.session;

import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.BindComplete;
import dev.sallyport.wire.BackendMessage.CloseComplete;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.CopyInResponse;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessage.EmptyQueryResponse;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.FunctionCallResponse;
import dev.sallyport.wire.BackendMessage.NoData;
import dev.sallyport.wire.BackendMessage.ParameterDescription;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ParseComplete;
import dev.sallyport.wire.BackendMessage.PortalSuspended;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Field;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.FrontendMessage.Target;
import dev.sallyport.wire.TransactionStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's side of the protocol, in the small: prepared statements, portals, transactions, skipping to Sync after an error, COPY in,
 * and output that stays in a buffer until something flushes it. Its statements are words: {@code select}, {@code begin},
 * {@code commit}, {@code fail}, {@code copy}, {@code two} (two selects), {@code prepare NAME TEXT}, {@code execute NAME},
 * {@code deallocate NAME}, {@code declare NAME TEXT}, {@code close NAME}, {@code spoil} (texts with a backslash mean something else from
 * now on, of which it tells before it is ready), {@code path NAME} and {@code boundpath NAME} (names are looked for there from now on,
 * by the latter once it is bound), and anything with {@code bad} in it is a syntax error.
 */
final class ModelServer {
    static final int TABLE = 4711;
    static final short SECRET_COLUMN = 2;
    /** What no client may see. */
    static final String CANARY = "canary-7f3a";

    /** A call of lo_open, and what it is decided by. */
    static final Bytes OPEN = Bytes.of(new byte[] {0, 0, 3, (byte) 0xb8, 0, 0, 0, 0, 0, 0});

    /** A call of lo_close, which is refused because it is to be masked. */
    static final Bytes CLOSE = Bytes.of(new byte[] {0, 0, 3, (byte) 0xb9, 0, 0, 0, 0, 0, 0});

    static final String OPEN_TEXT = "SELECT pg_catalog.lo_open($1, $2)";

    private static final int ROWS = 3;
    private static final Set<String> NAMING = Set.of("prepare", "deallocate", "execute", "declare", "close");

    private final Predicate<String> refuses;
    private final Predicate<String> refusesToRun;
    private final boolean namesApart;
    private final Set<String> preparedByProtocol = new HashSet<>();
    private final Set<String> boundByProtocol = new HashSet<>();
    private final Map<String, String> prepared = new HashMap<>();
    private final Map<String, Cursor> portals = new HashMap<>();
    private final List<Bytes> buffer = new ArrayList<>();
    private final List<Bytes> output = new ArrayList<>();
    private TransactionStatus status = TransactionStatus.IDLE;
    private boolean skipping;
    private boolean copying;
    private boolean copyInQuery;
    private boolean outOfTime;
    private boolean spoiled;
    private final ModelPath path = new ModelPath();

    private static final class Cursor {
        final String text;
        int at;

        Cursor(String text) {
            this.text = text;
        }
    }

    /**
     * A server with rules of its own.
     *
     * @param refuses which texts it takes for syntax errors
     * @param refusesToRun which texts it prepares but neither binds nor runs
     * @param namesApart whether names that SQL gave are no names of the protocol, and the other way about; a cursor declared or closed
     *     then costs the protocol the portal of that name
     */
    ModelServer(Predicate<String> refuses, Predicate<String> refusesToRun, boolean namesApart) {
        this.refuses = refuses;
        this.refusesToRun = refusesToRun;
        this.namesApart = namesApart;
    }

    /** Where names in what it gets now are looked for; null if it looks at nothing now. */
    @Nullable
    String path() {
        return skipping || copying || status == TransactionStatus.FAILED ? null : path.current();
    }

    /** How many messages it has ready and keeps until something flushes them. */
    int kept() {
        return buffer.size();
    }

    /** What it has flushed since the last call. */
    List<Bytes> takeOutput() {
        List<Bytes> taken = List.copyOf(output);
        output.clear();
        return taken;
    }

    String textOf(String statement) {
        return prepared.getOrDefault(statement, "");
    }

    /** Lets the time of an extended query that was begun run out; the server finds that at the next Flush. */
    void runOutOfTime() {
        outOfTime = true;
    }

    /** Whether texts with a backslash mean something else than they did. */
    boolean spoiled() {
        return spoiled;
    }

    String textOfPortal(String portal) {
        Cursor cursor = portals.get(portal);
        return cursor == null ? "" : cursor.text;
    }

    boolean skipping() {
        return skipping;
    }

    boolean copying() {
        return copying;
    }

    void receive(FrontendMessage message) {
        if (copying) {
            copy(message);
            return;
        }
        if (skipping && !(message instanceof FrontendMessage.Sync)) {
            return;
        }
        switch (message) {
            case FrontendMessage.Query(var sql) -> query(sql.utf8ForDisplay());
            case FrontendMessage.Parse parse -> parse(parse);
            case FrontendMessage.Bind bind -> bind(bind);
            case FrontendMessage.Describe describe -> describe(describe);
            case FrontendMessage.Execute execute -> execute(execute);
            case FrontendMessage.Close close -> {
                (close.target() == Target.PORTAL ? portals : prepared).remove(close.name());
                (close.target() == Target.PORTAL ? boundByProtocol : preparedByProtocol).remove(close.name());
                say(new CloseComplete());
            }
            case FrontendMessage.Flush _ -> {
                if (outOfTime) {
                    outOfTime = false;
                    failExtended("57014", "canceling statement due to statement timeout");
                }
                flush();
            }
            case FrontendMessage.Sync _ -> {
                skipping = false;
                ready();
            }
            case FrontendMessage.FunctionCall call -> {
                if (!call.body().equals(OPEN)) {
                    fail("0A000", "no such function here");
                } else if (status == TransactionStatus.FAILED) {
                    fail("25P02", "aborted");
                } else {
                    say(new FunctionCallResponse(Optional.of(Bytes.ofUtf8("0000"))));
                }
                ready();
            }
            default -> {
                // What is left of a COPY.
            }
        }
    }

    private void query(String sql) {
        checkReading(sql);
        prepared.remove("");
        portals.remove("");
        if (isRefused(sql) || refusesToRun.test(sql)) {
            fail("42601", "refused " + sql);
        } else if (status == TransactionStatus.FAILED && !sql.equals("commit")) {
            fail("25P02", "aborted");
        } else if (sql.startsWith("copy")) {
            copying = true;
            copyInQuery = true;
            say(new CopyInResponse(Format.TEXT, List.of(Format.TEXT)));
            flush();
            return;
        } else if (sql.startsWith("two")) {
            rows(new Cursor(sql), 0, true);
            rows(new Cursor(sql), 0, true);
        } else {
            run(sql, new Cursor(sql), 0, true);
        }
        ready();
    }

    private void run(String sql, Cursor cursor, int limit, boolean describe) {
        if (sql.isEmpty()) {
            say(new EmptyQueryResponse());
        } else if (sql.startsWith("begin")) {
            status = TransactionStatus.IN_TRANSACTION;
            say(new CommandComplete("BEGIN"));
        } else if (sql.startsWith("commit")) {
            say(new CommandComplete(status == TransactionStatus.FAILED ? "ROLLBACK" : "COMMIT"));
            status = TransactionStatus.IDLE;
            path.committed();
            boundByProtocol.clear();
            portals.clear();
        } else if (sql.startsWith("fail")) {
            fail("22012", "division by " + CANARY);
        } else if (sql.startsWith("path") || sql.startsWith("boundpath")) {
            path.run(sql, "path");
            path.run(sql, describe ? "boundpath" : "path");
            say(new CommandComplete("SET"));
        } else if (sql.startsWith("spoil")) {
            spoiled = true;
            say(new CommandComplete("SELECT 0"));
        } else if (NAMING.contains(sql.split(" ")[0])) {
            naming(sql.split(" ", 3), describe);
        } else {
            rows(cursor, limit, describe);
        }
    }

    /** What SQL does to the names that it shares with the protocol. */
    private void naming(String[] words, boolean simple) {
        String name = words[1];
        String error = switch (words[0]) {
            case "prepare" -> prepared.putIfAbsent(name, words[2]) == null ? null : "exists";
            case "deallocate" -> {
                preparedByProtocol.remove(name);
                yield prepared.remove(name) == null ? "missing" : null;
            }
            case "declare" ->
                status != TransactionStatus.IN_TRANSACTION
                        ? "no transaction"
                        : portals.putIfAbsent(name, new Cursor(words[2])) == null ? null : "exists";
            case "close" -> {
                boundByProtocol.remove(name);
                yield portals.remove(name) == null ? "missing" : null;
            }
            default -> executed(name);
        };
        if (error != null) {
            if (simple) {
                fail("42000", error);
            } else {
                failExtended("42000", error);
            }
            return;
        }
        if (namesApart && (words[0].equals("declare") || words[0].equals("close"))) {
            boundByProtocol.remove(name);
        }
        say(new CommandComplete(words[0].toUpperCase(Locale.ROOT)));
    }

    private @Nullable String executed(String name) {
        if (preparedByProtocol.contains(name) && !namesApart) {
            throw new AssertionError("SQL runs what the protocol prepared under " + name);
        }
        return prepared.containsKey(name) && !preparedByProtocol.contains(name) ? null : "missing";
    }

    private void rows(Cursor cursor, int limit, boolean describe) {
        if (describe) {
            say(description());
        }
        int until = limit <= 0 ? ROWS : Math.min(ROWS, cursor.at + limit);
        for (; cursor.at < until; cursor.at++) {
            say(new DataRow(List.of(Bytes.ofUtf8("plain" + cursor.at), Bytes.ofUtf8(CANARY + cursor.at))));
        }
        say(
                limit > 0 && cursor.at == until && until < ROWS
                        ? new PortalSuspended()
                        : new CommandComplete("SELECT " + ROWS));
    }

    private static RowDescription description() {
        return new RowDescription(List.of(
                new Field("plain", TABLE, (short) 1, 25, (short) -1, -1, Format.TEXT),
                new Field("secret", TABLE, SECRET_COLUMN, 25, (short) -1, -1, Format.TEXT)));
    }

    private void parse(FrontendMessage.Parse parse) {
        String sql = parse.sql().utf8ForDisplay();
        if (parse.statement().isEmpty()) {
            prepared.remove("");
        }
        boolean check = sql.contains("AS sallyport");
        if (!check) {
            checkReading(sql);
        }
        if (isRefused(sql) || (check && spoiled)) {
            failExtended("42601", "refused " + sql);
        } else if (!parse.statement().isEmpty() && prepared.containsKey(parse.statement())) {
            failExtended("42P05", "exists");
        } else if (status == TransactionStatus.FAILED && !sql.equals("commit")) {
            failExtended("25P02", "aborted");
        } else {
            prepared.put(parse.statement(), sql);
            preparedByProtocol.add(parse.statement());
            say(new ParseComplete());
        }
    }

    private void checkReading(String sql) {
        if (spoiled && sql.contains("\\")) {
            throw new AssertionError("the server reads otherwise than was decided: " + sql);
        }
    }

    private void bind(FrontendMessage.Bind bind) {
        String sql = prepared.get(bind.statement());
        if (sql == null || (namesApart && !preparedByProtocol.contains(bind.statement()))) {
            failExtended("26000", "no such statement");
        } else if (refusesToRun.test(sql) || isTooLongToHold(sql, bind)) {
            failExtended("42501", "refused " + sql);
        } else if (status == TransactionStatus.FAILED && !sql.equals("commit")) {
            failExtended("25P02", "aborted");
        } else if (!bind.portal().isEmpty() && portals.containsKey(bind.portal())) {
            failExtended("42P03", "exists");
        } else {
            portals.put(bind.portal(), new Cursor(sql));
            path.run(sql, "boundpath");
            boundByProtocol.add(bind.portal());
            say(new BindComplete());
        }
    }

    private boolean isTooLongToHold(String sql, FrontendMessage.Bind bind) {
        return namesApart && sql.startsWith("held") && bind.encode().length() - 1 > World.LONGEST_BIND;
    }

    private void describe(FrontendMessage.Describe describe) {
        if (describe.target() == Target.STATEMENT) {
            String sql = prepared.get(describe.name());
            if (sql == null) {
                failExtended("26000", "no such statement");
            } else {
                say(new ParameterDescription(List.of()));
                say(returnsRows(sql) ? description() : new NoData());
            }
        } else {
            Cursor cursor = portals.get(describe.name());
            if (cursor == null) {
                failExtended("34000", "no such portal");
            } else {
                say(returnsRows(cursor.text) ? description() : new NoData());
            }
        }
    }

    private static boolean returnsRows(String sql) {
        return sql.startsWith("select") || sql.startsWith("two") || sql.startsWith("held");
    }

    private void execute(FrontendMessage.Execute execute) {
        Cursor cursor = portals.get(execute.portal());
        if (cursor == null || (namesApart && !boundByProtocol.contains(execute.portal()))) {
            failExtended("34000", "no such portal");
        } else if (status == TransactionStatus.FAILED && !cursor.text.equals("commit")) {
            failExtended("25P02", "aborted");
        } else if (cursor.text.startsWith("copy")) {
            copying = true;
            copyInQuery = false;
            say(new CopyInResponse(Format.TEXT, List.of(Format.TEXT)));
            flush();
        } else if (cursor.text.startsWith("fail")) {
            failExtended("22012", "division by " + CANARY);
        } else {
            run(cursor.text, cursor, execute.maximumRows(), false);
        }
    }

    private void copy(FrontendMessage message) {
        switch (message) {
            case FrontendMessage.CopyDone _ -> {
                copying = false;
                say(new CommandComplete("COPY 1"));
                if (copyInQuery) {
                    ready();
                }
            }
            case FrontendMessage.CopyFail _ -> {
                copying = false;
                if (copyInQuery) {
                    fail("57014", "COPY failed");
                    ready();
                } else {
                    failExtended("57014", "COPY failed");
                }
            }
            case FrontendMessage.CopyData(var data)
            when data.utf8ForDisplay().startsWith("bad") -> {
                copying = false;
                if (copyInQuery) {
                    fail("22P04", "no row");
                    ready();
                } else {
                    failExtended("22P04", "no row");
                }
            }
            case FrontendMessage.CopyData _, FrontendMessage.Flush _, FrontendMessage.Sync _ -> {
                // Data, and what is ignored among them.
            }
            default ->
                throw new AssertionError("the server got " + message.getClass().getSimpleName() + " during COPY");
        }
    }

    /** An error of its own: the text is one that PostgreSQL's grammar rejects, or one this server refuses besides. */
    private boolean isRefused(String sql) {
        return sql.startsWith("sallyport") || refuses.test(sql);
    }

    private void failExtended(String sqlState, String message) {
        fail(sqlState, message);
        skipping = true;
    }

    private void fail(String sqlState, String message) {
        error(sqlState, message);
        if (status == TransactionStatus.IN_TRANSACTION) {
            status = TransactionStatus.FAILED;
        }
    }

    private void error(String sqlState, String message) {
        path.failed();
        say(ErrorResponse.builder("ERROR", sqlState, message).build());
        flush();
    }

    private void ready() {
        if (status == TransactionStatus.IDLE) {
            portals.clear();
            boundByProtocol.clear();
            path.committed();
        }
        if (path.tell()) {
            say(new ParameterStatus("search_path", path.current()));
        }
        if (spoiled) {
            say(new ParameterStatus("standard_conforming_strings", "off"));
        }
        say(new ReadyForQuery(status));
        flush();
    }

    private void say(BackendMessage message) {
        buffer.add(message.encode());
    }

    private void flush() {
        output.addAll(buffer);
        buffer.clear();
    }
}
