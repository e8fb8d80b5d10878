package dev.sallyport.session;

import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.Decided;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Decision.Allow;
import dev.sallyport.policy.Decision.Deny;
import dev.sallyport.policy.Decision.Hold;
import dev.sallyport.policy.Reason;
import dev.sallyport.policy.Situation;
import dev.sallyport.session.Event.Verdict;
import dev.sallyport.session.ReadingRules.Passage;
import dev.sallyport.sql.Statement;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrameLimits;
import dev.sallyport.wire.Input;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the server: has each statement decided, recorded, and held if a rule says so, and only then lets it go on. What comes
 * behind it waits meanwhile, as it does where only the server's next answer tells what a message means.
 */
final class Gatekeeper {
    private static final String TOO_MANY_LABELS =
            "the session has read columns of more than " + SessionFacts.MOST_LABELS + " labels";

    private static final String UNSEEN =
            "EXECUTE can't run a statement that was prepared by the protocol; bind it by the protocol";

    private static final String FETCHED =
            "FETCH and MOVE can't run a portal that was bound by the protocol; execute it by the protocol";

    private static final String UNAPPROVED = "the statement needs approval by now, as it did not when it was bound";
    private static final String BIND_AGAIN = "Bind it again: then somebody is asked.";

    private static final String MORE_THAN_YES =
            "a function call shows nobody its values, and its answer can't be masked";

    private static final String TOO_LONG_TO_HOLD =
            "the parameters of a statement that waits for approval take more than " + FrameLimits.LONGEST_VALUES
                    + " bytes, too many to be shown";

    private final Session session;
    private final Actions actions;
    private final Principal principal;
    private final Grant grant;
    private final SessionFacts facts;

    private final Inbox inbox;
    private final InFlight inFlight;
    private final Ledger ledger;
    private final Dispatch dispatch;
    private final Answers answers;
    private final ReadingRules reading;
    private final ServersGrammar grammar;

    private @Nullable Gate gate;

    Gatekeeper(
            Session session,
            Principal principal,
            Grant grant,
            SessionFacts facts,
            Inbox inbox,
            InFlight inFlight,
            Ledger ledger,
            Dispatch dispatch,
            Answers answers,
            ServersGrammar grammar) {
        this.session = session;
        this.actions = session.actions();
        this.principal = principal;
        this.grant = grant;
        this.facts = facts;
        this.inbox = inbox;
        this.inFlight = inFlight;
        this.ledger = ledger;
        this.dispatch = dispatch;
        this.answers = answers;
        this.reading = new ReadingRules(inFlight);
        this.grammar = grammar;
    }

    /** Whether the client's next message may be looked at. */
    boolean isOpen() {
        return gate == null;
    }

    /** Gives back the message that was taken last, to be looked at again once more is answered. */
    void putBack(Input input) {
        inbox.putBack(input);
        gate = new Gate.Settling(inFlight.size());
    }

    /** Waits for whether a message turns into a COPY; null if it can't. */
    void awaitCopy(@Nullable Expected copy) {
        if (copy != null) {
            gate = new Gate.AwaitingCopy(copy);
        }
    }

    /** The server has said something. */
    void serverAnswered() {
        if (inFlight.skipping()) {
            skipHeld();
        }
        boolean moved = switch (gate) {
            case Gate.AwaitingCopy(var copy) -> answers.copySettled(copy);
            case Gate.Settling(var unanswered) -> inFlight.size() != unanswered;
            case Gate.Unsettled(var _, var _, var unanswered) -> inFlight.size() != unanswered;
            case null, default -> false;
        };
        if (moved && gate instanceof Gate.Unsettled(var request, var approved, var _)) {
            decide(request, approved);
        } else if (moved) {
            gate = null;
        }
    }

    /** The session is ending: nobody is asked any more. */
    void abandon(String why) {
        if (gate instanceof Gate.Holding holding) {
            actions.endHold(holding.number(), why);
            answers.finish(holding.attempt(), "cancelled", null);
        } else if (gate instanceof Gate.Deciding(var _, var _, var _, var approved) && approved != null) {
            answers.finish(approved.attempt(), "cancelled", null);
        } else if (gate instanceof Gate.Unsettled(var _, var approved, var _) && approved != null) {
            answers.finish(approved.attempt(), "cancelled", null);
        }
        gate = null;
    }

