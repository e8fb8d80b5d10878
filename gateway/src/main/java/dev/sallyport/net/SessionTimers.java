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
    private final Map<Timer, Setting> running = new EnumMap<>(Timer.class);

    /** One setting of a timer. Its future is not done before all that it calls has returned, so it can't tell that time is up. */
    private static final class Setting {
        private @Nullable ScheduledFuture<?> future;
        private boolean up;

        private void cancel() {
            if (future != null) {
                future.cancel(false);
            }
        }
    }

    /** No timer runs yet. */
    SessionTimers(EventLoop loop, Consumer<Timer> expired) {
        this.loop = loop;
        this.expired = expired;
    }

    /** Sets a timer, or sets it anew; null stops it. */
    void set(Timer timer, @Nullable Duration after) {
        Setting before = running.remove(timer);
        if (before != null) {
            before.cancel();
        }
        if (after != null) {
            Duration bounded = after.compareTo(LONGEST) < 0 ? after : LONGEST;
            Setting setting = new Setting();
            running.put(timer, setting);
            setting.future = loop.schedule(
                    () -> {
                        setting.up = true;
                        expired.accept(timer);
                    },
                    Math.max(0, bounded.toNanos()),
                    TimeUnit.NANOSECONDS);
        }
    }

    /** Whether a timer that reported in has run out and was not set anew or stopped since; it runs no more then. */
    boolean take(Timer timer) {
        Setting setting = running.get(timer);
        return setting != null && setting.up && running.remove(timer, setting);
    }

    /** Stops all of them. */
    void stop() {
        running.values().forEach(Setting::cancel);
        running.clear();
    }
}
