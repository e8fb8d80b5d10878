package dev.sallyport.app.policy;

import dev.sallyport.app.policy.RecordedAttempt.Text;
import dev.sallyport.audit.JournalEntry;
import dev.sallyport.audit.JournalFilter;
import dev.sallyport.audit.JournalReader;
import dev.sallyport.audit.NameLookup;
import dev.sallyport.audit.RecordedClaims;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.policy.Situation;
import dev.sallyport.sql.flow.SearchPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a journal for what was decided. Records stand in it in order, so a session's beginning is known before its statements, and all
 * that a statement's situation is made of. For one thread.
 */
final class RecordedStatements {
    /** The most sessions that may be open at once while a journal is read. */
    static final int SESSIONS = 1_000_000;

    private static final Set<String> FAILURES = Set.of("builtin/catalog", "builtin/undecided");

    private final Listener listener;
    private final int mostSessions;
    private final Map<String, RecordedSession> sessions = new HashMap<>();

    /** Who is told what was read, in order. */
    interface Listener {
        /** A statement was attempted. */
        void attempted(RecordedAttempt attempt) throws IOException;

        /** One was attempted of a session whose beginning is not in the journal. */
        void attemptedBySomebody(JournalEntry entry);

        /** A person approved of an attempt, and so it was sent on. */
        void approved(RecordedSession session, long number);

        /** No more comes of it. */
        void ended(RecordedSession session);

        /** A record was read. */
        void read();
    }

    RecordedStatements(Listener listener) {
        this(listener, SESSIONS);
    }

    RecordedStatements(Listener listener, int mostSessions) {
        this.listener = listener;
        this.mostSessions = mostSessions;
    }

