package dev.sallyport.masking;

import dev.sallyport.policy.MaskKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** {@code hash}: the same value of the same kind becomes the same one, in each type's own range. For one thread. */
final class HashFunction implements Transform {
    static final byte TEXT = 1;
    static final byte NUMBER = 2;
    static final byte REAL = 3;
    static final byte DATE = 4;
    static final byte TIME = 5;
    static final byte TIMESTAMP = 6;
    static final byte TIMESTAMPTZ = 7;
    static final byte ID = 8;
    static final byte BYTES = 9;

    private static final String DIGITS = "0123456789abcdef";

    /** 1900-01-01, and the days from there to 2099-12-31: what a calendar on a page can show. */
    private static final long FIRST_DAY = -36_524;

    private static final long DAYS = 73_049;
    private static final long SECONDS = DAYS * 86_400;

    /** How many digits of a number that has no limit. */
    private static final int DECIMAL_DIGITS = 18;

    /** Whole numbers that the type holds exactly. */
    private static final int SINGLE_BITS = 24;

    private static final int DOUBLE_BITS = 53;

    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = Long.MIN_VALUE;

    private final KeyedHash hash;

    HashFunction(MaskKey key) {
        this.hash = new KeyedHash(key);
    }

    @Override
    public ValueMask text(TextShape shape) {
        int digits = Math.min(2 * KeyedHash.LENGTH, shape.most());
        return (bytes, at, length, out) -> {
            byte[] hashed = hash.of(TEXT, bytes, at, shape.significant(bytes, at, length));
            int start = out.length();
            for (int i = 0; i < digits; i++) {
                int shift = i % 2 == 0 ? 4 : 0;
                out.int8((byte) DIGITS.charAt((hashed[i / 2] >> shift) & 0xf));
            }
            shape.pad(start, out);
            return true;
        };
    }

    @Override
    public ValueMask label(List<String> labels) {
        List<byte[]> all = labels.stream()
                .map(label -> label.getBytes(StandardCharsets.UTF_8))
                .toList();
        return (bytes, at, length, out) -> {
            long hashed = KeyedHash.first(hash.of(TEXT, bytes, at, length));
            byte[] label = all.get(Math.floorMod(hashed, all.size()));
            out.copy(label, 0, label.length);
            return true;
        };
    }

    @Override
    public Mapping<Long> whole(long least, long most) {
        // The greatest value of a type is a row of ones in binary.
        return value -> hash.of(NUMBER, value) & most;
    }

    @Override
    public Mapping<BigDecimal> decimal(Decimals column) {
        int digits = column.isLimited() ? Math.min(column.precision(), DECIMAL_DIGITS) : DECIMAL_DIGITS;
        long bound = BigInteger.TEN.pow(digits).longValueExact();
        return value -> {
            // 1 and 1.00 are the same number.
            byte[] plain = value.stripTrailingZeros().toPlainString().getBytes(StandardCharsets.US_ASCII);
            long hashed = Math.floorMod(KeyedHash.first(hash.of(NUMBER, plain, 0, plain.length)), bound);
            return column.fit(BigDecimal.valueOf(hashed, column.scale()));
        };
    }

    @Override
    public Mapping<Double> real(RealBinary type) {
        int bits = type == RealBinary.SINGLE ? SINGLE_BITS : DOUBLE_BITS;
        // There are two zeros, and they are equal.
        return value -> (double) (hash.of(REAL, Double.doubleToLongBits(value + 0.0)) >>> (Long.SIZE - bits));
    }

    @Override
    public Mapping<Long> date() {
        return value -> FIRST_DAY + Math.floorMod(hash.of(DATE, value), DAYS);
    }

    @Override
    public Mapping<Long> time() {
        return value -> Math.floorMod(hash.of(TIME, value), DateTimes.DAY / DateTimes.SECOND) * DateTimes.SECOND;
    }

    @Override
    public Mapping<Long> timestamp() {
        return value -> moment(hash.of(TIMESTAMP, value));
    }

    @Override
    public Mapping<Long> timestamptz() {
        return value -> moment(hash.of(TIMESTAMPTZ, value));
    }

    private static long moment(long hashed) {
        return FIRST_DAY * DateTimes.DAY + Math.floorMod(hashed, SECONDS) * DateTimes.SECOND;
    }

    /** Version 8 of RFC 9562: an identifier by a rule of one's own. */
    @Override
    public Mapping<UUID> uuid() {
        return value -> {
            byte[] bytes = new byte[2 * Long.BYTES];
            for (int i = 0; i < Long.BYTES; i++) {
                bytes[i] = (byte) (value.getMostSignificantBits() >> ((7 - i) * Byte.SIZE));
                bytes[Long.BYTES + i] = (byte) (value.getLeastSignificantBits() >> ((7 - i) * Byte.SIZE));
            }
            byte[] hashed = hash.of(ID, bytes, 0, bytes.length);
            long high = KeyedHash.first(hashed);
            long low = KeyedHash.number(hashed, Long.BYTES);
            return new UUID((high & ~0xF000L) | VERSION_8, (low & ~(3L << 62)) | VARIANT);
        };
    }

    @Override
    public Mapping<byte[]> bytes() {
        return value -> hash.of(BYTES, value, 0, value.length).clone();
    }
}
