package dev.sallyport.audit;

import dev.sallyport.audit.AuditRecord.ApprovalDecided;
import dev.sallyport.audit.AuditRecord.ApprovalRequested;
import dev.sallyport.audit.AuditRecord.GatewayStarted;
import dev.sallyport.audit.AuditRecord.GatewayStopped;
import dev.sallyport.audit.AuditRecord.JournalRepaired;
import dev.sallyport.audit.AuditRecord.SessionClosed;
import dev.sallyport.audit.AuditRecord.SessionOpened;
import dev.sallyport.audit.AuditRecord.SessionRefused;
import dev.sallyport.audit.AuditRecord.StatementAttempted;
import dev.sallyport.audit.AuditRecord.StatementFinished;
import tools.jackson.core.exc.JacksonIOException;

/** A record as a JSON object, without the sequence, time and hash that the journal puts before it. Thread-safe. */
final class RecordEncoder {
    private final int limit;

    RecordEncoder(int limit) {
        this.limit = limit;
    }

    /** The object's bytes, on one line. */
    byte[] encode(AuditRecord record) throws RecordTooLongException {
        try (JsonObject json = new JsonObject(limit)) {
            json.text("type", record.getClass().getSimpleName());
            switch (record) {
                case SessionOpened opened -> sessionOpened(json, opened);
                case SessionRefused refused -> sessionRefused(json, refused);
                case StatementAttempted attempted -> statementAttempted(json, attempted);
                case StatementFinished finished -> statementFinished(json, finished);
                case ApprovalRequested requested -> approvalRequested(json, requested);
                case ApprovalDecided decided -> approvalDecided(json, decided);
                case SessionClosed closed -> sessionClosed(json, closed);
                case GatewayStarted started -> gatewayStarted(json, started);
                case GatewayStopped stopped -> json.text("why", stopped.why());
                case JournalRepaired repaired -> journalRepaired(json, repaired);
            }
            return json.finish();
        } catch (JacksonIOException failure) {
            if (failure.getCause() instanceof RecordTooLongException) {
                throw new RecordTooLongException(limit);
            }
            throw failure;
        }
    }

    private static void sessionOpened(JsonObject json, SessionOpened opened) {
        json.text("session", opened.session());
        json.identity("identity", opened.identity());
        json.text("database", opened.database());
        json.text("access", opened.access());
        json.text("grant", opened.grant());
        json.text("grantEnds", opened.grantEnds().toString());
        json.text("client", opened.client());
        json.text("application", opened.application());
        json.text("reason", opened.reason());
        json.text("task", opened.task());
        json.text("manifest", opened.manifest());
        json.text("statedManifest", opened.statedManifest());
        json.values("claims", opened.claims().values());
        if (opened.claims().names() != null) {
            json.texts("claimsNamed", opened.claims().names());
        }
    }

    private static void sessionRefused(JsonObject json, SessionRefused refused) {
        json.text("session", refused.session());
        json.text("client", refused.client());
        json.text("claimedUser", refused.claimedUser());
        json.text("database", refused.database());
        json.text("sqlState", refused.sqlState());
        json.text("reason", refused.reason());
    }

    private static void statementAttempted(JsonObject json, StatementAttempted attempted) {
        json.text("session", attempted.session());
        json.number("attempt", attempted.attempt());
        json.text("phase", attempted.phase());
        StatementText statement = attempted.statement();
        json.text(statement.hexadecimal() ? "statementHex" : "statement", statement.value());
        json.text("preparedName", attempted.preparedName());
        json.texts("parameterTypes", attempted.parameterTypes());
        json.number("parameterCount", attempted.parameterCount());
        json.texts("kinds", attempted.kinds());
        json.text("decision", attempted.decision());
        json.texts("reasons", attempted.reasons());
        json.text("rule", attempted.rule());
        json.text("requestId", attempted.requestId());
        if (!attempted.labels().isEmpty()) {
            json.texts("labels", attempted.labels());
        }
        json.names("names", attempted.names());
        json.number("ageSeconds", attempted.ageSeconds());
        json.flag("bySession", attempted.bySession());
    }

    private static void statementFinished(JsonObject json, StatementFinished finished) {
        json.text("session", finished.session());
        json.number("attempt", finished.attempt());
        json.text("outcome", finished.outcome());
        json.number("rows", finished.rows());
        json.number("bytes", finished.bytes());
        json.micros("durationMicros", finished.duration());
        json.text("sqlState", finished.sqlState());
        json.text("commandTag", finished.commandTag());
    }

    private static void approvalRequested(JsonObject json, ApprovalRequested requested) {
        json.text("requestId", requested.requestId());
        json.text("session", requested.session());
        json.number("attempt", requested.attempt());
        json.texts("reasons", requested.reasons());
        json.text("expires", requested.expires().toString());
    }

    private static void approvalDecided(JsonObject json, ApprovalDecided decided) {
        json.text("requestId", decided.requestId());
        json.text("session", decided.session());
        json.number("attempt", decided.attempt());
        json.text("verdict", decided.verdict());
        json.identity("decidedBy", decided.decidedBy());
        json.text("comment", decided.comment());
    }

    private static void sessionClosed(JsonObject json, SessionClosed closed) {
        json.text("session", closed.session());
        json.text("why", closed.why());
        json.number("statements", closed.statements());
        json.micros("durationMicros", closed.duration());
        json.text("recordingSha256", closed.recordingSha256());
    }

    private static void gatewayStarted(JsonObject json, GatewayStarted started) {
        json.text("version", started.version());
        json.text("configurationSha256", started.configurationSha256());
    }

    private static void journalRepaired(JsonObject json, JournalRepaired repaired) {
        json.text("segment", repaired.segment());
        json.number("offset", repaired.offset());
        json.number("bytes", repaired.bytes());
        json.text("keptAs", repaired.keptAs());
        json.text("sha256", repaired.sha256());
    }
}
