package dev.sallyport.session;

import dev.sallyport.wire.Bytes;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent to the client, in order. What only reads may run before its record is durable; what it answered, and all that comes
 * behind that, waits here until the record is.
 */
final class Delivery {
    private record Held(Bytes bytes, Attempt until) {}

    private final ArrayDeque<Held> waiting = new ArrayDeque<>();
    private final Actions actions;
    private final int mostBytes;
    private long waitingBytes;
    private boolean reading = true;

    /** The latest attempt that something sent may tell of, as long as its record is not known to be durable. */
    private @Nullable Attempt undurable;

    /**
     * Nothing waits.
     *
     * @param mostBytes how many bytes may wait before the server is no longer read
     */
    Delivery(Actions actions, int mostBytes) {
        this.actions = actions;
        this.mostBytes = mostBytes;
    }

    /** What is sent from now on may tell of an attempt. */
    void tellsOf(@Nullable Attempt attempt) {
        if (attempt != null && !attempt.isDurable()) {
            undurable = attempt;
        }
    }

    /** Sends, now or when that may be known. */
    void send(Bytes bytes) {
        Attempt until = undurable;
        if (until == null || (waiting.isEmpty() && until.isDurable())) {
            undurable = null;
            actions.sendClient(bytes);
            return;
        }
        waiting.add(new Held(bytes, until));
        waitingBytes += bytes.length();
        if (reading && waitingBytes > mostBytes) {
            reading = false;
            actions.readServer(false);
        }
    }

    /** A record has become durable: sends what waited for that. */
    void deliver() {
        for (Held first = waiting.peek(); first != null && first.until.isDurable(); first = waiting.peek()) {
            waiting.remove();
            waitingBytes -= first.bytes.length();
            actions.sendClient(first.bytes);
        }
        if (!reading && waiting.isEmpty()) {
            reading = true;
            actions.readServer(true);
        }
    }

    /** Whether nothing waits. What waits begins with a whole message: so does every answer. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
