package dev.sallyport.session;

import dev.sallyport.wire.Frame;
import dev.sallyport.wire.Head;
import dev.sallyport.wire.Input;
import dev.sallyport.wire.Run;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A client's messages that wait to be looked at, and what becomes of one of which only a part has come. Stops the reading when enough
 * waits, and behind a head until that has left.
 */
final class Inbox {
    private static final int MESSAGE_OVERHEAD = 64;

    /** What becomes of a message of which a part has come. */
    private sealed interface Part {
        /** Its head waits, or is being decided; no more of it is read. */
        record Undecided() implements Part {}

        /** The server has its beginning and must get all of it: it would take what comes next for the rest. */
        record Forwarded(Attempt account) implements Part {}

        /** The server gets nothing of it. */
        record Dropped() implements Part {}
    }

    private final Actions actions;
    private final int mostBytes;

    /** Frames, and as the last a head. */
    private final ArrayDeque<Input> waiting = new ArrayDeque<>();

    private long waitingBytes;
    private boolean reading = true;

    /** Null between two messages. */
    private @Nullable Part part;

    /** Nothing waits. */
    Inbox(Actions actions, int mostBytes) {
        this.actions = actions;
        this.mostBytes = mostBytes;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void add(Frame frame) {
        waiting.add(frame);
        waitingBytes += cost(frame);
        if (reading && waitingBytes > mostBytes) {
            stopReading();
        }
    }

    void add(Head head) {
        waiting.add(head);
        waitingBytes += cost(head);
        part = new Part.Undecided();
        stopReading();
    }

    /** Gives back what was taken last. */
    void putBack(Input input) {
        waiting.addFirst(input);
        waitingBytes += cost(input);
    }

    /** Takes the next message; null if none waits. */
    @Nullable
    Input poll() {
        Input next = waiting.poll();
        if (next != null) {
            waitingBytes -= cost(next);
        }
        return next;
    }

    void clear() {
        waiting.clear();
        waitingBytes = 0;
    }

    /** What waits takes up: a flood of tiny messages counts for more than its bytes. */
    private static int cost(Input input) {
        return input.bytes().length() + MESSAGE_OVERHEAD;
    }

    // -- a message of which a part has come

    /** Whether what comes next begins a message. */
    boolean isBetweenMessages() {
        return part == null;
    }

    /** The head was put on its way, and so must be the rest. */
    void forwarded(Attempt account) {
        part = new Part.Forwarded(account);
    }

    /** The head was looked at: if it is not on its way, nothing of the message goes. */
    void settle() {
        if (part instanceof Part.Undecided) {
            part = new Part.Dropped();
        }
    }

    /** On whose account the rest of the message goes; null if nothing of it does. */
    @Nullable
    Attempt account() {
        return switch (part) {
            case Part.Forwarded(var account) -> account;
            case Part.Dropped _ -> null;
            case Part.Undecided _ -> throw new IllegalStateException("more of a message that is not decided");
            case null -> throw new IllegalStateException("more of no message");
        };
    }

    /** More has passed, on this account if it has not been dropped. */
    void passed(Run run, @Nullable Attempt account) {
        if (!run.partial()) {
            part = null;
        } else if (account != null && part == null) {
            part = new Part.Forwarded(account);
        }
    }

    // -- reading

    private void stopReading() {
        reading = false;
        actions.readClient(false);
    }

    /** Reads on, if little waits. Behind a head that only goes on when everything before has left, so that it need not wait, too. */
    void readOn(boolean allHasLeft) {
        boolean clear = part == null || (!(part instanceof Part.Undecided) && allHasLeft);
        if (!reading && clear && waitingBytes <= mostBytes / 2) {
            reading = true;
            actions.readClient(true);
        }
    }
}