    /**
     * Runs a portal that is bound, as its Bind was decided; if the session has read more since, it is decided anew. A read that is fetched
     * in parts is not refused in the middle of its rows.
     */
    void execute(Frame frame, Portal portal) {
        if (runsAsDecided(portal)) {
            run(frame, portal);
            return;
        }
        long number = session.nextNumber();
        gate = new Gate.DecidingAgain(number, frame, portal);
        Situation situation = situation(portal.prepared.typesOfUsers());
        actions.decide(number, principal, grant, situation, portal.prepared.sql());
    }

    private boolean runsAsDecided(Portal portal) {
        boolean isBeingFetched = portal.executed && portal.attempt.onlyReads;
        return isBeingFetched || portal.labels.equals(facts.labels());
    }

    private void decidedAgain(Gate.DecidingAgain again, Decided found) {
        if (inFlight.skipping()) {
            return;
        }
        Portal portal = again.portal();
        switch (found.decision()) {
            case Deny deny -> refuseExecute(portal, deny);
            case Hold hold
            when !portal.approved -> refuseExecute(portal, new Deny("42501", UNAPPROVED, BIND_AGAIN, hold.reasons()));
            case Hold _, Allow _ -> {
                portal.labels = facts.labels();
                run(again.execute(), portal);
            }
        }
    }

    private void refuseExecute(Portal portal, Deny deny) {
        Attempt attempt = ledger.refused("execute", portal.prepared.sql(), portal.prepared);
        dispatch.refuse(attempt, Refusal.of(deny, session.id(), attempt.number));
    }

    private void run(Frame frame, Portal portal) {
        String unseen = unseen(portal.statements);
        if (unseen != null) {
            dispatch.refuse("execute", portal.prepared.sql(), portal.prepared, Refusal.plain("0A000", unseen));
            return;
        }
        switch (reading.of(portal.statements, portal.change, portal.answer, false)) {
            case Passage.Free _ -> awaitCopy(dispatch.execute(frame, portal, false));
            case Passage.Checked _ -> awaitCopy(dispatch.execute(frame, portal, true));
            case Passage.Later _ -> putBack(frame);
            case Passage.Refused(var denial) -> refuseExecute(portal, denial);
        }
    }

    // -- decisions

    /** Has a request decided, and done with as is decided. */
    void decide(Request request) {
        decide(request, null);
    }

    private void decide(Request request, Gate.@Nullable Holding approved) {
        long number = session.nextNumber();
        Situation situation = situation(request.parameterTypes());
        gate = new Gate.Deciding(number, request, situation, approved);
        actions.decide(number, principal, grant, situation, request.sql());
    }

    private Situation situation(Set<Integer> parameterTypes) {
        return facts.situation(inFlight.path().path(), inFlight.schemaMayDiffer(), ledger.attempts(), session.now())
                .withParameterTypes(parameterTypes);
    }

    /** What was decided. */
    void decided(long number, Decided found) {
        if (gate instanceof Gate.DecidingAgain again && again.number() == number) {
            gate = null;
            decidedAgain(again, found);
            return;
        }
        if (!(gate instanceof Gate.Deciding deciding) || deciding.number() != number) {
            // The answer to a question that a cancel or an error has made idle.
            return;
        }
        gate = null;
        carryOut(deciding, found);
        if (deciding.request().isPart() && !(gate instanceof Gate.Unsettled)) {
            inbox.settle();
        }
    }

