package dev.sallyport.session;

import dev.sallyport.audit.AuditReceipt;
import dev.sallyport.wire.Bytes;
import java.util.ArrayDeque;

/**
 * What is to be sent to the server, in order, each on the account of an attempt: it leaves when the attempt's record is durable, or
 * written if it only reads, and everything before it has left. Several records may be on their way to the disk at once; nothing
 * overtakes.
 */
final class Outbox {
    /** So many of a session's records may wait for the disk, which is all sessions'; then what the client sends waits, too. */
    static final int MOST_UNRECORDED = 256;

    private record Outgoing(Bytes bytes, Attempt account) {}

    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private final ArrayDeque<Attempt> unrecorded = new ArrayDeque<>();
    private long unrecordedBytes;

    /** Those of the unrecorded that are not known to be written either. */
    private final ArrayDeque<Attempt> unwritten = new ArrayDeque<>();

    private final Actions actions;

    Outbox(Actions actions) {
        this.actions = actions;
    }

    /** Announces an attempt whose record was appended; records become durable in the order of their appends. */
    void expectReceipt(Attempt attempt) {
        unrecorded.add(attempt);
        unrecordedBytes += attempt.recordBytes;
        unwritten.add(attempt);
    }

    /** Sends frames on an attempt's account, now or when its receipt is there. */
    void send(Bytes bytes, Attempt account) {
        AuditReceipt receipt = account.receipt;
        if (waiting.isEmpty() && receipt != null) {
            actions.sendServer(bytes, receipt);
        } else {
            waiting.add(new Outgoing(bytes, account));
            waitingBytes += bytes.length();
        }
    }

    /** Takes in that a record is written and not durable yet, and sends what that is enough for. */
    void written(long append, AuditReceipt receipt) {
        Attempt attempt = next(unwritten, append);
        if (attempt.onlyReads) {
            attempt.receipt = receipt;
            sendWaiting();
        }
    }

    /** Takes in the receipt of the attempt that was announced longest ago, and sends what waited for it. */
    void receive(long append, AuditReceipt receipt) {
        Attempt attempt = next(unrecorded, append);
        unrecordedBytes -= attempt.recordBytes;
        Attempt first = unwritten.peek();
        if (first != null && first.append == append) {
            // Nobody said that it was written before it was durable.
            unwritten.remove();
        }
        attempt.receipt = receipt;
        sendWaiting();
    }

    private static Attempt next(ArrayDeque<Attempt> announced, long append) {
        Attempt attempt = announced.remove();
        if (attempt.append != append) {
            throw new IllegalStateException("receipts came out of order");
        }
        return attempt;
    }

    private void sendWaiting() {
        for (Outgoing first = waiting.peek(); first != null; first = waiting.peek()) {
            AuditReceipt account = first.account.receipt;
            if (account == null) {
                return;
            }
            waiting.remove();
            waitingBytes -= first.bytes.length();
            actions.sendServer(first.bytes, account);
        }
    }

    /**
     * Whether more may be put in. A read leaves, and is answered, while its record waits for the disk, and a few bytes can have a long text
     * recorded once more: so the records count by themselves.
     *
     * @param mostBytes how many bytes may wait here, and how many of records for the disk
     */
    boolean hasRoom(int mostBytes) {
        return waitingBytes < mostBytes && unrecordedBytes < mostBytes && unrecorded.size() < MOST_UNRECORDED;
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
