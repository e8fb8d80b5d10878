package dev.sallyport.masking;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** float4 and float8 in text format. NaN and the infinities are not computed with. */
enum RealText implements Codec<Double> {
    SINGLE,
    DOUBLE;

    /** More than a server writes, whatever its {@code extra_float_digits}. */
    static final int LONGEST = 32;

    private static final double PLAIN = 1e15;

    @Override
    public @Nullable Double read(byte[] bytes, int at, int length) {
        if (length > LONGEST) {
            return null;
        }
        for (int i = at; i < at + length; i++) {
            if (!Ascii.isDigit(bytes[i]) && ".+-e".indexOf(bytes[i]) < 0) {
                return null;
            }
        }
        try {
            String text = new String(bytes, at, length, StandardCharsets.US_ASCII);
            double value = this == SINGLE ? Float.parseFloat(text) : Double.parseDouble(text);
            return Double.isFinite(value) ? (Double) value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public void write(Double value, RowOutput out) throws MaskingFailure {
        if (value == Math.rint(value) && Math.abs(value) < PLAIN) {
            out.decimal(value.longValue(), 1);
        } else {
            String text = this == SINGLE ? Float.toString(value.floatValue()) : Double.toString(value);
            out.ascii(text.replace(".0E", "e").replace('E', 'e'));
        }
    }
}
