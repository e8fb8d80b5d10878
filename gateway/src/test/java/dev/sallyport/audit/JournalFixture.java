package dev.sallyport.audit;

import dev.sallyport.audit.AppendResult.NotRecorded;
import dev.sallyport.audit.AppendResult.Recorded;
import dev.sallyport.audit.AuditRecord.SessionClosed;
import dev.sallyport.audit.AuditRecord.SessionOpened;
import dev.sallyport.audit.AuditRecord.StatementAttempted;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the journal's tests write, and short ways to write it. */
final class JournalFixture {
    static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123456789Z");
    static final InstantSource CLOCK = InstantSource.fixed(NOW);
    static final Duration LONG = Duration.ofHours(1);

    private JournalFixture() {}

    /** Limits under which the head is written at the end only. */
    static JournalLimits limits(long segmentBytes) {
        return new JournalLimits(64 << 10, segmentBytes, 10_000, 1 << 20, LONG);
    }

    static StatementAttempted attempt(String session, long attempt, String statement) {
        return attempt(session, attempt, statement, "allow");
    }

    static StatementAttempted attempt(String session, long attempt, String statement, String decision) {
        return new StatementAttempted(
                session,
                attempt,
                "query",
                StatementText.of(statement),
                null,
                List.of("int4"),
                1,
                List.of("SELECT"),
                decision,
                List.of("no rule applies"),
                "a rule",
                null,
                List.of(),
                null,
                0,
                false);
    }

    static SessionOpened opened(String session, String subject) {
        return new SessionOpened(
                session,
                new AuditIdentity("https://idp.example.com", subject, List.of("ai-agents"), "jti", "claude", null),
                "shop",
                "agents",
                "grant-1",
                NOW.plusSeconds(900),
                "127.0.0.1:5555",
                "psql",
                "to fix a bug",
                null,
                null,
                null,
                RecordedClaims.NONE);
    }

    static SessionClosed closed(String session) {
        return new SessionClosed(session, "the client left", 3, Duration.ofSeconds(2), null);
    }

    static AppendResult append(Journal journal, AuditRecord record) {
        CompletableFuture<AppendResult> result = new CompletableFuture<>();
        journal.append(record, answer -> {
            if (!result.complete(answer)) {
                throw new AssertionError("answered twice");
            }
        });
        return result.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join();
    }

    static long recorded(Journal journal, AuditRecord record) {
        return switch (append(journal, record)) {
            case Recorded recorded -> recorded.receipt().sequence();
            case NotRecorded refused -> throw new AssertionError(refused.reason());
        };
    }

    static String refused(Journal journal, AuditRecord record) {
        return switch (append(journal, record)) {
            case Recorded recorded -> throw new AssertionError("recorded as " + recorded.receipt());
            case NotRecorded refused -> refused.reason();
        };
    }
}
