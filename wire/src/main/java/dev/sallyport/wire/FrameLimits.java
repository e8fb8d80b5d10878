package dev.sallyport.wire;

import java.util.Arrays;

/**
 * How long a message of each type may be, for one direction; a type without a limit is unknown. Immutable.
 *
 * <p>All lengths are in bytes and count what a message's length field counts: itself and the body. There are two per
 * type, because a message that passes unread costs no memory, while one that has to be read is held until it is whole.
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
    /** The longest message with values that is read whole: parameters, a row, a part of a COPY. */
    public static final int LONGEST_VALUES = 64 << 20;

    private static final int MOST_COUNTED = 0xffff;
    private static final int UNKNOWN = 0;

    private final int[] whole;
    private final int[] passing;

    private FrameLimits(int[] whole, int[] passing) {
        this.whole = whole;
        this.passing = passing;
    }

    /** Limits under which every type is unknown. */
    public static FrameLimits none() {
        return new FrameLimits(new int[1 << Byte.SIZE], new int[1 << Byte.SIZE]);
    }

    /** What a client may send after its start-up packet. */
    public static FrameLimits frontend() {
        return none().with(FrontendType.QUERY, LONGEST_TEXT)
                .with(FrontendType.PARSE, LONGEST_TEXT)
                .with(FrontendType.BIND, LONGEST_VALUES)
                .with(FrontendType.FUNCTION_CALL, LONGEST_TEXT)
                .with(FrontendType.COPY_DATA, LONGEST_VALUES)
                .withPassing(FrontendType.COPY_DATA, LONGEST)
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
                .with(BackendType.DATA_ROW, LONGEST_VALUES)
                .withPassing(BackendType.DATA_ROW, LONGEST)
                .with(BackendType.COPY_DATA, LONGEST_VALUES)
                .withPassing(BackendType.COPY_DATA, LONGEST);
    }

    /**
     * The same limits, but for one type this one, whether its messages are read or pass.
     *
     * @param length from {@link #SHORTEST} to {@link #LONGEST}
     * @throws IllegalArgumentException if the length is out of that range
     */
    public FrameLimits with(byte type, int length) {
        return new FrameLimits(replaced(whole, type, length), replaced(passing, type, length));
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
        return new FrameLimits(whole, replaced(passing, type, length));
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

    private static int[] replaced(int[] limits, byte type, int length) {
        if (length < SHORTEST || length > LONGEST) {
            throw new IllegalArgumentException("a limit is from " + SHORTEST + " to " + LONGEST + " bytes");
        }
        int[] copy = Arrays.copyOf(limits, limits.length);
        copy[type & 0xff] = length;
        return copy;
    }
}