    /** Reads a journal; its chain is not looked at. */
    void read(Path journal) throws IOException {
        try {
            new JournalReader(journal).read(JournalFilter.ALL, entry -> {
                try {
                    add(entry);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        } catch (UncheckedIOException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    void add(JournalEntry entry) throws IOException {
        listener.read();
        String id = entry.text("session");
        if (id == null) {
            return;
        }
        RecordedSession session = sessions.get(id);
        switch (entry.type()) {
            case "SessionOpened" -> opened(id, entry);
            case "SessionClosed" -> {
                if (session != null) {
                    sessions.remove(id);
                    listener.ended(session);
                }
            }
            case "StatementAttempted" -> {
                if (session == null) {
                    listener.attemptedBySomebody(entry);
                } else {
                    listener.attempted(attempted(session, entry));
                }
            }
            case "ApprovalDecided" -> {
                if (session != null && "approved".equals(entry.text("verdict"))) {
                    listener.approved(session, number(entry, "attempt"));
                }
            }
            default -> {
                // It says nothing of what was decided.
            }
        }
    }

    private void opened(String id, JournalEntry entry) throws IOException {
        JsonNode identity = entry.fields().path("identity");
        String issuer = text(identity, "issuer");
        String subject = text(identity, "subject");
        String database = entry.text("database");
        if (issuer == null || subject == null || database == null) {
            return;
        }
        if (sessions.size() >= mostSessions) {
            throw new IOException("more than " + mostSessions + " sessions are open at once");
        }
        sessions.put(
                id,
                new RecordedSession(
                        new RecordedSession.Who(
                                issuer,
                                subject,
                                texts(identity.path("groups")),
                                text(identity, "actor"),
                                claims(entry.fields())),
                        database,
                        entry.text("statedManifest"),
                        Objects.requireNonNullElse(entry.text("reason"), ""),
                        Objects.requireNonNullElse(entry.text("task"), "")));
    }

    private static RecordedAttempt attempted(RecordedSession session, JournalEntry entry) {
        JsonNode names = entry.fields().path("names");
        if (names.isObject()) {
            JsonNode path = names.path("searchPath");
            session.names = new NameLookup(
                    path.isArray() ? texts(path) : null,
                    names.path("roleMayDiffer").asBoolean(false),
                    names.path("schemaMayDiffer").asBoolean(false));
        }
        String text = entry.text("statement");
        String hexadecimal = entry.text("statementHex");
        Verdict decision = switch (String.valueOf(entry.text("decision"))) {
            case "allow" -> Verdict.ALLOW;
            case "hold" -> Verdict.APPROVE;
            case "deny" -> Verdict.DENY;
            default -> null;
        };
        String rule = entry.text("rule");
        String notDecided = null;
        if (rule == null
                || decision == null
                || (text == null && hexadecimal == null)
                || entry.fields().path("bySession").asBoolean(false)) {
            // A portal that is executed again, and what is refused for a name, a limit, or what the session is like.
            notDecided = "not decided by the policy when they were recorded";
        } else if (decision == Verdict.DENY && FAILURES.contains(rule)) {
            notDecided = "could not be decided when they were recorded";
        }
        return new RecordedAttempt(
                session,
                number(entry, "attempt"),
                entry.time(),
                text == null ? new Text(Objects.requireNonNullElse(hexadecimal, ""), true) : new Text(text, false),
                decision,
                rule,
                "parse".equals(entry.text("phase")),
                situation(session, entry),
                notDecided);
    }

    private static Situation situation(RecordedSession session, JournalEntry entry) {
        NameLookup names = session.names;
        if (names == null) {
            return Situation.UNKNOWN;
        }
        return new Situation(
                names.searchPath() == null
                        ? new SearchPath.Unknown()
                        : new SearchPath.Known(names.searchPath(), !names.roleMayDiffer()),
                types(entry.fields().path("parameterTypes")),
                Set.of(),
                names.schemaMayDiffer(),
                Math.max(0, number(entry, "attempt") - 1),
                Duration.ofSeconds(number(entry, "ageSeconds")),
                session.reason(),
                session.task());
    }

    /** Those that are no types of the system. */
    private static Set<Integer> types(JsonNode declared) {
        return texts(declared).stream()
                .filter(text -> text.matches("\\d{1,10}"))
                .map(text -> (int) Long.parseLong(text))
                .filter(type -> Integer.compareUnsigned(type, Situation.FIRST_TYPE_OF_USERS) >= 0)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Null if it holds none, as that of an older version. */
    private static @Nullable RecordedClaims claims(JsonNode fields) {
        JsonNode claims = fields.path("claims");
        if (!claims.isObject()) {
            return null;
        }
        Map<String, Object> values = new TreeMap<>();
        claims.properties().forEach(claim -> {
            Object value = value(claim.getValue());
            if (value != null) {
                values.put(claim.getKey(), value);
            }
        });
        JsonNode named = fields.path("claimsNamed");
        return new RecordedClaims(named.isArray() ? new TreeSet<>(texts(named)) : null, new TreeMap<>(values));
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isString()) {
            return node.stringValue();
        } else if (node.isBoolean()) {
            return node.booleanValue();
        } else if (node.isIntegralNumber()) {
            BigInteger number = node.bigIntegerValue();
            return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
        } else if (node.isNumber()) {
            return node.doubleValue();
        } else if (node.isArray()) {
            List<@Nullable Object> elements = new ArrayList<>();
            node.forEach(element -> elements.add(value(element)));
            return Collections.unmodifiableList(elements);
        } else if (node.isObject()) {
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            node.properties().forEach(entry -> entries.put(entry.getKey(), value(entry.getValue())));
            return Collections.unmodifiableMap(entries);
        }
        return null;
    }

    private static long number(JournalEntry entry, String field) {
        JsonNode value = entry.fields().path(field);
        return value.isIntegralNumber() && value.canConvertToLong() ? Math.max(0, value.longValue()) : 0;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asString("")));
        return texts;
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value != null && value.isString() ? value.stringValue() : null;
    }
}
