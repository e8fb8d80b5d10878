package dev.sallyport.session;

import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.Hiding.Extent;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are with the server unanswered, in order, and what the names of prepared statements and portals stand for once they
 * are answered.
 */
final class InFlight {
    private final ArrayDeque<Expected> messages = new ArrayDeque<>();
    private final Names<Prepared> prepared =
            new Names<>(statement -> statement.sql().length());
    private final Names<Portal> portals =
            new Names<>(portal -> portal.prepared.sql().length());

    /** Of the Parse messages in flight: the server may keep its answers to many of them until a Sync. */
    private long parsedBytes;

    /** The server has reported an error in the extended protocol and the Sync that ends it has not been sent. */
    private boolean skipping;

    /** What in the open transaction may still put masked values into an error, at the latest at its commit. */
    private Extent hiddenToTheEnd = Extent.NOTHING;

    private boolean anythingMasked;

    /** Something of this session may have run code that users wrote. */
    private boolean mayRunCode;

    /** Something in the open transaction may have given names another meaning than the catalog knows. */
    private boolean schemaMayDiffer;

    /** How many statements in flight may give names new meanings by SQL. */
    private int renamingPrepared;

    private int renamingPortals;

    /** The server is in an extended query that no Sync has ended: an error now makes it pass over what follows. */
    private boolean cycleOpen;

    /** A Query or FunctionCall that was sent into such an extended query, while it is not certain that the server reads it. */
    private @Nullable Expected inDoubt;

    private final SessionPath path = new SessionPath();

    private final SessionEncoding encoding = new SessionEncoding();

    /** The session listens, or may listen, to notifications where masks apply. */
    private boolean listensUnderMasks;

    /** What texts are read by. */
    SessionEncoding encoding() {
        return encoding;
    }

    /** The server is ready for what follows what it has answered. */
    void ready() {
        path.ready(messages.size());
        encoding.ready(messages.size());
    }

    /** Where names without a schema are looked for. */
    SessionPath path() {
        return path;
    }

    Names<Prepared> prepared() {
        return prepared;
    }

    Names<Portal> portals() {
        return portals;
    }

    int size() {
        return messages.size();
    }

    /** Whether the server passes over everything that is sent before the next Sync. */
    boolean skipping() {
        return skipping;
    }

    /** Notes a message that is now on its way to the server. */
    void add(Expected expected) {
        messages.add(expected);
        path.sent(expected.change());
        encoding.sent(expected.change(), expected.statements());
        count(expected, 1);
        note(expected);
        inDoubt = cycleOpen && endsCycle(expected) && !(expected instanceof Expected.OfSync) ? expected : null;
        cycleOpen = !endsCycle(expected);
        if (expected instanceof Expected.OfSync) {
            skipping = false;
        } else if (expected instanceof Expected.OfQuery) {
            expectUnnamedGone();
        }
    }

    /** Notes a Flush, to which there is no answer, but at which the server may find that time has run out. */
    void addFlush() {
        cycleOpen = true;
    }

    /** Whether the server passes over what follows if it reports an error now that answers no message. */
    boolean isCycleOpen() {
        return cycleOpen;
    }

    /**
     * Whether the server has said what it reads texts by since it last did anything at all: it does so before ReadyForQuery alone. To parse
     * and to bind can run functions, too, and an error can bring back what was before a savepoint.
     */
    boolean readingIsKnown() {
        return messages.isEmpty() && !cycleOpen;
    }

    /**
     * Whether a Query or FunctionCall waits for its first answer behind an extended query that no Sync has ended. An error may then be
     * for a Flush before it, with the message itself passed over; nothing may be sent until that is clear.
     */
    boolean isInDoubt() {
        return inDoubt != null && messages.contains(inDoubt);
    }

    /** Whether it is the first in flight that is in doubt: all before it is answered. */
    @SuppressWarnings("ReferenceEquality") // One message in flight, not another that looks like it.
    boolean isFirstInDoubt() {
        return inDoubt != null && messages.peek() == inDoubt;
    }

    /** The server has said something in answer to the first in flight, and so has read it. */
    void resolveDoubt() {
        if (isFirstInDoubt()) {
            inDoubt = null;
        }
    }

