package dev.sallyport.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final long LIMIT = 100;

    private final AtomicInteger interrupts = new AtomicInteger();
    private final AtomicLong worked = new AtomicLong(7_000);
    private final Deadline deadline = new Deadline(interrupts::incrementAndGet, worked::get, Duration.ofNanos(LIMIT));

    @Test
    void workUpToTheLimitIsLeftAloneAndWorkAtItIsInterruptedOnce() {
        deadline.arm(0);
        deadline.check(1);
        worked.addAndGet(LIMIT - 1);
        deadline.check(2);
        assertThat(interrupts).hasValue(0);

        worked.incrementAndGet();
        deadline.check(3);
        deadline.check(4);
        assertThat(interrupts).hasValue(1);
    }

    @Test
    void aMachineThatIsBusyWithOtherThingsInterruptsNobodyForLong() {
        deadline.arm(0);
        deadline.check(1);
        deadline.check(Deadline.PATIENCE * LIMIT - 1);
        assertThat(interrupts).hasValue(0);

        deadline.check(Deadline.PATIENCE * LIMIT);
        assertThat(interrupts).hasValue(1);
    }

    @Test
    void whatIsDoneIsNotInterruptedAndTheNextBeginsAnew() {
        deadline.arm(0);
        deadline.check(1);
        worked.addAndGet(LIMIT);
        deadline.disarm();
        deadline.check(2);
        deadline.arm(3);
        deadline.check(4);
        worked.addAndGet(LIMIT - 1);
        deadline.check(5);
        assertThat(interrupts).hasValue(0);
    }
}
