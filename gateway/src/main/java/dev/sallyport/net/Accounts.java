package dev.sallyport.net;

import dev.sallyport.audit.AppendResult;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.session.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session's way to the journal: hands its answers over in the order of the questions, whatever order they come in. For the
 * session's event loop only.
 */
final class Accounts {
    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    private static final class Pending {
        private final long number;
        private @Nullable AppendResult result;

        Pending(long number) {
            this.number = number;
        }
    }

    private final LoopJournal journal;
    private final Executor loop;
    private final Consumer<Event> answered;
    private final Deque<Pending> pending = new ArrayDeque<>();

    /**
     * No questions yet.
     *
     * @param loop runs things on the session's event loop, at once if called on it
     * @param answered is given the answers
     */
    Accounts(LoopJournal journal, Executor loop, Consumer<Event> answered) {
        this.journal = journal;
        this.loop = loop;
        this.answered = answered;
    }

    /** Appends, and answers. */
    void append(long number, AuditRecord record) {
        Pending asked = new Pending(number);
        pending.add(asked);
        journal.append(
                record,
                receipt -> answered.accept(new Event.Written(number, receipt)),
                result -> loop.execute(() -> {
                    asked.result = result;
                    handOver();
                }));
    }

    /** Appends with nobody waiting but whoever wants to know that it is over. */
    void append(AuditRecord record, Runnable over) {
        journal.appendLater(record, result -> {
            if (result instanceof AppendResult.NotRecorded notRecorded) {
                log.atError()
                        .addKeyValue("record", record.getClass().getSimpleName())
                        .addKeyValue("reason", notRecorded.reason())
                        .log("an account is missing from the audit journal");
            }
            over.run();
        });
    }

    private void handOver() {
        for (Pending first = pending.peek(); first != null && first.result != null; first = pending.peek()) {
            pending.remove();
            answered.accept(
                    switch (first.result) {
                        case AppendResult.Recorded(var receipt) -> new Event.Recorded(first.number, receipt);
                        case AppendResult.NotRecorded(var reason) -> new Event.NotRecorded(first.number, reason);
                    });
        }
    }
}
