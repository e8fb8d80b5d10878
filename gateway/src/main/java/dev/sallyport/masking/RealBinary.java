package dev.sallyport.masking;

import org.jspecify.annotations.Nullable;

/** float4 and float8 in binary format: IEEE 754. NaN and the infinities are not computed with. */
enum RealBinary implements Codec<Double> {
    SINGLE,
    DOUBLE;

    @Override
    public @Nullable Double read(byte[] bytes, int at, int length) {
        if (length != (this == SINGLE ? Float.BYTES : Double.BYTES)) {
            return null;
        }
        double value = this == SINGLE
                ? Float.intBitsToFloat(RowOutput.int32(bytes, at))
                : Double.longBitsToDouble(RowOutput.int64(bytes, at));
        return Double.isFinite(value) ? (Double) value : null;
    }

    @Override
    public void write(Double value, RowOutput out) throws MaskingFailure {
        if (this == SINGLE) {
            out.int32(Float.floatToIntBits(value.floatValue()));
        } else {
            out.int64(Double.doubleToLongBits(value));
        }
    }
}
