package dev.sallyport.recording;

import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrontendType;

/**
 * Follows one direction's messages, which may come in any parts, and tells what of them is left out: of the rows or COPY data of one
 * answer, and of one Bind, what is beyond a number of bytes. All else is kept. Not thread-safe.
 *
 * <p>What is no message is kept, and all that follows it.
 */
final class Sieve {
    /** Takes what the sieve has told apart, in order. */
    interface Sink {
        /**
         * Bytes that are all kept or all left out.
         *
         * @param type of the messages, if they are left out
         * @param messages how many messages end in them
         */
        void take(Bytes bytes, boolean kept, byte type, int messages);
    }

    private final boolean fromClient;
    private final byte[] header = new byte[Frame.HEADER];
    private int headerSize;
    private long left;
    private byte type;
    private boolean bulk;
    private boolean lost;
    private boolean omits;

    /** Bytes of the answer at hand that may be left out, or of the Bind. */
    private long answerBytes;

    Sieve(boolean fromClient) {
        this.fromClient = fromClient;
    }

    /**
     * Tells bytes apart.
     *
     * @param most how many bytes of an answer or a Bind are kept
     */
    void sift(Bytes bytes, long most, Sink sink) {
        int start = 0;
        boolean kept = true;
        byte ofType = type;
        int messages = 0;
        for (int at = 0; at < bytes.length(); ) {
            if (left == 0 && headerSize == 0) {
                begin(bytes.at(at));
            }
            boolean keeps = !bulk || answerBytes < most;
            if (keeps != kept) {
                if (at > start) {
                    sink.take(bytes.slice(start, at - start), kept, ofType, messages);
                }
                start = at;
                kept = keeps;
                ofType = type;
                messages = 0;
            }
            int size = step(bytes, at);
            if (bulk) {
                size = keeps ? (int) Math.min(size, most - answerBytes) : size;
                answerBytes += size;
            }
            messages += pass(bytes, at, size);
            at += size;
        }
        if (start < bytes.length()) {
            sink.take(bytes.slice(start, bytes.length() - start), kept, ofType, messages);
            omits = !kept;
        }
    }

    /** Whether what came last is left out. */
    boolean omits() {
        return omits;
    }

    /** How far one step goes: to the end of the message, or of what is here. */
    private int step(Bytes bytes, int at) {
        int available = bytes.length() - at;
        if (lost) {
            return available;
        }
        if (left > 0) {
            return (int) Math.min(left, available);
        }
        if (headerSize > 0 || available < Frame.HEADER) {
            return Math.min(Frame.HEADER - headerSize, available);
        }
        return Math.clamp(1L + bytes.intAt(at + 1), Frame.HEADER, available);
    }

    /** Goes a step; returns how many messages it ends. */
    private int pass(Bytes bytes, int at, int size) {
        if (lost) {
            return 0;
        }
        int passed = 0;
        if (left == 0) {
            while (passed < size && headerSize < Frame.HEADER) {
                header[headerSize++] = bytes.at(at + passed++);
            }
            if (headerSize < Frame.HEADER) {
                return 0;
            }
            headerSize = 0;
            int length = Bytes.of(header).intAt(1);
            if (length < Integer.BYTES) {
                lost = true;
                bulk = false;
                return 0;
            }
            left = length - (long) Integer.BYTES;
        }
        left -= size - passed;
        return left == 0 ? 1 : 0;
    }

    private void begin(byte first) {
        if (lost) {
            return;
        }
        type = first;
        bulk = fromClient
                ? first == FrontendType.COPY_DATA || first == FrontendType.BIND
                : first == BackendType.DATA_ROW || first == BackendType.COPY_DATA;
        if (fromClient ? first != FrontendType.COPY_DATA : !bulk && endsAnAnswer(first)) {
            answerBytes = 0;
        }
    }

    /** The rest may come in the middle of an answer. */
    private static boolean endsAnAnswer(byte type) {
        return switch (type) {
            case BackendType.NOTICE_RESPONSE, BackendType.PARAMETER_STATUS, BackendType.NOTIFICATION_RESPONSE -> false;
            default -> true;
        };
    }
}
