package dev.sallyport.approval;

import dev.sallyport.approval.Approval.DecidedApproval;
import dev.sallyport.approval.Approval.Outcome;
import dev.sallyport.approval.Approval.PendingApproval;
import dev.sallyport.approval.DecisionResult.AlreadyDecided;
import dev.sallyport.approval.DecisionResult.Decided;
import dev.sallyport.approval.DecisionResult.NotAllowed;
import dev.sallyport.approval.DecisionResult.NotFound;
import dev.sallyport.approval.DecisionResult.NotRecorded;
import dev.sallyport.audit.AppendResult;
import dev.sallyport.audit.AuditIdentity;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.audit.Journal;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.Reason;
import dev.sallyport.session.Event.Verdict;
import dev.sallyport.session.HoldRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where statements wait for a person. In memory: what waits ends with the gateway. Thread-safe.
 *
 * <p>Each request gets exactly one verdict, whoever comes first of an approver, its deadline, its session and the gateway's
 * end. A verdict is delivered only after its audit record was appended; one whose record is not durable is a refusal.
 */
public final class ApprovalDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApprovalDesk.class);
    private static final String UNWRITTEN = "the audit journal could not record it";

    private final Journal journal;
    private final Approvers approvers;
    private final Alarm alarm;
    private final InstantSource clock;
    private final ApprovalLimits limits;
    private final String idPrefix;
    private final Shelf shelf;
    private final AtomicLong lastNumber = new AtomicLong();
    private volatile boolean closed;

    /**
     * An empty desk.
     *
     * @param idPrefix what every id starts with; different at each start of the gateway, so that an id which a person
     *     noted before a restart does not approve another statement after it
     */
    public ApprovalDesk(
            Journal journal,
            Approvers approvers,
            Alarm alarm,
            InstantSource clock,
            ApprovalLimits limits,
            String idPrefix) {
        this.journal = journal;
        this.approvers = approvers;
        this.alarm = alarm;
        this.clock = clock;
        this.limits = limits;
        this.idPrefix = idPrefix;
        this.shelf = new Shelf(limits);
    }

    /**
     * Puts a statement before the approvers.
     *
     * @param done gets the verdict, exactly once, on any thread, possibly inside this call; must not block. A desk that is
     *     full or closed refuses at once
     */
    public PendingApproval open(
            HoldRequest statement, Principal requester, String session, String database, Consumer<Verdict> done) {
        Duration within = statement.within().compareTo(limits.within()) < 0 ? statement.within() : limits.within();
        Instant now = clock.instant();
        String id = idPrefix + lastNumber.incrementAndGet();
        PendingApproval request =
                new PendingApproval(id, requester, session, database, statement, now, now.plus(within));
        Hold hold = new Hold(request, done);
        if (closed || !shelf.add(hold)) {
            hold.claim();
            String why = closed
                    ? "the gateway is stopping"
                    : "too many statements wait for approval; try again when some are decided";
            settle(hold, Outcome.CANCELLED, null, why);
            return request;
        }
        append(
                new AuditRecord.ApprovalRequested(
                        id, session, statement.attempt(), facts(statement), request.expires()),
                recorded -> {
                    if (!recorded) {
                        cancel(hold, UNWRITTEN);
                    }
                });
        if (hold.show()) {
            schedule(hold, within);
        }
        if (closed) {
            cancel(hold, "the gateway is stopping");
        }
        return request;
    }

    /**
     * Ends a wait that its session no longer has; the verdict is a refusal.
     *
     * @param why a sentence fragment
     * @return false if it was decided before, or there is no such request
     */
    public boolean withdraw(String id, String why) {
        return shelf.undecided(id).filter(hold -> cancel(hold, why)).isPresent();
    }

    /**
     * Decides on a request. Waits for the audit journal: call it from a virtual thread, never from an event loop.
     *
     * @param comment what the approver says to it; null for nothing
     */
    public DecisionResult decide(String id, Principal approver, Choice choice, @Nullable String comment) {
        if (!approvers.include(approver)) {
            return new NotAllowed(Approvers.NO_APPROVER);
        }
        if (comment != null && comment.length() > limits.comment()) {
            return new NotAllowed("a comment may have " + limits.comment() + " characters");
        }
        Hold hold = shelf.find(id);
        if (hold == null) {
            return new NotFound();
        }
        Optional<String> objection = approvers.objection(approver, hold.request.requester());
        if (objection.isPresent()) {
            return new NotAllowed(objection.get());
        }
        boolean late = !clock.instant().isBefore(hold.request.expires());
        boolean mine = hold.claim();
        if (mine) {
            if (late) {
                settle(hold, Outcome.EXPIRED, null, null);
            } else {
                settle(hold, choice == Choice.APPROVE ? Outcome.APPROVED : Outcome.DENIED, approver, comment);
            }
        }
        return result(hold, mine && !late);
    }

    /** Whether someone is an approver at all. */
    public boolean isApprover(Principal principal) {
        return approvers.include(principal);
    }

    /** What bounds it. */
    public ApprovalLimits limits() {
        return limits;
    }

    /** The requests that wait, the oldest first. */
    public List<PendingApproval> pending() {
        return shelf.pending();
    }

    /** The requests that were decided last, the latest first. */
    public List<DecidedApproval> recent() {
        return shelf.recent();
    }

    /** A request that waits or is remembered. */
    public Optional<Approval> find(String id) {
        return Optional.ofNullable(shelf.find(id)).map(Hold::approval);
    }

    /** Refuses everything that waits, and what comes later at once. */
    @Override
    public void close() {
        closed = true;
        shelf.undecided().forEach(hold -> cancel(hold, "the gateway is stopping"));
    }

    private DecisionResult result(Hold hold, boolean mine) {
        try {
            // Twice the journal's time: the alarm that ends that time may ring late.
            DecidedApproval decided = hold.outcome.get(2 * limits.record().toMillis(), TimeUnit.MILLISECONDS);
            if (!mine) {
                return new AlreadyDecided(decided);
            }
            return decided.approver() == null ? new NotRecorded(UNWRITTEN) : new Decided(decided);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new NotRecorded("it was interrupted; look at the request");
        } catch (ExecutionException | TimeoutException _) {
            return new NotRecorded("the audit journal does not answer; look at the request");
        }
    }

    private void schedule(Hold hold, Duration within) {
        try {
            hold.deadline(alarm.after(within, () -> {
                if (hold.claim()) {
                    settle(hold, Outcome.EXPIRED, null, null);
                }
            }));
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("request", hold.request.id()).setCause(e).log("no deadline could be set");
            cancel(hold, "no deadline could be set");
        }
    }

    private boolean cancel(Hold hold, String why) {
        boolean mine = hold.claim();
        if (mine) {
            settle(hold, Outcome.CANCELLED, null, why);
        }
        return mine;
    }

    /** Records and delivers a verdict; only for who claimed the request. */
    private void settle(Hold hold, Outcome outcome, @Nullable Principal approver, @Nullable String comment) {
        hold.cancelDeadline();
        PendingApproval request = hold.request;
        DecidedApproval decided = new DecidedApproval(request, outcome, approver, comment, clock.instant());
        DecidedApproval unwritten = new DecidedApproval(request, Outcome.CANCELLED, null, UNWRITTEN, decided.at());
        append(
                new AuditRecord.ApprovalDecided(
                        request.id(),
                        request.session(),
                        request.statement().attempt(),
                        outcome.name().toLowerCase(Locale.ROOT),
                        approver == null ? null : audited(approver),
                        comment),
                recorded -> deliver(hold, recorded || approver == null ? decided : unwritten));
    }

    /** Appends a record and says whether it is durable, once, within the time for it. */
    private void append(AuditRecord record, Consumer<Boolean> recorded) {
        Answer answer = new Answer(recorded);
        try {
            answer.ring(alarm.after(limits.record(), () -> answer.give(false)));
            journal.append(record, result -> answer.give(result instanceof AppendResult.Recorded));
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("an approval could not be recorded");
            answer.give(false);
        }
    }

    private void deliver(Hold hold, DecidedApproval decided) {
        shelf.decided(hold, decided);
        hold.outcome.complete(decided);
        PendingApproval request = decided.request();
        LOG.atInfo()
                .addKeyValue("request", request.id())
                .addKeyValue("session", request.session())
                .addKeyValue("verdict", decided.verdict())
                .log("a request for approval is decided");
        try {
            hold.done.accept(verdict(decided));
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("request", request.id()).setCause(e).log("a verdict could not be delivered");
        }
    }

    private static Verdict verdict(DecidedApproval decided) {
        Principal approver = decided.approver();
        String comment = decided.comment() == null ? "" : ": " + decided.comment();
        return switch (decided.verdict()) {
            case APPROVED ->
                approver == null ? new Verdict.Refused(UNWRITTEN) : new Verdict.Approved(approver.subject());
            case DENIED ->
                new Verdict.Refused("denied by " + (approver == null ? "nobody" : approver.subject()) + comment);
            case EXPIRED -> new Verdict.Refused("nobody answered in time");
            case CANCELLED -> new Verdict.Refused("cancelled" + comment);
        };
    }

    private static List<String> facts(HoldRequest statement) {
        return statement.reasons().stream().map(Reason::recorded).toList();
    }

    private static AuditIdentity audited(Principal principal) {
        return new AuditIdentity(
                principal.issuer(),
                principal.subject(),
                principal.groups(),
                principal.tokenId(),
                "",
                principal.actor());
    }
}
