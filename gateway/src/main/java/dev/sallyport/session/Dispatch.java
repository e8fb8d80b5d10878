package dev.sallyport.session;

import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.Decided;
import dev.sallyport.sql.Statement;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ClientEncoding;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrontendMessage.Close;
import dev.sallyport.wire.FrontendMessage.Describe;
import dev.sallyport.wire.FrontendMessage.Flush;
import dev.sallyport.wire.FrontendMessage.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts messages into the outbox, each with what is expected in answer to it, so that neither is ever forgotten. */
final class Dispatch {
    private final Session session;
    private final Outbox outbox;
    private final InFlight inFlight;
    private final Ledger ledger;
    private final SessionFacts facts;

    /** On its account go the messages that carry no statement. */
    private final Attempt opening;

    Dispatch(Session session, Outbox outbox, InFlight inFlight, Ledger ledger, SessionFacts facts, Attempt opening) {
        this.session = session;
        this.outbox = outbox;
        this.inFlight = inFlight;
        this.ledger = ledger;
        this.facts = facts;
        this.opening = opening;
    }

    /**
     * Sends a request that may go on; gives what to wait for before more is sent, if it may turn into a COPY.
     *
     * @param checked whether it may go on only if the server's encoding is that of the request
     */
    @Nullable
    Expected forward(Request request, Decided decided, Attempt attempt, AnswerRules answer, boolean checked) {
        if (checked || !readsAlike(request)) {
            checkReading(request.encoding());
        } else if (concernsReading(request)) {
            check(ReadingCheck.parse());
        }
        Expected expected = switch (request) {
            case Request.OfQuery _ -> new Expected.OfQuery(attempt, decided, answer);
            case Request.OfFunctionCall _ -> new Expected.OfFunctionCall(attempt, null);
            case Request.OfParse parsed -> {
                Prepared prepared = parsed.prepared();
                inFlight.prepared().expect(prepared.name(), prepared);
                yield new Expected.OfParse(prepared, attempt);
            }
            case Request.OfBind bound -> {
                Portal portal =
                        new Portal(bound.head().portal(), bound.prepared(), decided, answer, attempt, facts.labels());
                inFlight.portals().expect(portal.name, portal);
                yield new Expected.OfBind(portal);
            }
        };
        inFlight.add(expected);
        outbox.send(request.bytes(), attempt);
        return request instanceof Request.OfQuery && copies(decided.statements()) ? expected : null;
    }

    /** Whether a request can mean something else under other settings than those that it was read by. */
    static boolean concernsReading(Request request) {
        return ReadingCheck.concerns(textSent(request)) || !readsAlike(request);
    }

    /** Whether it is the same in all encodings. */
    private static boolean readsAlike(Request request) {
        return ClientEncoding.isAscii(textSent(request))
                && switch (request) {
                    case Request.OfQuery _, Request.OfFunctionCall _ -> true;
                    case Request.OfParse parsed ->
                        !ReadingCheck.concerns(parsed.parse().statement());
                    case Request.OfBind bound ->
                        !ReadingCheck.concerns(bound.head().portal())
                                && !ReadingCheck.concerns(bound.head().statement());
                };
    }

    private static Bytes textSent(Request request) {
        return switch (request) {
            case Request.OfQuery query -> query.sql();
            case Request.OfParse parsed -> parsed.sql();
            case Request.OfFunctionCall _, Request.OfBind _ -> Bytes.EMPTY;
        };
    }

    private void checkReading(ClientEncoding encoding) {
        check(ReadingCheck.parse(encoding));
    }

    /** Has the server pass over what is sent next if it no longer reads texts as they were read here. */
    private void check(Bytes parse) {
        if (!inFlight.readingIsKnown()) {
            inFlight.add(new Expected.OfCheck(false));
            outbox.send(parse, opening);
            inFlight.add(new Expected.OfCheck(true));
            outbox.send(ReadingCheck.close(), opening);
        }
    }

    private void checkReading(String name) {
        if (ReadingCheck.concerns(name)) {
            checkReading(inFlight.encoding().reported());
        }
    }

    /** What we say ourselves, in the client's encoding. */
    private ErrorResponse own(ErrorResponse refusal) {
        return OwnTexts.in(inFlight.encoding().reported(), refusal);
    }

