package dev.sallyport.net;

import dev.sallyport.session.Timer;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session's timers, on its event loop. For that only. */
final class SessionTimers {
    /** The longest that a timer can be set for; no grant lasts as long. */
    static final Duration LONGEST = Duration.ofDays(3650);

    private final EventLoop loop;
    private final Consumer<Timer> expired;
    private final Map<Timer, ScheduledFuture<?>> running = new EnumMap<>(Timer.class);

    /** No timer runs yet. */
    SessionTimers(EventLoop loop, Consumer<Timer> expired) {
        this.loop = loop;
        this.expired = expired;
    }

    /** Sets a timer, or sets it anew; null stops it. */
    void set(Timer timer, @Nullable Duration after) {
        ScheduledFuture<?> before = running.remove(timer);
        if (before != null) {
            before.cancel(false);
        }
        if (after != null) {
            Duration bounded = after.compareTo(LONGEST) < 0 ? after : LONGEST;
            running.put(
                    timer,
                    loop.schedule(() -> expired.accept(timer), Math.max(0, bounded.toNanos()), TimeUnit.NANOSECONDS));
        }
    }

    /** Whether a timer that reported in has run out and was not set anew or stopped since; it runs no more then. */
    boolean take(Timer timer) {
        ScheduledFuture<?> future = running.get(timer);
        return future != null && future.isDone() && running.remove(timer, future);
    }

    /** Stops all of them. */
    void stop() {
        running.values().forEach(future -> future.cancel(false));
        running.clear();
    }
}
