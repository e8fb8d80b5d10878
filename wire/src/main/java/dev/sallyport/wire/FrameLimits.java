package dev.sallyport.wire;

import java.util.Arrays;

/**
 * How long a message of each type may be, for one direction; a type without a limit is unknown. Immutable.
 *
 * <p>All lengths are in bytes and count what a message's length field counts: itself and the body. There are two per
 * type, because a message that passes unread costs no memory, while one that has to be read is held until it is whole.
 * Between the two limits, types that have a {@link Head} come with that, and the rest of them passes.
 */
public final class FrameLimits {
    /** The shortest length that a message can state: a length field and no body. */
    public static final int SHORTEST = Integer.BYTES;
    /** The longest message that PostgreSQL itself accepts (PQ_LARGE_MESSAGE_LIMIT). */
    public static final int LONGEST = 0x3fff_fffe;
    /** The longest message about the state of a session that PostgreSQL accepts (PQ_SMALL_MESSAGE_LIMIT). */
    public static final int LONGEST_SMALL_FRONTEND = 10_000;
    /** The longest message without rows or texts that libpq accepts (VALID_LONG_MESSAGE_TYPE). */
    public static final int LONGEST_SMALL_BACKEND = 30_000;
    /** The longest answer to an authentication request that PostgreSQL accepts (PG_MAX_AUTH_TOKEN_LENGTH). */
    public static final int LONGEST_PASSWORD = 65_535;
    /** The longest text that is read whole, a statement or an error. */
    public static final int LONGEST_TEXT = 16 << 20;
    /** The longest message with values of a client that is held whole: parameters, a part of a COPY. */
    public static final int LONGEST_VALUES = 8 << 20;
    /** The longest row that is held whole, of an answer or of a COPY: half of it has room for values to show, half for values to mask. */
    public static final int LONGEST_ROW = 8 << 20;
    /** How many bytes of a longer Bind or CopyData are held to tell what it is about; names and formats fit into it. */
    public static final int HEAD = 256 << 10;
    /** How many bytes of a longer row are held to mask what is in them. */
    public static final int HEAD_OF_ROW = LONGEST_ROW;

    private static final int MOST_COUNTED = 0xffff;
    private static final int UNKNOWN = 0;

    private final int[] whole;
    private final int[] passing;
    private final int[] heads;

    private FrameLimits(int[] whole, int[] passing, int[] heads) {
        this.whole = whole;
        this.passing = passing;
        this.heads = heads;
    }

    /** Limits under which every type is unknown. */
    public static FrameLimits none() {
        return new FrameLimits(new int[1 << Byte.SIZE], new int[1 << Byte.SIZE], new int[1 << Byte.SIZE]);
    }

    /** What a client may send after its start-up packet. */
    public static FrameLimits frontend() {
        return none().with(FrontendType.QUERY, LONGEST_TEXT)
                .with(FrontendType.PARSE, LONGEST_TEXT)
                .with(FrontendType.BIND, LONGEST_VALUES)
                .withPassing(FrontendType.BIND, LONGEST)
                .withHead(FrontendType.BIND, HEAD)
                .with(FrontendType.FUNCTION_CALL, LONGEST_TEXT)
                .with(FrontendType.COPY_DATA, LONGEST_VALUES)
                .withPassing(FrontendType.COPY_DATA, LONGEST)
                .withHead(FrontendType.COPY_DATA, HEAD)
                .with(FrontendType.COPY_DONE, SHORTEST)
                .with(FrontendType.COPY_FAIL, LONGEST_SMALL_FRONTEND)
                .with(FrontendType.DESCRIBE, LONGEST_SMALL_FRONTEND)
                .with(FrontendType.CLOSE, LONGEST_SMALL_FRONTEND)
                .with(FrontendType.EXECUTE, LONGEST_SMALL_FRONTEND)
                .with(FrontendType.FLUSH, SHORTEST)
                .with(FrontendType.SYNC, SHORTEST)
                .with(FrontendType.TERMINATE, SHORTEST)
                .with(FrontendType.PASSWORD, LONGEST_PASSWORD);
    }

