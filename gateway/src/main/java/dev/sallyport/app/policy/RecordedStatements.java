package dev.sallyport.app.policy;

import dev.sallyport.audit.JournalEntry;
import dev.sallyport.audit.JournalFilter;
import dev.sallyport.audit.JournalReader;
import dev.sallyport.policy.RuleSetting.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a journal holds of statements that were decided: each once, with how often it was decided so for whom. Records stand in the
 * journal in order, so a session's identity is known before its statements. For one thread.
 */
final class RecordedStatements {
    /** The most sessions that may be open at once while a journal is read. */
    static final int SESSIONS = 1_000_000;

    private final @Nullable Instant since;
    private final @Nullable Instant until;
    private final int limit;
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<Key, Recorded> recorded = new LinkedHashMap<>();
    private final Map<String, Long> leftOut = new TreeMap<>();

    /** Who a session was of, as far as the journal holds it: without the claims. */
    record Session(
            String issuer,
            String subject,
            List<String> groups,
            @Nullable String actor,
            String database) {
        Session {
            groups = List.copyOf(groups);
        }
    }

    private record Key(Session session, String text, boolean hexadecimal, Verdict decision) {}

    /** A statement that was decided so for somebody. */
    static final class Recorded {
        private final Key key;
        private final String rule;
        private Instant last;
        private long times;

        private Recorded(Key key, String rule, Instant last) {
            this.key = key;
            this.rule = rule;
            this.last = last;
        }

        Session session() {
            return key.session();
        }

        Verdict decision() {
            return key.decision();
        }

        /** What weighed most when it was first decided so. */
        String rule() {
            return rule;
        }

        /** When it was decided so last. */
        Instant last() {
            return last;
        }

        long times() {
            return times;
        }

        /** The exact bytes. */
        byte[] sql() {
            return key.hexadecimal()
                    ? HexFormat.of().parseHex(key.text())
                    : key.text().getBytes(StandardCharsets.UTF_8);
        }

        /** The text for a person; bytes that are not UTF-8 are shown as hexadecimal digits. */
        String shown() {
            return key.hexadecimal() ? "\\x" + key.text() : key.text();
        }
    }

    /**
     * Reads nothing yet.
     *
     * @param since not before; null from the beginning
     * @param until before; null to the end
     * @param limit how many different statements to keep
     */
    RecordedStatements(@Nullable Instant since, @Nullable Instant until, int limit) {
        this.since = since;
        this.until = until;
        this.limit = limit;
    }

    /** Reads a journal; its chain is not looked at. */
    void read(Path journal) throws IOException {
        try {
            new JournalReader(journal).read(JournalFilter.ALL, this::add);
        } catch (UncheckedIOException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    Collection<Recorded> all() {
        return recorded.values();
    }

    /** How many attempts were left out, by why. */
    Map<String, Long> leftOut() {
        return leftOut;
    }

    void leaveOut(String why, long times) {
        leftOut.merge(why, times, Long::sum);
    }

    private void add(JournalEntry entry) {
        switch (entry.type()) {
            case "SessionOpened" -> opened(entry);
            case "SessionClosed" -> sessions.remove(String.valueOf(entry.text("session")));
            case "StatementAttempted" -> attempted(entry);
            default -> {
                // Nothing was decided by the policy there.
            }
        }
    }

    private void opened(JournalEntry entry) {
        JsonNode identity = entry.fields().path("identity");
        String issuer = text(identity, "issuer");
        String subject = text(identity, "subject");
        String database = entry.text("database");
        String session = entry.text("session");
        if (issuer == null || subject == null || database == null || session == null) {
            return;
        }
        if (sessions.size() >= SESSIONS) {
            throw new UncheckedIOException(new IOException("more than " + SESSIONS + " sessions are open at once"));
        }
        List<String> groups = new ArrayList<>();
        identity.path("groups").forEach(group -> groups.add(group.asString()));
        sessions.put(session, new Session(issuer, subject, groups, text(identity, "actor"), database));
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    private void attempted(JournalEntry entry) {
        if ((since != null && entry.time().isBefore(since))
                || (until != null && !entry.time().isBefore(until))) {
            return;
        }
        String text = entry.text("statement");
        String hex = entry.text("statementHex");
        Verdict decision = switch (String.valueOf(entry.text("decision"))) {
            case "allow" -> Verdict.ALLOW;
            case "hold" -> Verdict.APPROVE;
            case "deny" -> Verdict.DENY;
            default -> null;
        };
        String rule = entry.text("rule");
        Session session = sessions.get(String.valueOf(entry.text("session")));
        if (session == null) {
            leaveOut("of sessions whose beginning is not in the journal", 1);
        } else if (rule == null || decision == null || (text == null && hex == null)) {
            // A portal that is executed again, and what is refused for a name or a limit.
            leaveOut("not decided by the policy when they were recorded", 1);
        } else {
            Key key = new Key(session, text == null ? String.valueOf(hex) : text, text == null, decision);
            Recorded known = recorded.get(key);
            if (known == null && recorded.size() >= limit) {
                leaveOut("beyond --limit " + limit, 1);
                return;
            }
            Recorded one = known == null ? new Recorded(key, rule, entry.time()) : known;
            one.times++;
            one.last = entry.time();
            recorded.putIfAbsent(key, one);
        }
    }
}
