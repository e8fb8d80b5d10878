package dev.sallyport.audit;

import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Applies a filter to the records in their order: a session's subject stands in its first record only. */
final class EntryMatcher {
    /** So many sessions of one subject may be open at once while records are searched. */
    static final int MAX_OPEN_SESSIONS = 1_000_000;

    private final JournalFilter filter;
    private final @Nullable String text;
    private final Set<String> subjectsSessions = new HashSet<>();

    EntryMatcher(JournalFilter filter) {
        this.filter = filter;
        String wanted = filter.text();
        this.text = wanted == null ? null : wanted.toLowerCase(Locale.ROOT);
    }

    boolean matches(JournalEntry entry) throws IOException {
        boolean subjectMatches = subjectMatches(entry);
        return subjectMatches
                && (filter.session() == null || filter.session().equals(entry.text("session")))
                && (filter.since() == null || !entry.time().isBefore(filter.since()))
                && (filter.until() == null || entry.time().isBefore(filter.until()))
                && (filter.decision() == null || filter.decision().equals(entry.text("decision")))
                && textMatches(entry);
    }

    private boolean subjectMatches(JournalEntry entry) throws IOException {
        String subject = filter.subject();
        if (subject == null) {
            return true;
        }
        String session = entry.text("session");
        if (session == null) {
            return false;
        }
        switch (entry.type()) {
            case "SessionOpened" -> {
                JsonNode opened = entry.fields().path("identity").path("subject");
                if (opened.isString() && opened.stringValue().equals(subject)) {
                    if (subjectsSessions.size() >= MAX_OPEN_SESSIONS) {
                        throw new IOException("more than " + MAX_OPEN_SESSIONS + " sessions of the subject are open");
                    }
                    subjectsSessions.add(session);
                }
            }
            case "SessionClosed" -> {
                return subjectsSessions.remove(session);
            }
            default -> {}
        }
        return subjectsSessions.contains(session);
    }

    private boolean textMatches(JournalEntry entry) {
        if (text == null) {
            return true;
        }
        String statement = entry.text("statement");
        return statement != null && statement.toLowerCase(Locale.ROOT).contains(text);
    }
}
