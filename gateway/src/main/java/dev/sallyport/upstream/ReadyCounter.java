package dev.sallyport.upstream;

import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrontendType;

/**
 * Counts the ReadyForQuery messages that a server still owes, to know whether it is busy. Follows the frames that are sent, of
 * which parts may come one by one. Not thread-safe.
 *
 * <p>It errs towards busy: a Sync in the middle of a COPY is ignored by the server and stays owed here.
 */
final class ReadyCounter {
    private final byte[] header = new byte[Frame.HEADER];
    private int headerSize;
    private long bodyLeft;
    private long owed;
    private boolean unfinished;

    /** Bytes are sent to the server. */
    void sent(Bytes bytes) {
        int at = 0;
        while (at < bytes.length()) {
            if (bodyLeft > 0) {
                int passed = (int) Math.min(bodyLeft, bytes.length() - at);
                bodyLeft -= passed;
                at += passed;
            } else {
                header[headerSize++] = bytes.at(at++);
                if (headerSize == Frame.HEADER) {
                    begin();
                }
            }
        }
    }

    /** A ReadyForQuery came. */
    void ready() {
        owed = Math.max(0, owed - 1);
    }

    /** Whether there may be something that the server is doing. */
    boolean busy() {
        return owed > 0 || unfinished;
    }

    /** Whether what was sent ends with a whole message: otherwise the server would take whatever comes next for the rest. */
    boolean isBetweenMessages() {
        return headerSize == 0 && bodyLeft == 0;
    }

    private void begin() {
        headerSize = 0;
        bodyLeft = (long) Bytes.of(header).intAt(1) - Integer.BYTES;
        switch (header[0]) {
            case FrontendType.QUERY, FrontendType.SYNC, FrontendType.FUNCTION_CALL -> {
                owed++;
                unfinished = false;
            }
            case FrontendType.PARSE,
                    FrontendType.BIND,
                    FrontendType.DESCRIBE,
                    FrontendType.EXECUTE,
                    FrontendType.CLOSE -> unfinished = true;
            default -> {}
        }
    }
}
