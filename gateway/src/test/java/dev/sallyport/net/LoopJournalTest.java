package dev.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AppendResult;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.audit.Journal;
import dev.sallyport.audit.Receipts;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopJournalTest {
    private static final AuditRecord RECORD = new AuditRecord.GatewayStopped("test");

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final List<Integer> written = new ArrayList<>();
    private final LoopJournal journal = new LoopJournal(new WritingJournal(), loop.eventLoop());

    @Test
    void whoAppendsMuchWhenItHearsThatOneIsWrittenHearsOfAllInTheirOrder() {
        int more = LoopJournal.BATCH_RECORDS + 1;
        journal.append(
                RECORD,
                _ -> {
                    written.add(0);
                    IntStream.rangeClosed(2, more).forEach(this::append);
                },
                _ -> {});
        append(1);
        loop.runPendingTasks();
        assertThat(written)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, more).boxed().toList());
    }

    private void append(int number) {
        journal.append(RECORD, _ -> written.add(number), _ -> {});
    }

    /** Says at once that everything is written, and never that it is durable. */
    private static final class WritingJournal implements Journal {
        private long sequence;

        @Override
        public void append(AuditRecord record, Consumer<AppendResult> done) {
            append(List.of(new Append(record, done)));
        }

        @Override
        public void append(List<Append> batch) {
            for (Append each : batch) {
                each.written().accept(Receipts.writtenAt(++sequence));
            }
        }

        @Override
        public void close() {}
    }
}
