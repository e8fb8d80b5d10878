package dev.sallyport.net;

import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.StartupPacket.CancelRequest;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which clients cancel what their sessions do. They are the gateway's own: a server's key would cancel past the
 * gateway. Thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS">Canceling requests in
 *     progress</a>
 */
public final class CancelKeys {
    /** The length of a secret in protocol 3.0, in bytes. */
    static final int SHORT_KEY = 4;
    /** The length of a secret since protocol 3.2, in bytes. */
    static final int LONG_KEY = 32;

    private record Entry(Bytes secret, Runnable cancel) {}

    private final RandomGenerator random;
    private final WrongKeys wrongKeys;
    private final ConcurrentMap<Integer, Entry> entries = new ConcurrentHashMap<>();

    /**
     * No keys yet.
     *
     * @param random must be cryptographically strong
     */
    public CancelKeys(RandomGenerator random, WrongKeys wrongKeys) {
        this.random = random;
        this.wrongKeys = wrongKeys;
    }

    /**
     * Makes a key.
     *
     * @param length of the secret, in bytes
     * @param cancel run whenever the key is used, on whatever thread
     */
    BackendKeyData register(int length, Runnable cancel) {
        byte[] secret = new byte[length];
        random.nextBytes(secret);
        Entry entry = new Entry(Bytes.of(secret), cancel);
        while (true) {
            int processId = random.nextInt(1, Integer.MAX_VALUE);
            if (entries.putIfAbsent(processId, entry) == null) {
                return new BackendKeyData(processId, Bytes.of(secret));
            }
        }
    }

    /** Forgets a key. */
    void forget(BackendKeyData key) {
        entries.remove(key.processId());
    }

    /**
     * Uses a key. A wrong one does nothing; after too many of them from one address its right ones do nothing either, for a while.
     * Secrets are compared in a time that does not tell how much of them was right.
     */
    void use(CancelRequest request, @Nullable InetAddress from) {
        if (!wrongKeys.mayTry(from)) {
            return;
        }
        Entry entry = entries.get(request.processId());
        if (entry != null
                && MessageDigest.isEqual(
                        entry.secret().toByteArray(), request.secretKey().toByteArray())) {
            entry.cancel().run();
        } else {
            wrongKeys.wrong(from);
        }
    }

    /** How many keys there are. */
    int size() {
        return entries.size();
    }
}
