package dev.sallyport.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** A journal in memory that answers when a test says so: for simulations of what waits for the disk. One thread. */
public final class HeldJournal implements Journal {
    private final List<AuditRecord> recorded = new ArrayList<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(AuditRecord entry, Consumer<AppendResult> done) {}

    @Override
    public void append(AuditRecord entry, Consumer<AppendResult> done) {
        waiting.add(new Waiting(entry, done));
    }

    /** How many appends have no answer yet. */
    public int waiting() {
        return waiting.size();
    }

    /** What was recorded, in its order. */
    public List<AuditRecord> recorded() {
        return List.copyOf(recorded);
    }

    /** Records the oldest append that waits. */
    public void recordNext() {
        Waiting next = waiting.remove();
        recorded.add(next.entry());
        next.done().accept(new AppendResult.Recorded(new AuditReceipt(recorded.size(), true)));
    }

    /** Refuses the oldest append that waits. */
    public void refuseNext(String reason) {
        waiting.remove().done().accept(new AppendResult.NotRecorded(reason));
    }

    @Override
    public void close() {
        while (!waiting.isEmpty()) {
            refuseNext(FileJournal.CLOSED);
        }
    }
}
