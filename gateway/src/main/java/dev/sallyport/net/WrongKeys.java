package dev.sallyport.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts the wrong cancel keys of each address in the current second, so that keys can't be guessed. Thread-safe. */
public final class WrongKeys {
    /** How many wrong keys an address may show in a second. */
    public static final int MOST_PER_SECOND = 10;
    /** How many addresses are counted in a second; of others no key is looked at in that second. */
    public static final int MOST_ADDRESSES = 1024;

    private final LongSupplier nanoTime;
    private final Map<@Nullable InetAddress, Integer> counts = new HashMap<>();
    private long second;

    /**
     * Nothing counted yet.
     *
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public WrongKeys(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.second = second();
    }

    synchronized boolean mayTry(@Nullable InetAddress from) {
        long now = second();
        if (now != second) {
            second = now;
            counts.clear();
        }
        Integer count = counts.get(from);
        return count == null ? counts.size() < MOST_ADDRESSES : count < MOST_PER_SECOND;
    }

    synchronized void wrong(@Nullable InetAddress from) {
        counts.merge(from, 1, Integer::sum);
    }

    private long second() {
        return TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong());
    }
}
