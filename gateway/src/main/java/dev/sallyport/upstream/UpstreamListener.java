package dev.sallyport.upstream;

import java.util.Map;

/**
 * What an {@link Upstream} tells. All calls come on its event loop: first {@link #ready} or {@link #unavailable}, once; after
 * ready the others; after {@link #gone} none.
 */
public interface UpstreamListener {
    /**
     * The server is ready for queries.
     *
     * @param parameters what it reported by ParameterStatus
     * @param processId of its backend, as notifications name it
     */
    void ready(Map<String, String> parameters, int processId);

    /**
     * There will be no connection.
     *
     * @param sqlState 08006, or what the server said where that is about availability
     * @param reason a sentence that tells no address, user or password
     */
    void unavailable(String sqlState, String reason);

    /** Bytes have arrived: take them with {@link Upstream#next}. */
    void readable();

    /** What had arrived was handed out: the time to flush. */
    void readComplete();

    /** {@link Upstream#isWritable} may have changed. */
    void writabilityChanged();

    /** The server closed the connection or broke it. Not called after {@link Upstream#close}. */
    void gone(String why);
}
