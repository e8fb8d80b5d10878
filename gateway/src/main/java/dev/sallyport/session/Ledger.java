package dev.sallyport.session;

import dev.sallyport.audit.AuditRecord;
import dev.sallyport.audit.NameLookup;
import dev.sallyport.audit.StatementText;
import dev.sallyport.policy.Decided;
import dev.sallyport.policy.Situation;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.flow.SearchPath;
import dev.sallyport.wire.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers a session's attempts and writes each into the audit before anything of it goes on. */
final class Ledger {
    private final Session session;
    private final Outbox outbox;
    private final InFlight inFlight;
    private final SessionFacts facts;
    private long attempts;

    /** By what names were looked up, as it was written last; null if it was not yet. */
    private @Nullable NameLookup written;

    Ledger(Session session, Outbox outbox, InFlight inFlight, SessionFacts facts) {
        this.facts = facts;
        this.session = session;
        this.outbox = outbox;
        this.inFlight = inFlight;
    }

    /** How many there were. */
    long attempts() {
        return attempts;
    }

    /** The number that the next one will have. */
    long nextAttempt() {
        return attempts + 1;
    }

    /**
     * Writes what was decided of a request.
     *
     * @param situation in which it was decided
     */
    Attempt attempt(
            Request request, Situation situation, Decided decided, String decision, @Nullable String requestId) {
        return append(
                request,
                decided.kinds(),
                decision,
                decided.facts(),
                decided.decision().reasons().isEmpty()
                        ? null
                        : decided.decision().reasons().getFirst().rule(),
                requestId,
                decision.equals("deny") || request instanceof Request.OfParse
                        ? List.of()
                        : facts.unread(decided.labels()),
                situation,
                decided.onlyReads() && !inFlight.schemaMayDiffer(),
                false);
    }

    /**
     * Writes that a request is refused for what the session is like, whatever the policy says.
     *
     * @param rule the check that says so; null if it has no name
     */
    Attempt refused(
            Request request, Situation situation, Decided decided, @Nullable String rule, List<String> reasons) {
        return append(request, decided.kinds(), "deny", reasons, rule, null, List.of(), situation, false, true);
    }

    private Attempt append(
            Request request,
            List<String> kinds,
            String decision,
            List<String> reasons,
            @Nullable String rule,
            @Nullable String requestId,
            List<String> labels,
            Situation situation,
            boolean onlyReads,
            boolean bySession) {
        String phase;
        Prepared prepared;
        int parameters;
        switch (request) {
            case Request.OfQuery _ -> {
                phase = "query";
                prepared = null;
                parameters = 0;
            }
            case Request.OfFunctionCall _ -> {
                phase = "functionCall";
                prepared = null;
                parameters = 0;
            }
            case Request.OfParse parsed -> {
                phase = "parse";
                prepared = parsed.prepared();
                parameters = parsed.parse().parameterTypes().size();
            }
            case Request.OfBind bound -> {
                phase = "bind";
                prepared = bound.prepared();
                parameters = bound.head().parameters();
            }
        }
        return append(
                phase,
                request.sql(),
                prepared,
                parameters,
                kinds,
                decision,
                reasons,
                rule,
                requestId,
                labels,
                situation,
                onlyReads,
                bySession);
    }

    /** Writes that a portal is run once more. */
    Attempt again(Portal portal) {
        List<String> kinds = portal.statements.stream().map(Statement::kind).toList();
        return append(
                "execute",
                portal.prepared.sql(),
                portal.prepared,
                0,
                kinds,
                "allow",
                List.of(),
                null,
                null,
                List.of(),
                null,
                false,
                false);
    }

    /** Writes that something is refused which policy need not be asked about. */
    Attempt refused(String phase, Bytes sql, @Nullable Prepared prepared) {
        return append(phase, sql, prepared, 0, List.of(), "deny", List.of(), null, null, List.of(), null, false, false);
    }

    private Attempt append(
            String phase,
            Bytes sql,
            @Nullable Prepared prepared,
            int parameterCount,
            List<String> kinds,
            String decision,
            List<String> reasons,
            @Nullable String rule,
            @Nullable String requestId,
            List<String> labels,
            @Nullable Situation situation,
            boolean onlyReads,
            boolean bySession) {
        Attempt attempt = new Attempt(session.nextNumber(), ++attempts, session.now(), onlyReads, sql.length());
        outbox.expectReceipt(attempt);
        session.actions()
                .append(
                        attempt.append,
                        new AuditRecord.StatementAttempted(
                                session.id(),
                                attempt.number,
                                phase,
                                prepared == null
                                        ? StatementText.of(sql.array(), sql.offset(), sql.length())
                                        : prepared.text(),
                                prepared == null ? null : prepared.name(),
                                prepared == null ? List.of() : prepared.parameterTypes(),
                                parameterCount,
                                kinds,
                                decision,
                                reasons,
                                rule,
                                requestId,
                                labels,
                                situation == null ? null : news(situation),
                                (situation == null ? facts.age(session.now()) : situation.age()).toSeconds(),
                                bySession));
        return attempt;
    }

    /** By what names were looked up, if it is not what was written last. */
    private @Nullable NameLookup news(Situation situation) {
        NameLookup names = switch (situation.searchPath()) {
            case SearchPath.Known(var schemas, var asConnected) ->
                new NameLookup(schemas, !asConnected, situation.schemaMayDiffer());
            case SearchPath.Unknown _ -> new NameLookup(null, false, situation.schemaMayDiffer());
        };
        if (names.equals(written)) {
            return null;
        }
        written = names;
        return names;
    }
}
