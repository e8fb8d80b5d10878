package dev.sallyport.approval;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A clock and an alarm whose time passes when a test says so. */
final class ManualAlarm implements Alarm, InstantSource {
    private final List<Entry> entries = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");

    private record Entry(Instant at, Runnable task) {}

    @Override
    public synchronized Ring after(Duration wait, Runnable task) {
        Entry entry = new Entry(now.plus(wait), task);
        entries.add(entry);
        return () -> {
            synchronized (this) {
                entries.remove(entry);
            }
        };
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Lets the clock run without the alarm. */
    synchronized void moveClock(Duration time) {
        now = now.plus(time);
    }

    void pass(Duration time) {
        moveClock(time);
        ring();
    }

    void ring() {
        List<Entry> due = new ArrayList<>();
        synchronized (this) {
            for (Entry entry : entries) {
                if (!entry.at().isAfter(now)) {
                    due.add(entry);
                }
            }
            entries.removeAll(due);
        }
        due.forEach(entry -> entry.task().run());
    }

    synchronized int set() {
        return entries.size();
    }
}