    private void note(Expected expected) {
        List<Statement> statements = switch (expected) {
            case Expected.OfQuery query -> query.statements;
            case Expected.OfBind(var portal) -> portal.statements;
            default -> List.of();
        };
        for (Statement statement : statements) {
            schemaMayDiffer |= statement.effect().compareTo(Effect.DDL) >= 0
                    || !statement.opaque().isEmpty();
        }
        AnswerRules answer = expected.answer();
        if (answer.hiding().lasts()) {
            hiddenToTheEnd = hiddenToTheEnd.and(answer.hiding().extent());
        }
        anythingMasked |= !answer.masks().isEmpty();
        listensUnderMasks |= !answer.masks().isEmpty() && listens(statements);
        // What the end of a transaction runs was put off by something that counted.
        mayRunCode |= answer.hiding().extent() == Extent.EVERYTHING
                && !statements.stream().allMatch(InFlight::endsWork);
    }

    /** Whether the session will hear of notifications, whose payloads may be made of masked values. */
    boolean listensUnderMasks() {
        return listensUnderMasks;
    }

    static boolean listens(List<Statement> statements) {
        for (Statement statement : statements) {
            if (statement.kind().equals("LISTEN")) {
                return true;
            }
        }
        return false;
    }

    /** Whether something was put off to the end of the open transaction whose errors may quote masked values. */
    boolean hidesToTheEnd() {
        return hiddenToTheEnd != Extent.NOTHING;
    }

    private static boolean endsWork(Statement statement) {
        return statement.kind().equals("COMMIT");
    }

    /** Whether anything of this session may have run code that users wrote, and could so have sent notifications. */
    boolean mayRunCode() {
        return mayRunCode;
    }

    /** Which texts of the server may quote masked values, in what it says now. */
    Extent hidden() {
        Expected first = messages.peek();
        return first == null
                ? hiddenToTheEnd
                : hiddenToTheEnd.and(first.answer().hiding().extent());
    }

    /** Whether names may mean, in this transaction up to its end, what nobody else can see yet. */
    boolean schemaMayDiffer() {
        return schemaMayDiffer;
    }

    /** Whether anything of this session was ever to be masked. */
    boolean anythingMasked() {
        return anythingMasked;
    }

    /** The one that the server is answering, or null. */
    @Nullable
    Expected first() {
        return messages.peek();
    }

    /** Whether the last message asks what a portal's columns are, so that nothing comes between its answer and what is sent next. */
    @SuppressWarnings("ReferenceEquality") // The portal that this very message made.
    boolean justDescribes(Portal portal) {
        return messages.peekLast() instanceof Expected.OfDescribe described && described.portal() == portal;
    }

    /** Takes out the one that the server is answering; null if there is none. */
    @Nullable
    Expected takeFirst() {
        Expected taken = messages.poll();
        if (taken != null) {
            count(taken, -1);
        }
        return taken;
    }

    /** All of them, in order. */
    List<Expected> all() {
        return List.copyOf(messages);
    }

    /** Takes out everything up to the next Sync: the server will pass over it without an answer. */
    List<Expected> takeToSync() {
        List<Expected> taken = new ArrayList<>();
        Expected first = messages.peek();
        while (first != null && !(first instanceof Expected.OfSync)) {
            messages.remove();
            count(first, -1);
            taken.add(first);
            first = messages.peek();
        }
        skipping = first == null;
        restartNames();
        return taken;
    }

    /** Forgets all of them. */
    void clear() {
        messages.clear();
    }

    boolean contains(Expected expected) {
        return messages.contains(expected);
    }

    /**
     * Whether it is certain what a prepared statement's or a portal's name will stand for when the server gets to a message that is sent
     * now. It is not if whatever gave the name its meaning is still unanswered behind the end of its own cycle: should it fail, the next
     * cycle would find the name's older meaning, and run something else than was decided on.
     */
    @SuppressWarnings("ReferenceEquality") // The meaning that this very message gave.
    boolean isSettled(Names<?> names, String name) {
        if (isRenamed(names, name)) {
            return false;
        }
        Object meant = names.get(name);
        if (meant == null) {
            return messages.stream().noneMatch(InFlight::endsCycle);
        }
        if (names.isConfirmed(name, meant)) {
            return true;
        }
        boolean cycleEnded = false;
        for (Iterator<Expected> latest = messages.descendingIterator(); latest.hasNext(); ) {
            Expected expected = latest.next();
            cycleEnded |= endsCycle(expected);
            if ((expected instanceof Expected.OfParse parse && parse.prepared() == meant)
                    || (expected instanceof Expected.OfBind bind && bind.portal() == meant)) {
                return !cycleEnded;
            }
        }
        return false;
    }