    /** Has the server refuse a request, in our words. */
    void refuse(Request request, Attempt attempt, ErrorResponse said) {
        ErrorResponse refusal = own(said);
        switch (request) {
            case Request.OfQuery _ -> {
                inFlight.add(new Expected.OfQuery(attempt, refusal));
                outbox.send(Refusal.query(refusal, session.id(), attempt.number), attempt);
            }
            case Request.OfFunctionCall _ -> refuseFunctionCall(attempt, refusal);
            case Request.OfParse parsed -> {
                String name = parsed.parse().statement();
                if (name.isEmpty()) {
                    inFlight.prepared().expectGone(name);
                }
                inFlight.add(new Expected.OfRefusal(attempt, refusal, name.isEmpty()));
                outbox.send(Refusal.parse(refusal, name, session.id(), attempt.number), attempt);
            }
            case Request.OfBind _ -> refuse(attempt, refusal);
        }
    }

    /** Has the server refuse something of the extended protocol that policy need not be asked about. */
    void refuse(String phase, Bytes sql, @Nullable Prepared prepared, ErrorResponse refusal) {
        refuse(ledger.refused(phase, sql, prepared), refusal);
    }

    /** The same of what is recorded already. */
    void refuse(Attempt attempt, ErrorResponse said) {
        ErrorResponse refusal = own(said);
        inFlight.add(new Expected.OfRefusal(attempt, refusal, false));
        outbox.send(Refusal.other(refusal, session.id(), attempt.number), attempt);
    }

    /** Has the server refuse a function call: nobody could tell from its OID and arguments what it does. */
    void refuseFunctionCall() {
        refuseFunctionCall(ledger.refused("functionCall", Bytes.EMPTY, null), Refusal.ofFunctionCall());
    }

    private void refuseFunctionCall(Attempt attempt, ErrorResponse refusal) {
        inFlight.add(new Expected.OfFunctionCall(attempt, refusal));
        outbox.send(Refusal.functionCall(), attempt);
    }

    /**
     * Runs a portal; gives what to wait for before more is sent, if it may turn into a COPY.
     *
     * @param checked whether it may run only if the server's encoding is that which was reported last
     */
    @Nullable
    Expected execute(Frame frame, Portal portal, boolean checked) {
        Attempt attempt = portal.executed ? ledger.again(portal) : portal.attempt;
        portal.executed = true;
        if (checked) {
            checkReading(inFlight.encoding().reported());
        } else {
            checkReading(portal.name);
        }
        if (!portal.unmasked() && !inFlight.justDescribes(portal)) {
            // Without its description nobody could tell which of its columns are to be masked. An earlier one will not
            // do:
            // what a portal of FETCH or EXECUTE runs may have been given another meaning since.
            inFlight.add(new Expected.OfDescribe(portal, true));
            outbox.send(new Describe(Target.PORTAL, portal.name).encode(), portal.attempt);
        }
        Expected expected = new Expected.OfExecute(portal, attempt);
        inFlight.add(expected);
        outbox.send(frame.bytes(), attempt);
        if (!copies(portal.statements)) {
            return null;
        }
        // Otherwise the server would keep an answer without data to itself until the next Sync.
        flush();
        return expected;
    }

    /** Describes a statement, or a portal if it is one that is known. */
    void describe(Frame frame, String name, @Nullable Portal portal) {
        checkReading(name);
        inFlight.add(new Expected.OfDescribe(portal, false));
        outbox.send(frame.bytes(), opening);
    }

    void close(Frame frame, Close close) {
        checkReading(close.name());
        boolean ofPortal = close.target() == Target.PORTAL;
        (ofPortal ? inFlight.portals() : inFlight.prepared()).expectGone(close.name());
        inFlight.add(new Expected.OfClose(ofPortal, close.name()));
        outbox.send(frame.bytes(), opening);
    }

    void sync(Frame frame) {
        inFlight.add(new Expected.OfSync());
        outbox.send(frame.bytes(), opening);
    }

    void flush() {
        inFlight.addFlush();
        outbox.send(new Flush().encode(), opening);
    }

    /** Sends data of a COPY, its end, or the rest of a long message, on the account of the attempt that it belongs to. */
    void more(Bytes bytes, Attempt account) {
        outbox.send(bytes, account);
    }

    private static boolean copies(List<Statement> statements) {
        // Asked of each message: without a stream.
        for (Statement statement : statements) {
            if (statement.kind().equals("COPY")) {
                return true;
            }
        }
        return false;
    }
}
