package dev.sallyport.masking;

import dev.sallyport.catalog.ValueType;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskFunction.Partial;
import dev.sallyport.policy.MaskFunction.Shape;
import dev.sallyport.policy.MaskFunction.Shaped;
import dev.sallyport.policy.MaskFunction.TruncateDate;
import dev.sallyport.policy.MaskFunction.Unit;
import dev.sallyport.policy.MaskKey;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.wire.Format;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions for tests, and single values masked by them. */
final class Masked {
    static final MaskKey KEY = new MaskKey("a key for tests only");
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    static final MaskFunction REDACT = new MaskFunction.Redact();
    static final MaskFunction HASH = new MaskFunction.Hash(KEY);
    static final MaskFunction BUCKET = new MaskFunction.Bucket(BigDecimal.TEN, Duration.ofDays(7));
    static final MaskFunction MONTH = new TruncateDate(Unit.MONTH, BERLIN);
    static final MaskFunction PRESERVING = new MaskFunction.FormatPreserving(KEY);

    /** One of each kind, and some of several. */
    static final List<MaskFunction> FUNCTIONS = List.of(
            REDACT,
            new MaskFunction.Constant("-1"),
            new MaskFunction.Constant("1999-12-31"),
            new Partial(1, 2),
            new Shaped(Shape.EMAIL),
            new Shaped(Shape.CARD),
            new Shaped(Shape.PHONE),
            HASH,
            BUCKET,
            new MaskFunction.Bucket(new BigDecimal("0.25"), Duration.ofMinutes(15)),
            MONTH,
            new TruncateDate(Unit.DAY, BERLIN),
            PRESERVING);

    private Masked() {}

    static byte @Nullable [] bytes(MaskFunction function, MaskedColumn column, byte @Nullable [] value) {
        return bytes(function, Nulls.CONSTANT, column, value);
    }

    /** The masked value, null for NULL. */
    static byte @Nullable [] bytes(MaskFunction function, Nulls nulls, MaskedColumn column, byte @Nullable [] value) {
        return bytes(function, nulls, List.of(), column, value);
    }

    static byte @Nullable [] bytes(
            MaskFunction function, Nulls nulls, List<String> path, MaskedColumn column, byte @Nullable [] value) {
        return bytes(Map.of(), function, nulls, path, column, value);
    }

    static byte @Nullable [] bytes(
            Map<Integer, ValueType> types,
            MaskFunction function,
            Nulls nulls,
            List<String> path,
            MaskedColumn column,
            byte @Nullable [] value) {
        byte[] around = value == null ? new byte[2] : new byte[value.length + 2];
        Arrays.fill(around, (byte) '1');
        int length = -1;
        if (value != null) {
            System.arraycopy(value, 0, around, 1, value.length);
            length = value.length;
        }
        RowOutput out = new RowOutput(1);
        try {
            CellMask mask = new Masks(types).of(new MaskRule("m", "c", function, nulls, path), column);
            mask.write(around, 1, length, out);
        } catch (MaskingFailure e) {
            throw new AssertionError(e);
        }
        byte[] cell = Arrays.copyOf(out.array(), out.length());
        int size = RowOutput.int32(cell, 0);
        if (size == -1 && cell.length == Integer.BYTES) {
            return null;
        }
        if (size != cell.length - Integer.BYTES) {
            throw new AssertionError("a length of " + size + " stands before " + (cell.length - 4) + " bytes");
        }
        return Arrays.copyOfRange(cell, Integer.BYTES, cell.length);
    }

    /** The masked value of a column in text format without a length. */
    static @Nullable String text(MaskFunction function, int type, @Nullable String value) {
        return text(function, type, -1, value);
    }

    static @Nullable String text(MaskFunction function, int type, int modifier, @Nullable String value) {
        byte[] masked = bytes(
                function,
                new MaskedColumn(type, modifier, Format.TEXT),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        return masked == null ? null : new String(masked, StandardCharsets.UTF_8);
    }
}
