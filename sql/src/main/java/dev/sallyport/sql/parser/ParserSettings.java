package dev.sallyport.sql.parser;

import java.time.Duration;

/**
 * How much a text, and all texts together, may cost.
 *
 * @param threads parser threads, each with an instance of 6 MB, 1 to 256
 * @param queueLength texts that may wait for a thread, from 1
 * @param maximumTextBytes bytes of a text, from 1
 * @param maximumTreeBytes bytes of a tree's JSON, about 5 to 25 times its text, from 1
 * @param maximumTreeDepth JSON objects and arrays within each other; an expression takes about four a level, from 1
 * @param timeLimit the processor's time that the grammar may take for a text; noticed up to a quarter later; from 1 ms. On the clock it
 *     may be {@value Deadline#PATIENCE} times as much, so that a busy machine refuses nothing
 * @param warmUpStatements everyday statements that idle threads parse after the start so that HotSpot compiles the
 *     grammar before it is needed; 0 for none
 */
public record ParserSettings(
        int threads,
        int queueLength,
        int maximumTextBytes,
        int maximumTreeBytes,
        int maximumTreeDepth,
        Duration timeLimit,
        int warmUpStatements) {

    /** Nesting of block comments, and how many may follow each other without a character between. */
    public static final int MAXIMUM_COMMENT_DEPTH = 32;

    /** Operator characters in a row: the longest operator name there can be. */
    public static final int MAXIMUM_OPERATOR_LENGTH = 63;

    private static final int MAXIMUM_THREADS = 256;

    public ParserSettings {
        require(threads >= 1 && threads <= MAXIMUM_THREADS, "threads must be 1 to " + MAXIMUM_THREADS);
        require(queueLength >= 1, "queueLength must be at least 1");
        require(maximumTextBytes >= 1, "maximumTextBytes must be at least 1");
        require(maximumTreeBytes >= 1, "maximumTreeBytes must be at least 1");
        require(maximumTreeDepth >= 1, "maximumTreeDepth must be at least 1");
        require(timeLimit.toMillis() >= 1, "timeLimit must be at least 1 ms");
        require(warmUpStatements >= 0, "warmUpStatements must not be negative");
    }

    /** Limits for a gateway with this many parser threads. */
    public static ParserSettings withThreads(int threads) {
        return new ParserSettings(threads, 1024, 1 << 20, 16 << 20, 1000, Duration.ofMillis(250), 4000);
    }

    public ParserSettings withQueueLength(int length) {
        return new ParserSettings(
                threads, length, maximumTextBytes, maximumTreeBytes, maximumTreeDepth, timeLimit, warmUpStatements);
    }

    public ParserSettings withMaximumTextBytes(int bytes) {
        return new ParserSettings(
                threads, queueLength, bytes, maximumTreeBytes, maximumTreeDepth, timeLimit, warmUpStatements);
    }

    public ParserSettings withMaximumTreeBytes(int bytes) {
        return new ParserSettings(
                threads, queueLength, maximumTextBytes, bytes, maximumTreeDepth, timeLimit, warmUpStatements);
    }

    public ParserSettings withMaximumTreeDepth(int depth) {
        return new ParserSettings(
                threads, queueLength, maximumTextBytes, maximumTreeBytes, depth, timeLimit, warmUpStatements);
    }

    public ParserSettings withTimeLimit(Duration limit) {
        return new ParserSettings(
                threads, queueLength, maximumTextBytes, maximumTreeBytes, maximumTreeDepth, limit, warmUpStatements);
    }

    public ParserSettings withWarmUpStatements(int count) {
        return new ParserSettings(
                threads, queueLength, maximumTextBytes, maximumTreeBytes, maximumTreeDepth, timeLimit, count);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
