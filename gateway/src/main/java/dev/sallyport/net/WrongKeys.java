package dev.sallyport.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the wrong cancel keys of each address in the current second, so that keys can't be guessed quickly. Thread-safe.
 *
 * <p>An address that has shown none is never kept waiting, however many others have: a flood of wrong keys must not be a way to keep
 * people from cancelling. Whoever has more addresses than are counted can therefore try more often; process number and secret
 * together have 63 bits at the least.
 */
public final class WrongKeys {
    /** How many wrong keys an address may show in a second. */
    public static final int MOST_PER_SECOND = 10;
    /** How many addresses are counted at once; the one that has been silent for the longest is forgotten for another. */
    public static final int MOST_ADDRESSES = 1024;

    /** What one network gets together: its hosts choose the rest of an address as they like. */
    private static final int NETWORK_BYTES = 8;

    private final LongSupplier nanoTime;
    private final SequencedMap<@Nullable InetAddress, Integer> counts = new LinkedHashMap<>(16, 0.75f, true);
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
        return counts.getOrDefault(network(from), 0) < MOST_PER_SECOND;
    }

    synchronized void wrong(@Nullable InetAddress from) {
        counts.merge(network(from), 1, Integer::sum);
        if (counts.size() > MOST_ADDRESSES) {
            counts.pollFirstEntry();
        }
    }

    /** How many addresses are counted. */
    synchronized int size() {
        return counts.size();
    }

    private static @Nullable InetAddress network(@Nullable InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address is as long as it was", impossible);
        }
    }

    private long second() {
        return TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong());
    }
}
