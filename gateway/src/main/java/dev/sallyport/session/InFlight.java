package dev.sallyport.session;

import dev.sallyport.policy.AnswerRules;
import dev.sallyport.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are with the server unanswered, in order, and what the names of prepared statements and portals stand for once they
 * are answered.
 */
final class InFlight {
    private static final Set<String> RENAMING = Set.of(
            "PREPARE",
            "DEALLOCATE",
            "DEALLOCATE ALL",
            "DISCARD ALL",
            "DECLARE CURSOR",
            "CLOSE CURSOR",
            "CLOSE CURSOR ALL");

    private final ArrayDeque<Expected> messages = new ArrayDeque<>();
    private final Names<Prepared> prepared = new Names<>();
    private final Names<Portal> portals = new Names<>();

    /** The server has reported an error in the extended protocol and the Sync that ends it has not been sent. */
    private boolean skipping;

    /** Something in the open transaction may still put masked values into an error, at the latest at its commit. */
    private boolean hidesTexts;

    private boolean anythingMasked;

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
        note(expected);
        if (expected instanceof Expected.OfSync) {
            skipping = false;
        } else if (expected instanceof Expected.OfQuery) {
            expectUnnamedGone();
        }
    }

    private void note(Expected expected) {
        AnswerRules answer = switch (expected) {
            case Expected.OfQuery query -> query.answer;
            case Expected.OfBind(var portal) -> portal.answer;
            default -> AnswerRules.UNCHANGED;
        };
        hidesTexts |= answer.hidesTexts();
        anythingMasked |= !answer.masks().isEmpty();
    }

    /** Whether texts of the server may quote masked values, in this transaction up to its end. */
    boolean hidesTexts() {
        return hidesTexts;
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
        return messages.poll();
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
            taken.add(messages.remove());
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
        if (messages.stream().anyMatch(InFlight::mayRename)) {
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

    /** Whether a statement in it gives names of prepared statements or portals another meaning, which shows once it is answered. */
    private static boolean mayRename(Expected expected) {
        List<Statement> statements = switch (expected) {
            case Expected.OfQuery query -> query.statements;
            case Expected.OfExecute execute -> execute.portal().statements;
            default -> List.of();
        };
        return statements.stream().anyMatch(statement -> RENAMING.contains(statement.kind()));
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
        restartNames();
        hidesTexts = false;
        messages.forEach(this::note);
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
                        Expected.OfSync _ -> {
                    // It changes no name.
                }
            }
        }
    }
}
