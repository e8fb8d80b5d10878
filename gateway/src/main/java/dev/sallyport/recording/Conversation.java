package dev.sallyport.recording;

import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Field;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.Parse;
import dev.sallyport.wire.FrontendMessage.Target;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the client asked for, so that an answer can be read: which statement a portal belongs to and what its
 * rows look like. Forgets the oldest when there is too much. Not thread-safe.
 */
final class Conversation {
    /** So many statements, portals and open requests are remembered. */
    static final int MAX_REMEMBERED = 1_000;

    private final Map<String, Statement> statements = bounded();
    private final Map<String, Portal> portals = bounded();
    private final ArrayDeque<Request> requests = new ArrayDeque<>();
    private List<Field> simpleFields = List.of();

    private static final class Statement {
        private final Bytes sql;
        private final List<Integer> parameterTypes;
        private List<Field> fields = List.of();

        Statement(Bytes sql, List<Integer> parameterTypes) {
            this.sql = sql;
            this.parameterTypes = parameterTypes;
        }
    }

    private record Portal(@Nullable Statement statement, List<Format> formats) {}

    private sealed interface Request {
        record Describe(Target target, String name) implements Request {}

        record Execute(@Nullable Portal portal) implements Request {}

        /** A Query or a Sync: where a failed sequence goes on. */
        record Boundary() implements Request {}
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MAX_REMEMBERED;
            }
        };
    }

    void parse(Parse parse) {
        statements.put(parse.statement(), new Statement(parse.sql(), parse.parameterTypes()));
    }

    void bind(Bind bind) {
        portals.put(bind.portal(), new Portal(statements.get(bind.statement()), bind.resultFormats()));
    }

    /** The text of a prepared statement; null if it is not known. */
    @Nullable
    Bytes sql(String statement) {
        Statement known = statements.get(statement);
        return known == null ? null : known.sql;
    }

    /** The OID of a parameter's type, counted from 0; 0 if it is not known. */
    int parameterType(String statement, int index) {
        Statement known = statements.get(statement);
        return known == null || index >= known.parameterTypes.size() ? 0 : known.parameterTypes.get(index);
    }

    void describe(Target target, String name) {
        request(new Request.Describe(target, name));
    }

    void execute(String portal) {
        request(new Request.Execute(portals.get(portal)));
    }

    void boundary() {
        request(new Request.Boundary());
    }

    private void request(Request request) {
        if (requests.size() >= MAX_REMEMBERED) {
            requests.clear();
        }
        requests.add(request);
    }

    /** The server described rows; returns whether they follow at once, as those of a Query do. */
    boolean described(List<Field> fields) {
        if (requests.peek() instanceof Request.Describe describe) {
            requests.remove();
            Statement statement = described(describe);
            if (statement != null) {
                statement.fields = fields;
            }
            return false;
        }
        simpleFields = fields;
        return true;
    }

    private @Nullable Statement described(Request.Describe describe) {
        return switch (describe.target()) {
            case STATEMENT -> statements.get(describe.name());
            case PORTAL -> {
                Portal portal = portals.get(describe.name());
                yield portal == null ? null : portal.statement();
            }
        };
    }

    void describedWithoutRows() {
        if (requests.peek() instanceof Request.Describe) {
            requests.remove();
        }
    }

    /** What the rows look like that come now; empty if it is not known. */
    List<Field> fields() {
        if (requests.peek() instanceof Request.Execute execute) {
            Portal portal = execute.portal();
            return portal == null || portal.statement() == null ? List.of() : portal.statement().fields;
        }
        return simpleFields;
    }

    /** The format of a column of the rows that come now. */
    Format format(int column) {
        if (requests.peek() instanceof Request.Execute execute && execute.portal() != null) {
            List<Format> formats = execute.portal().formats();
            return formats.size() <= 1 || column < formats.size() ? Format.of(formats, column) : Format.TEXT;
        }
        return column < simpleFields.size() ? simpleFields.get(column).format() : Format.TEXT;
    }

    void executed() {
        if (requests.peek() instanceof Request.Execute) {
            requests.remove();
        }
    }

    /** The server skips everything up to the boundary. */
    void failed() {
        while (!requests.isEmpty() && !(requests.peek() instanceof Request.Boundary)) {
            requests.remove();
        }
    }

    void ready() {
        failed();
        requests.poll();
    }
}
