package dev.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AppendResult;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.audit.Journal;
import dev.sallyport.session.Event;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private static final AuditRecord RECORD = new AuditRecord.GatewayStopped("test");

    private final List<Consumer<AppendResult>> asked = new ArrayList<>();
    private final List<Long> answered = new ArrayList<>();
    private final EmbeddedChannel loop = new EmbeddedChannel();

    @Test
    void answersComeInTheOrderOfTheQuestionsWhateverOrderTheJournalHas() {
        Accounts accounts = accounts(asked::add);
        for (long number = 1; number <= 3; number++) {
            accounts.append(number, RECORD);
        }
        loop.runPendingTasks();

        answer(2);
        answer(1);
        assertThat(answered).isEmpty();
        answer(0);
        assertThat(answered).containsExactly(1L, 2L, 3L);
    }

    @Test
    void anAnswerInsideTheCallIsHandedOver() {
        accounts(done -> done.accept(new AppendResult.NotRecorded("full"))).append(7, RECORD);
        loop.runPendingTasks();
        assertThat(answered).containsExactly(7L);
    }

    @Test
    void aJournalThatThrowsHasNotRecorded() {
        accounts(done -> {
                    throw new IllegalStateException();
                })
                .append(7, RECORD);
        loop.runPendingTasks();
        assertThat(answered).containsExactly(7L);
    }

    @Test
    void whoeverWantsToKnowThatItIsOverIsToldOfAFailureToo() {
        List<String> over = new ArrayList<>();
        accounts(done -> done.accept(new AppendResult.NotRecorded("full"))).append(RECORD, () -> over.add("over"));
        loop.advanceTimeBy(LoopJournal.LINGER.toNanos(), TimeUnit.NANOSECONDS);
        loop.runScheduledPendingTasks();
        assertThat(over).containsExactly("over");
        assertThat(answered).isEmpty();
    }

    private void answer(int index) {
        asked.get(index).accept(new AppendResult.NotRecorded("full"));
    }

    private Accounts accounts(Consumer<Consumer<AppendResult>> append) {
        Journal journal = new Journal() {
            @Override
            public void append(AuditRecord record, Consumer<AppendResult> done) {
                append.accept(done);
            }

            @Override
            public void close() {}
        };
        return new Accounts(new LoopJournal(journal, loop.eventLoop()), Runnable::run, event -> {
            if (event instanceof Event.NotRecorded(var number, var _)) {
                answered.add(number);
            }
        });
    }
}
