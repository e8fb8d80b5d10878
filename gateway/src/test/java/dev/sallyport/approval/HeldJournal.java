package dev.sallyport.approval;

import dev.sallyport.audit.AppendResult;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.audit.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A journal whose disk does not answer, or fails when a test says so: what the real one can't be made to do in time. */
final class HeldJournal implements Journal {
    final List<AuditRecord> records = new ArrayList<>();
    private final List<Consumer<AppendResult>> waiting = new ArrayList<>();

    @Override
    public synchronized void append(AuditRecord record, Consumer<AppendResult> done) {
        records.add(record);
        waiting.add(done);
    }

    void fail() {
        List<Consumer<AppendResult>> failed;
        synchronized (this) {
            failed = List.copyOf(waiting);
            waiting.clear();
        }
        failed.forEach(done -> done.accept(new AppendResult.NotRecorded("the disk is full")));
    }

    synchronized int unanswered() {
        return waiting.size();
    }

    @Override
    public void close() {}
}
