package dev.sallyport.net;

import dev.sallyport.wire.SqlState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The sessions that there are, to be looked at and ended from outside. Thread-safe. */
public final class Sessions {
    /** A session, let in or not yet. */
    interface Handle {
        /** What it is, once it was let in. */
        Optional<LiveSession> live();

        /** Has it end itself soon; nothing happens if it has ended. */
        void end(String sqlState, String reason);
    }

    private final Object removed = new Object();
    private final ConcurrentMap<String, Handle> handles = new ConcurrentHashMap<>();

    void add(String id, Handle handle) {
        handles.put(id, handle);
    }

    void remove(String id) {
        handles.remove(id);
        synchronized (removed) {
            removed.notifyAll();
        }
    }

    /** Waits until there are none, those that have ended but are not accounted for included; false if that took too long. */
    boolean awaitNone(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        synchronized (removed) {
            while (!handles.isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    removed.wait(left);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }

    /** Those that were let in, in no order. */
    public List<LiveSession> list() {
        return live().map(Map.Entry::getKey).toList();
    }

    /**
     * Ends one session.
     *
     * @param reason a sentence for its client
     * @return whether there is one with that id
     */
    public boolean end(String id, String reason) {
        Handle handle = handles.get(id);
        if (handle == null) {
            return false;
        }
        handle.end(SqlState.ADMIN_SHUTDOWN, reason);
        return true;
    }

    /**
     * Ends the sessions of a grant.
     *
     * @param reason a sentence for their clients
     * @return how many there were
     */
    public int endGrant(String grant, String reason) {
        List<Handle> ending = live().filter(entry -> entry.getKey().grant().id().equals(grant))
                .map(Map.Entry::getValue)
                .toList();
        ending.forEach(handle -> handle.end(SqlState.ADMIN_SHUTDOWN, reason));
        return ending.size();
    }

    /** Ends all sessions, those that were not let in yet too. */
    public void endAll(String reason) {
        handles.values().forEach(handle -> handle.end(SqlState.ADMIN_SHUTDOWN, reason));
    }

    private Stream<Map.Entry<LiveSession, Handle>> live() {
        return handles.values().stream()
                .flatMap(handle -> handle.live().stream().map(live -> Map.entry(live, handle)));
    }
}