    /** What a server may send. */
    public static FrameLimits backend() {
        return none().with(BackendType.AUTHENTICATION, LONGEST_SMALL_BACKEND)
                .with(BackendType.BACKEND_KEY_DATA, SHORTEST + Integer.BYTES + CancelKey.LONGEST)
                .with(BackendType.PARAMETER_STATUS, LONGEST_SMALL_BACKEND)
                .with(BackendType.NEGOTIATE_PROTOCOL_VERSION, LONGEST_SMALL_BACKEND)
                .with(BackendType.READY_FOR_QUERY, SHORTEST + 1)
                .with(BackendType.PARSE_COMPLETE, SHORTEST)
                .with(BackendType.BIND_COMPLETE, SHORTEST)
                .with(BackendType.CLOSE_COMPLETE, SHORTEST)
                .with(BackendType.NO_DATA, SHORTEST)
                .with(BackendType.PORTAL_SUSPENDED, SHORTEST)
                .with(BackendType.EMPTY_QUERY_RESPONSE, SHORTEST)
                .with(BackendType.COPY_DONE, SHORTEST)
                .with(BackendType.COMMAND_COMPLETE, LONGEST_SMALL_BACKEND)
                .with(BackendType.NOTIFICATION_RESPONSE, LONGEST_SMALL_BACKEND)
                .with(BackendType.PARAMETER_DESCRIPTION, SHORTEST + Short.BYTES + MOST_COUNTED * Integer.BYTES)
                .with(BackendType.COPY_IN_RESPONSE, SHORTEST + 1 + Short.BYTES + MOST_COUNTED * Short.BYTES)
                .with(BackendType.COPY_OUT_RESPONSE, SHORTEST + 1 + Short.BYTES + MOST_COUNTED * Short.BYTES)
                .with(BackendType.COPY_BOTH_RESPONSE, SHORTEST + 1 + Short.BYTES + MOST_COUNTED * Short.BYTES)
                .with(BackendType.ROW_DESCRIPTION, LONGEST_TEXT)
                .with(BackendType.ERROR_RESPONSE, LONGEST_TEXT)
                .with(BackendType.NOTICE_RESPONSE, LONGEST_TEXT)
                .with(BackendType.FUNCTION_CALL_RESPONSE, LONGEST_VALUES)
                .with(BackendType.DATA_ROW, LONGEST_ROW)
                .withPassing(BackendType.DATA_ROW, LONGEST)
                .withHead(BackendType.DATA_ROW, HEAD_OF_ROW)
                .with(BackendType.COPY_DATA, LONGEST_ROW)
                .withPassing(BackendType.COPY_DATA, LONGEST)
                .withHead(BackendType.COPY_DATA, HEAD);
    }

    /**
     * The same limits, but for one type this one, whether its messages are read or pass, and no head.
     *
     * @param length from {@link #SHORTEST} to {@link #LONGEST}
     * @throws IllegalArgumentException if the length is out of that range
     */
    public FrameLimits with(byte type, int length) {
        requireLimit(length);
        return new FrameLimits(
                replaced(whole, type, length), replaced(passing, type, length), replaced(heads, type, 0));
    }

    /**
     * The same limits, but messages of one type that pass unread may be this long.
     *
     * @param length from {@link #SHORTEST} to {@link #LONGEST}
     * @throws IllegalArgumentException if the length is out of that range, or the type is unknown
     */
    public FrameLimits withPassing(byte type, int length) {
        if (!knows(type)) {
            throw new IllegalArgumentException("set what may be held of this type first");
        }
        requireLimit(length);
        return new FrameLimits(whole, replaced(passing, type, length), heads);
    }

    /**
     * The same limits, but messages of one type that are too long to be held, and not to pass, begin with a {@link Head}.
     *
     * @param bytes of the head, with the header: from {@link Frame#HEADER} to what may be held of this type
     * @throws IllegalArgumentException if the number is out of that range
     */
    public FrameLimits withHead(byte type, int bytes) {
        if (bytes < Frame.HEADER || bytes > longestWhole(type)) {
            throw new IllegalArgumentException("a head has a header, and is no longer than what is held whole");
        }
        return new FrameLimits(whole, passing, replaced(heads, type, bytes));
    }

    /** Whether messages of this type may come at all. */
    public boolean knows(byte type) {
        return whole[type & 0xff] != UNKNOWN;
    }

    /** The longest message of this type that is held to be read; 0 if the type is unknown. */
    public int longestWhole(byte type) {
        return whole[type & 0xff];
    }

    /** The longest message of this type that may pass unread; 0 if the type is unknown. */
    public int longestPassing(byte type) {
        return passing[type & 0xff];
    }

    /** How many bytes of a message of this type are held if all of it are too many; 0 if it is refused then. */
    public int head(byte type) {
        return heads[type & 0xff];
    }

    private static void requireLimit(int length) {
        if (length < SHORTEST || length > LONGEST) {
            throw new IllegalArgumentException("a limit is from " + SHORTEST + " to " + LONGEST + " bytes");
        }
    }

    private static int[] replaced(int[] limits, byte type, int length) {
        int[] copy = Arrays.copyOf(limits, limits.length);
        copy[type & 0xff] = length;
        return copy;
    }
}