    /** Whether a prepared statement of the protocol may have a name now, or when the server gets to what is sent next. */
    boolean mayBePrepared(String name) {
        return prepared.isKnown(name)
                || messages.stream()
                        .anyMatch(expected -> expected instanceof Expected.OfParse parse
                                && parse.prepared().name().equals(name));
    }

    /** The portals of the protocol that may have a name now, or when the server gets to what is sent next. */
    List<Portal> portalsThatMayBe(String name) {
        return Stream.concat(
                        portals.meant(name).stream(),
                        messages.stream()
                                .map(expected -> expected instanceof Expected.OfBind(var portal) ? portal : null)
                                .filter(portal -> portal != null && portal.name.equals(name)))
                .toList();
    }

    /** Whether something in flight may give a name a new meaning by SQL. */
    boolean isRenamed(Names<?> names, String name) {
        return names.equals(prepared) ? renamingPrepared > 0 : renamingPortals > 0 && !name.isEmpty();
    }

    /** How many bytes the texts of prepared statements, portals and Parse messages in flight may take in memory. */
    long textBytes() {
        return prepared.bytes() + portals.bytes() + parsedBytes;
    }

    private void count(Expected expected, int by) {
        if (expected instanceof Expected.OfParse(var statement, var _)) {
            parsedBytes += (long) by * statement.sql().length();
        }
        List<Statement> statements = switch (expected) {
            case Expected.OfQuery query -> query.statements;
            case Expected.OfExecute execute -> execute.portal().statements;
            default -> List.of();
        };
        for (Statement statement : statements) {
            renamingPrepared += Renaming.ofPrepared(statement) ? by : 0;
            renamingPortals += Renaming.ofPortals(statement) ? by : 0;
        }
    }

    /** Whether an error before it leaves what comes after it untouched. */
    private static boolean endsCycle(Expected expected) {
        return expected instanceof Expected.OfSync
                || expected instanceof Expected.OfQuery
                || expected instanceof Expected.OfFunctionCall;
    }

    /** A Query drops the unnamed statement and the unnamed portal. */
    private void expectUnnamedGone() {
        prepared.expectGone("");
        portals.expectGone("");
    }

    /** A Query is answered. */
    void confirmUnnamedGone() {
        prepared.confirmGone("");
        portals.confirmGone("");
    }

    /** A transaction has ended, and its portals with it. */
    void confirmTransactionEnded() {
        portals.confirmAllGone();
        if (messages.isEmpty()) {
            // Nothing in flight: what prepared statements' names stand for is certain, and there may be many of them.
            portals.restart();
        } else {
            restartNames();
        }
        hiddenToTheEnd = Extent.NOTHING;
        schemaMayDiffer = false;
        messages.forEach(this::note);
    }

    /** A prepared statement is gone, or its name now stands for what SQL prepared. */
    void confirmPreparedGone(String name) {
        prepared.confirmGone(name);
        restartNames();
    }

    /** A portal is gone, or its name now stands for a cursor that SQL declared. */
    void confirmPortalGone(String name) {
        portals.confirmGone(name);
        restartNames();
    }

    /** Named portals are gone. */
    void confirmNamedPortalsGone() {
        portals.confirmAllGoneBut("");
        restartNames();
    }

    /** All prepared statements are gone, by DEALLOCATE or DISCARD. */
    void confirmPreparedGone() {
        prepared.confirmAllGone();
        restartNames();
    }

    private void restartNames() {
        prepared.restart();
        portals.restart();
        for (Expected expected : messages) {
            switch (expected) {
                case Expected.OfParse parse -> prepared.expect(parse.prepared().name(), parse.prepared());
                case Expected.OfBind(var portal) -> portals.expect(portal.name, portal);
                case Expected.OfClose(var ofPortal, var name) -> (ofPortal ? portals : prepared).expectGone(name);
                case Expected.OfQuery _ -> expectUnnamedGone();
                case Expected.OfRefusal refused when refused.dropsUnnamed() -> prepared.expectGone("");
                case Expected.OfRefusal _,
                        Expected.OfDescribe _,
                        Expected.OfExecute _,
                        Expected.OfFunctionCall _,
                        Expected.OfCheck _,
                        Expected.OfSync _ -> {
                    // It changes no name.
                }
            }
        }
    }
}
