package dev.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.session.Timer;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTimersTest {
    private final EventLoop loop = new DefaultEventLoop();

    @AfterEach
    void stop() throws InterruptedException {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    }

    @Test
    void aTimerThatRanOutIsTakenByWhomItReportsTo() throws Exception {
        assertThat(whenUp(timers -> timers.take(Timer.GRANT))).isTrue();
    }

    @Test
    void itIsTakenOnce() throws Exception {
        assertThat(whenUp(timers -> {
                    timers.take(Timer.GRANT);
                    return timers.take(Timer.GRANT);
                }))
                .isFalse();
    }

    @Test
    void aTimerThatWasSetAnewMeanwhileHasNotRunOut() throws Exception {
        assertThat(whenUp(timers -> {
                    timers.set(Timer.GRANT, Duration.ofHours(1));
                    return timers.take(Timer.GRANT);
                }))
                .isFalse();
    }

    @Test
    void aTimerThatWasStoppedMeanwhileHasNotRunOut() throws Exception {
        assertThat(whenUp(timers -> {
                    timers.set(Timer.GRANT, null);
                    return timers.take(Timer.GRANT);
                }))
                .isFalse();
    }

    /** What a look at the timers gives at the moment at which one runs out. */
    private boolean whenUp(Function<SessionTimers, Boolean> look) throws Exception {
        CompletableFuture<Boolean> seen = new CompletableFuture<>();
        AtomicReference<SessionTimers> self = new AtomicReference<>();
        SessionTimers timers = new SessionTimers(loop, timer -> seen.complete(look.apply(self.get())));
        self.set(timers);
        loop.execute(() -> timers.set(Timer.GRANT, Duration.ofMillis(1)));
        return seen.get(30, TimeUnit.SECONDS);
    }
}
