package dev.sallyport.approval;

import dev.sallyport.identity.Principal;
import dev.sallyport.session.HoldRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request for approval, waiting or decided. */
public sealed interface Approval {

    /** What was asked. */
    PendingApproval request();

    /**
     * A request that waits for a person.
     *
     * @param id short, to be typed by a person; unique while the gateway runs
     * @param requester who asks
     * @param session the session that waits
     * @param database the configured database's name
     * @param statement what is to be run
     * @param asked when it was put before the approvers
     * @param expires when it is refused if nobody has answered
     */
    record PendingApproval(
            String id,
            Principal requester,
            String session,
            String database,
            HoldRequest statement,
            Instant asked,
            Instant expires)
            implements Approval {
        @Override
        public PendingApproval request() {
            return this;
        }
    }

    /**
     * A request that waits no more.
     *
     * @param verdict how it ended
     * @param approver who decided; null if nobody did
     * @param comment what the approver said, or why nobody decided; null if nothing was said
     * @param at when it was decided
     */
    record DecidedApproval(
            PendingApproval request,
            Outcome verdict,
            @Nullable Principal approver,
            @Nullable String comment,
            Instant at)
            implements Approval {}

    /** How a request ended; only an approved one lets its statement pass. */
    enum Outcome {
        /** An approver said yes, and that is in the audit journal. */
        APPROVED,
        /** An approver said no. */
        DENIED,
        /** Nobody answered in time. */
        EXPIRED,
        /** The session withdrew it, the gateway stopped, or its record could not be written. */
        CANCELLED
    }
}
