package dev.sallyport.wire;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into frames, into runs of frames that nobody needs to read, and into heads and what follows them.
 * Not thread-safe.
 *
 * <p>Nothing is copied but the frames that straddle two feeds, and of a passing frame at most its header. Memory follows
 * the bytes that arrived, never the length that a header claims: apart from what was fed and not yet taken, there is at
 * most one incomplete frame, in a buffer of at most twice its arrived bytes.
 */
public final class FrameDecoder {
    private static final byte[] NONE = {};

    private final FrameLimits limits;
    private final Queue<Bytes> waiting = new ArrayDeque<>();

    /** What is being cut: {@code chunk[from..to)}. */
    private byte[] chunk = NONE;

    private int from;
    private int to;

    /** The start of a frame whose rest has not arrived: {@code held[0..heldSize)}. */
    private byte[] held = NONE;

    private int heldSize;
    /** How many bytes of the held frame are wanted, or 0 while its header is incomplete. */
    private int heldTotal;

    /** How many bytes of the current passing frame are still to pass. */
    private int passLeft;

    private byte passType;

    /** What passes is the rest of a message that began with a head. */
    private boolean passesRest;

    private @Nullable ProtocolViolation violation;

    /** A decoder for one direction of one connection. */
    public FrameDecoder(FrameLimits limits) {
        this.limits = limits;
    }

    /** Gives the next bytes of the stream; they are not copied and belong to the decoder and its inputs from now on. */
    public void feed(Bytes bytes) {
        if (violation == null && bytes.length() > 0) {
            waiting.add(bytes);
        }
    }

    /**
     * Takes the next input out of what was fed.
     *
     * @param passes whether frames of a type, given at a frame's start, pass unread; it may be asked more than once for
     *     the same frame, and frames for which it says yes come as {@link Run}s as far as they have arrived
     * @return a frame, a run or a head, or null if more bytes are needed
     * @throws ProtocolViolation if the next frame has an unknown type, or a length that is impossible or over its limit;
     *     from then on always the same, since nobody knows where a next frame would start
     */
    public @Nullable Input next(IntPredicate passes) throws ProtocolViolation {
        if (violation != null) {
            throw violation;
        }
        try {
            while (hasBytes()) {
                Input input = passLeft > 0 ? run(passes) : heldSize > 0 ? resume(passes) : start(passes);
                if (input != null) {
                    return input;
                }
            }
            return null;
        } catch (ProtocolViolation e) {
            violation = e;
            forgetEverything();
            throw e;
        }
    }

    /** How many bytes were fed and not yet taken out, those of an incomplete frame among them. */
    public long bufferedBytes() {
        long bytes = (long) to - from + heldSize;
        for (Bytes each : waiting) {
            bytes += each.length();
        }
        return bytes;
    }

    /** What has come of a frame or head that is not handed out yet, once all that was fed has been taken; may be empty. */
    public Bytes incomplete() {
        return Bytes.of(Arrays.copyOf(held, heldSize));
    }

    /** How many bytes the buffer of the incomplete frame takes. */
    int heldCapacity() {
        return held.length;
    }

    private boolean hasBytes() {
        if (from < to) {
            return true;
        }
        Bytes next = waiting.poll();
        chunk = next == null ? NONE : next.array();
        from = next == null ? 0 : next.offset();
        to = next == null ? 0 : next.offset() + next.length();
        return next != null;
    }

    private @Nullable Input start(IntPredicate passes) throws ProtocolViolation {
        byte type = chunk[from];
        requireKnown(type);
        int available = to - from;
        if (available < Frame.HEADER) {
            hold(available);
            return null;
        }
        int length = Bytes.int32(chunk, from + 1);
        if (passes.test(type)) {
            requireWithin(type, length, limits.longestPassing(type));
            passType = type;
            passLeft = 1 + length;
            return run(passes);
        }
        int wanted = wanted(type, length);
        if (available >= wanted) {
            Bytes bytes = Bytes.of(chunk, from, wanted);
            from += wanted;
            return held(bytes);
        }
        heldTotal = wanted;
        hold(available);
        return null;
    }

