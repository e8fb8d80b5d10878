package dev.sallyport.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written: one line of the journal each. The simple name of the record is the line's {@code type}, its
 * components are the line's fields; what is null is left out; durations are in microseconds.
 */
public sealed interface AuditRecord {
    /**
     * A client was let in.
     *
     * @param access name of the access entry that let it in
     * @param grant the grant's id
     * @param grantEnds when the session ends by itself
     * @param client address and port
     * @param application the client's {@code application_name}, empty if it gave none
     * @param reason why the client says it is here
     * @param task what the client says it works on
     * @param manifest the digest of the reviewed statements that are all it runs; null if that is not limited
     * @param statedManifest the digest that the client stated at start-up; null if it stated none
     * @param claims those of its token that conditions look at
     */
    record SessionOpened(
            String session,
            AuditIdentity identity,
            String database,
            String access,
            String grant,
            Instant grantEnds,
            String client,
            String application,
            @Nullable String reason,
            @Nullable String task,
            @Nullable String manifest,
            @Nullable String statedManifest,
            RecordedClaims claims)
            implements AuditRecord {}

    /** A client was turned away. User and database are its own words, null if it came not so far as to say them. */
    record SessionRefused(
            String session,
            String client,
            @Nullable String claimedUser,
            @Nullable String database,
            String sqlState,
            String reason)
            implements AuditRecord {}

    /**
     * A statement that a client wants to be run, with what was decided. Durable before anything of it is forwarded.
     *
     * @param attempt from 1, by session
     * @param phase the message that brought it: {@code query}, {@code parse}, {@code bind}, {@code execute}, ...
     * @param preparedName the prepared statement's name; empty for the unnamed one, null if none is involved
     * @param parameterTypes names or OIDs of the types that the client declared
     * @param parameterCount how many parameters it has or was given; their values are not written
     * @param kinds the kinds of its statements, such as {@code SELECT}
     * @param decision {@code allow}, {@code hold} or {@code deny}
     * @param reasons why it was decided so
     * @param rule the rule that decided, if one did
     * @param requestId the request for approval, if it is held
     * @param labels the labels of what it reads that its session did not bear; the session bears them from when the statement is sent
     *     on. Not written if there are none
     * @param names by what names were looked up; null if as for the attempt before it of its session that was decided. Never null for
     *     the first of a session
     * @param ageSeconds how old the session was when it was decided, in whole seconds
     * @param bySession whether it was refused for what its session is like, whatever the policy says. Written only if it was
     */
    record StatementAttempted(
            String session,
            long attempt,
            String phase,
            StatementText statement,
            @Nullable String preparedName,
            List<String> parameterTypes,
            int parameterCount,
            List<String> kinds,
            String decision,
            List<String> reasons,
            @Nullable String rule,
            @Nullable String requestId,
            List<String> labels,
            @Nullable NameLookup names,
            long ageSeconds,
            boolean bySession)
            implements AuditRecord {
        public StatementAttempted {
            labels = List.copyOf(labels);
            parameterTypes = List.copyOf(parameterTypes);
            kinds = List.copyOf(kinds);
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * What came of an attempt.
     *
     * @param outcome {@code completed}, {@code failed}, {@code denied}, {@code skipped}, {@code suspended} (its portal has more
     *     rows), {@code unused} (bound and never executed), {@code cancelled} or {@code unknown}
     * @param rows rows sent to the client
     * @param bytes bytes sent to the client
     * @param duration from the attempt to its end
     * @param sqlState of the error, if it ended with one
     * @param commandTag as the server gave it
     */
    record StatementFinished(
            String session,
            long attempt,
            String outcome,
            long rows,
            long bytes,
            Duration duration,
            @Nullable String sqlState,
            @Nullable String commandTag)
            implements AuditRecord {}

    /** An attempt waits for a person until {@code expires}. */
    record ApprovalRequested(String requestId, String session, long attempt, List<String> reasons, Instant expires)
            implements AuditRecord {
        public ApprovalRequested {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * The wait is over.
     *
     * @param verdict {@code approved}, {@code denied}, {@code expired} or {@code cancelled}
     * @param decidedBy the approver; null if nobody did
     * @param comment what the approver said
     */
    record ApprovalDecided(
            String requestId,
            String session,
            long attempt,
            String verdict,
            @Nullable AuditIdentity decidedBy,
            @Nullable String comment)
            implements AuditRecord {}

    /**
     * A session ended.
     *
     * @param statements how many statements it attempted
     * @param recordingSha256 of its recording, in hexadecimal; null if it was not recorded
     */
    record SessionClosed(
            String session,
            String why,
            long statements,
            Duration duration,
            @Nullable String recordingSha256) implements AuditRecord {}

    /** A gateway took the journal up. The sum is of the configuration in force, in hexadecimal. */
    record GatewayStarted(String version, String configurationSha256) implements AuditRecord {}

    /** A gateway let the journal go in good order. */
    record GatewayStopped(String why) implements AuditRecord {}

    /**
     * The journal found an unfinished last line when it was opened, and moved it aside. Written by the journal itself.
     *
     * @param segment name of the file that ended with it
     * @param offset where in the file it began, in bytes
     * @param bytes its length
     * @param keptAs name of the file that it was moved to
     * @param sha256 of the moved bytes, in hexadecimal
     */
    record JournalRepaired(String segment, long offset, long bytes, String keptAs, String sha256)
            implements AuditRecord {}
}
