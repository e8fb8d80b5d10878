package dev.sallyport.control;

import java.time.Duration;

/** What bounds the HTTP interface and its client. */
final class ControlLimits {
    /** The most connections at once. */
    static final int CONNECTIONS = 256;
    /** The most requests that are worked on at once. */
    static final int REQUESTS = 128;
    /** The longest request line with all headers, in bytes: a token of 64 KiB fits. */
    static final int HEADER_BYTES = 80 << 10;
    /** The longest request body, in bytes: a comment of 1,000 characters fits, even if each is escaped. */
    static final int BODY_BYTES = 8 << 10;
    /** How long a connection may be silent. */
    static final Duration IDLE = Duration.ofSeconds(30);
    /** How long a body may take to arrive. */
    static final Duration BODY = Duration.ofSeconds(10);
    /** The longest answer that the client reads, in bytes. */
    static final int ANSWER_BYTES = 256 << 20;
    /** How long the client waits for a connection. */
    static final Duration CONNECT = Duration.ofSeconds(5);
    /** How long the client waits for an answer; a verdict waits for the audit journal. */
    static final Duration ANSWER = Duration.ofSeconds(90);

    private ControlLimits() {}
}
