package dev.sallyport.net;

import dev.sallyport.audit.AppendResult;
import dev.sallyport.audit.AuditReceipt;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.audit.Journal;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Gathers what the sessions of one event loop append in one turn of it, so that one write serves them all. A record that somebody
 * waits for goes to the journal when the turn ends; one that nobody waits for goes with the next of those, or in a moment. For that
 * event loop only.
 */
final class LoopJournal {
    /** How long a record may stay behind that nobody waits for: what came of a statement, after the client knows. */
    static final Duration LINGER = Duration.ofMillis(2);

    /** So many records go to the journal without waiting for more. */
    static final int BATCH_RECORDS = 256;

    private final Journal journal;
    private final EventLoop loop;
    private List<Journal.Append> gathered = new ArrayList<>();
    private boolean handsOverThisTurn;
    private boolean handsOverLater;

    /** The journal is saying of each of a batch that it is written; who hears that may append more. */
    private boolean handingOver;

    /** Nothing gathered. */
    LoopJournal(Journal journal, EventLoop loop) {
        this.journal = journal;
        this.loop = loop;
    }

    /** Appends a record that somebody waits for. */
    void append(AuditRecord record, Consumer<AuditReceipt> written, Consumer<AppendResult> done) {
        gather(new Journal.Append(record, written, done));
        if (!handsOverThisTurn) {
            handsOverThisTurn = true;
            loop.execute(this::handOver);
        }
    }

    /** Appends a record whose success nobody waits for. */
    void appendLater(AuditRecord record, Consumer<AppendResult> done) {
        gather(new Journal.Append(record, done));
        if (!handsOverThisTurn && !handsOverLater) {
            handsOverLater = true;
            var _ = loop.schedule(
                    () -> {
                        handsOverLater = false;
                        handOver();
                    },
                    LINGER.toNanos(),
                    TimeUnit.NANOSECONDS);
        }
    }

    private void gather(Journal.Append append) {
        if (gathered.size() >= BATCH_RECORDS) {
            handOver();
        }
        gathered.add(append);
    }

    private void handOver() {
        handsOverThisTurn = false;
        if (handingOver) {
            // Behind the answers to those before: a session hears of its records in their order.
            return;
        }
        handingOver = true;
        try {
            do {
                handOverOnce();
            } while (gathered.size() >= BATCH_RECORDS);
        } finally {
            handingOver = false;
        }
    }

    private void handOverOnce() {
        List<Journal.Append> batch = gathered;
        if (batch.isEmpty()) {
            return;
        }
        gathered = new ArrayList<>();
        try {
            journal.append(batch);
        } catch (RuntimeException failure) {
            AppendResult notRecorded =
                    new AppendResult.NotRecorded(failure.getClass().getName());
            batch.forEach(each -> each.done().accept(notRecorded));
        }
    }
}