    /** How many bytes of a frame that is read are handed out at once. */
    private int wanted(byte type, int length) throws ProtocolViolation {
        int head = limits.head(type);
        if (head > 0 && length > limits.longestWhole(type)) {
            requireWithin(type, length, limits.longestPassing(type));
            return head;
        }
        requireWithin(type, length, limits.longestWhole(type));
        return 1 + length;
    }

    private Input held(Bytes bytes) {
        int left = 1 + bytes.intAt(1) - bytes.length();
        if (left == 0) {
            return new Frame(bytes.at(0), bytes);
        }
        passType = bytes.at(0);
        passLeft = left;
        passesRest = true;
        return new Head(passType, bytes);
    }

    /** Goes on with a frame that began in an earlier feed. */
    private @Nullable Input resume(IntPredicate passes) throws ProtocolViolation {
        if (heldTotal == 0) {
            hold(Math.min(Frame.HEADER - heldSize, to - from));
            if (heldSize < Frame.HEADER) {
                return null;
            }
            byte type = held[0];
            int length = Bytes.int32(held, 1);
            if (passes.test(type)) {
                requireWithin(type, length, limits.longestPassing(type));
                passType = type;
                passLeft = 1 + length - Frame.HEADER;
                return new Run(type, takeHeld(), passLeft == 0 ? 1 : 0, passLeft > 0);
            }
            heldTotal = wanted(type, length);
        }
        hold(Math.min(heldTotal - heldSize, to - from));
        if (heldSize < heldTotal) {
            return null;
        }
        return held(takeHeld());
    }

    /** Passes what is here of the current frame and, as long as it ends here, of the ones after it. */
    private Run run(IntPredicate passes) {
        int start = from;
        int frames = 0;
        do {
            int step = Math.min(passLeft, to - from);
            from += step;
            passLeft -= step;
            if (passLeft > 0) {
                break;
            }
            frames++;
        } while (!passesRest && anotherPasses(passes));
        passesRest &= passLeft > 0;
        return new Run(passType, Bytes.of(chunk, start, from - start), frames, passLeft > 0);
    }

    /** Whether a header follows here that continues the run; a bad one does not, so that what is good goes first. */
    private boolean anotherPasses(IntPredicate passes) {
        if (to - from < Frame.HEADER || chunk[from] != passType) {
            return false;
        }
        int length = Bytes.int32(chunk, from + 1);
        if (length < FrameLimits.SHORTEST || length > limits.longestPassing(passType) || !passes.test(passType)) {
            return false;
        }
        passLeft = 1 + length;
        return true;
    }

    private void hold(int size) {
        int needed = heldSize + size;
        if (needed > held.length) {
            int doubled = Math.max(needed, (int) Math.min(2L * held.length, Integer.MAX_VALUE));
            held = Arrays.copyOf(held, heldTotal == 0 ? needed : Math.min(doubled, heldTotal));
        }
        System.arraycopy(chunk, from, held, heldSize, size);
        heldSize = needed;
        from += size;
    }

    private void forgetEverything() {
        waiting.clear();
        chunk = NONE;
        from = 0;
        to = 0;
        held = NONE;
        heldSize = 0;
    }

    private Bytes takeHeld() {
        Bytes taken = Bytes.of(held, 0, heldSize);
        held = NONE;
        heldSize = 0;
        heldTotal = 0;
        return taken;
    }

    private void requireKnown(byte type) throws ProtocolViolation {
        if (!limits.knows(type)) {
            throw new ProtocolViolation("unknown message type " + Names.ofType(type));
        }
    }

    private static void requireWithin(byte type, int length, int limit) throws ProtocolViolation {
        if (length < FrameLimits.SHORTEST) {
            throw new ProtocolViolation("message " + Names.ofType(type) + " has the impossible length " + length);
        }
        if (length > limit) {
            throw new ProtocolViolation(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "message " + Names.ofType(type) + " of " + length + " bytes is longer than " + limit);
        }
    }
}