    private void carryOut(Gate.Deciding deciding, Decided found) {
        Request request = deciding.request();
        Situation situation = deciding.situation();
        Gate.Holding approved = deciding.approved();
        if (inFlight.skipping()) {
            // Meanwhile the server has reported an error and passes over everything up to the next Sync.
            if (approved != null) {
                answers.finish(approved.attempt(), "skipped", null);
            }
            return;
        }
        Passage passage = passage(request, approved, found);
        if (passage instanceof Passage.Later) {
            gate = new Gate.Unsettled(request, approved, inFlight.size());
            return;
        }
        if (passage instanceof Passage.Refused(var denial)) {
            Reason reason = denial.reasons().getFirst();
            Attempt attempt = approved == null
                    ? ledger.refused(request, situation, found, reason.rule(), List.of(reason.recorded()))
                    : approved.attempt();
            dispatch.refuse(request, attempt, Refusal.of(denial, session.id(), attempt.number));
            return;
        }
        String unseen = request instanceof Request.OfParse || found.decision() instanceof Deny
                ? null
                : unseen(found.statements());
        if (unseen != null) {
            Attempt attempt = approved == null
                    ? ledger.refused(request, situation, found, null, List.of(unseen))
                    : approved.attempt();
            dispatch.refuse(request, attempt, Refusal.plain("0A000", unseen));
            return;
        }
        if (request instanceof Request.OfFunctionCall && isMoreThanYes(found.decision())) {
            Attempt attempt = ledger.refused(request, situation, found, null, List.of(MORE_THAN_YES));
            dispatch.refuse(request, attempt, Refusal.ofFunctionCall());
            return;
        }
        switch (found.decision()) {
            case Deny deny -> {
                Attempt attempt =
                        approved == null ? ledger.attempt(request, situation, found, "deny", null) : approved.attempt();
                dispatch.refuse(
                        request,
                        attempt,
                        deny.rejectedByGrammar() && grammar.rejectsInTheseWords(deny.message())
                                ? Refusal.ofGrammar(deny)
                                : Refusal.of(deny, session.id(), attempt.number));
            }
            case Allow allow -> {
                Attempt attempt = approved == null
                        ? ledger.attempt(request, situation, found, "allow", null)
                        : approved.attempt();
                forward(request, found, attempt, allow.answer(), passage);
            }
            case Hold hold -> {
                if (approved != null) {
                    forward(request, found, approved.attempt(), hold.answer(), passage);
                } else if (request instanceof Request.OfParse) {
                    // Preparing plans and runs nothing; the wait is at each Bind, when the parameters are known.
                    Attempt attempt = ledger.attempt(request, situation, found, "hold", null);
                    dispatch.forward(request, found, attempt, hold.answer(), false);
                } else if (request.isPart()) {
                    // A person can't judge by a part of the parameters.
                    Attempt attempt = ledger.refused(request, situation, found, null, List.of(TOO_LONG_TO_HOLD));
                    dispatch.refuse(request, attempt, Refusal.plain("54000", TOO_LONG_TO_HOLD));
                } else {
                    hold(request, situation, found, hold);
                }
            }
        }
    }

    /** Whether the encoding lets a request pass that is to run, or to be prepared. */
    private Passage passage(Request request, Gate.@Nullable Holding approved, Decided decided) {
        AnswerRules answer = answerOf(decided.decision());
        if (answer == null) {
            return new Passage.Free();
        }
        boolean shown = approved != null
                && request instanceof Request.OfBind bound
                && bound.whole() != null
                && ReadingCheck.concerns(bound.whole());
        if ((shown || Dispatch.concernsReading(request))
                && inFlight.readingIsKnown()
                && !inFlight.encoding().readsAs(request.encoding())) {
            return new Passage.Refused(ReadingRules.stale());
        }
        Passage passage = request instanceof Request.OfParse
                ? new Passage.Free()
                : reading.of(
                        decided.statements(), decided.sessionChange(), answer, !(request instanceof Request.OfBind));
        return shown && passage instanceof Passage.Free ? new Passage.Checked() : passage;
    }

    private static @Nullable AnswerRules answerOf(Decision decision) {
        return switch (decision) {
            case Allow allow -> allow.answer();
            case Hold hold -> hold.answer();
            case Deny _ -> null;
        };
    }

    /** A function call shows nobody its values, and its answer says nothing of where its value is from. */
    private static boolean isMoreThanYes(Decision decision) {
        return decision instanceof Hold
                || (decision instanceof Allow allow && !allow.answer().equals(AnswerRules.UNCHANGED));
    }

    private void forward(Request request, Decided decided, Attempt attempt, AnswerRules answer, Passage passage) {
        // Preparing reads nothing.
        if (!(request instanceof Request.OfParse) && !facts.read(decided.labels())) {
            session.end("54000", TOO_MANY_LABELS, "Connect again.", TOO_MANY_LABELS);
            return;
        }
        if (request.isPart()) {
            inbox.forwarded(attempt);
        }
        awaitCopy(dispatch.forward(request, decided, attempt, answer, passage instanceof Passage.Checked));
    }

    /**
     * Why SQL would run unseen what the protocol prepared or bound; null if it would not. What is prepared is decided, recorded, held and
     * shown to people at each Bind, so that EXECUTE would run it past all of that.
     */
    private @Nullable String unseen(List<Statement> statements) {
        for (Statement statement : statements) {
            String name = statement.prepared();
            if (statement.kind().equals("EXECUTE") || statement.innerKinds().contains("EXECUTE")) {
                if (name == null || ObjectNames.tooLong(name) || inFlight.mayBePrepared(name)) {
                    return UNSEEN;
                }
            } else if ((statement.kind().equals("FETCH") || statement.kind().equals("MOVE"))
                    && !mayBeFetched(name, statement.kind().equals("MOVE"))) {
                return FETCHED;
            }
        }
        return null;
    }

    /**
     * Whether SQL may run the portals that a name can stand for. The rows come without the portal's masks, which only it knows, and its
     * errors are said without what hides them. Drivers do move within portals that they fetch from (asyncpg), and MOVE answers a number.
     */
    private boolean mayBeFetched(@Nullable String name, boolean countsAlone) {
        return name != null
                && !ObjectNames.tooLong(name)
                && inFlight.portalsThatMayBe(name).stream()
                        .allMatch(portal -> portal.attempt.onlyReads
                                && runsAsDecided(portal)
                                && (countsAlone || portal.unmasked())
                                && !portal.answer.hiding().hides());
    }

    // -- holds

    private void hold(Request request, Situation situation, Decided decided, Hold hold) {
        boolean inTransaction = answers.inTransaction();
        Duration within = inTransaction
                ? session.settings().holdInTransactionWithin()
                : session.settings().holdWithin();
        long number = session.nextNumber();
        List<String> values = request instanceof Request.OfBind bound && bound.whole() != null
                ? Parameters.display(bound.whole(), bound.encoding())
                : List.of();
        String id = actions.hold(
                number,
                new HoldRequest(
                        ledger.nextAttempt(),
                        request.sql().utf8ForDisplay(),
                        values,
                        hold.reasons(),
                        facts.stated().reason(),
                        facts.stated().task(),
                        inTransaction,
                        within));
        Attempt attempt = ledger.attempt(request, situation, decided, "hold", id);
        gate = new Gate.Holding(number, id, request, decided, attempt);
        actions.setTimer(Timer.HOLD, within);
        answers.notice(NoticeResponse.builder("NOTICE", "00000", "waiting for approval, request " + id)
                .detail(Refusal.detail(hold.reasons(), session.id(), attempt.number, id))
                .hint("An approver decides with: sallyport approve " + id
                        + " (or deny). Cancelling the statement withdraws it.")
                .build());
        if (inFlight.size() > 0 && !(request instanceof Request.OfQuery)) {
            // So that the client gets what was answered before, and an error there ends the wait.
            dispatch.flush();
        }
    }

    /** What came of asking a person. */
    void answered(long number, Verdict verdict) {
        if (!(gate instanceof Gate.Holding holding) || holding.number() != number) {
            // It was withdrawn meanwhile.
            return;
        }
        switch (verdict) {
            case Verdict.Approved _ -> {
                actions.setTimer(Timer.HOLD, null);
                // Rules and schema may have changed while a person thought; an approval is not above them.
                decide(holding.request(), holding);
            }
            case Verdict.Refused(var reason) -> refuseHeld(holding, "approval request " + holding.id() + ": " + reason);
        }
    }

    private void refuseHeld(Gate.Holding holding, String message) {
        actions.setTimer(Timer.HOLD, null);
        gate = null;
        List<Reason> reasons = holding.decided().decision().reasons();
        dispatch.refuse(
                holding.request(),
                holding.attempt(),
                Refusal.ofHold(message, reasons, session.id(), holding.attempt().number, holding.id()));
    }

    /** Nobody answered in time. */
    void holdExpired() {
        if (gate instanceof Gate.Holding holding) {
            actions.endHold(holding.number(), "nobody answered in time");
            refuseHeld(holding, "approval request " + holding.id() + " expired: nobody answered in time");
        }
    }

    /** An error before a held message makes the server skip it, so nobody needs to be asked. */
    private void skipHeld() {
        if (gate instanceof Gate.Holding holding) {
            actions.endHold(holding.number(), "an earlier statement failed");
            actions.setTimer(Timer.HOLD, null);
            gate = null;
            answers.finish(holding.attempt(), "skipped", null);
        }
    }

    /** The client wants its statement to be cancelled: the one that waits, or what the server is at. */
    void cancel() {
        if (gate instanceof Gate.Holding holding) {
            actions.endHold(holding.number(), "cancelled by the client");
            refuseHeld(holding, "canceling statement due to user request");
        } else {
            actions.cancelServer();
        }
    }
}
