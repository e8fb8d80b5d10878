package dev.sallyport.masking;

import org.jspecify.annotations.Nullable;

/** bool in both formats. */
enum BoolCodec implements Codec<Boolean> {
    TEXT,
    BINARY;

    @Override
    public @Nullable Boolean read(byte[] bytes, int at, int length) {
        byte yes = (byte) (this == TEXT ? 't' : 1);
        byte no = (byte) (this == TEXT ? 'f' : 0);
        boolean sound = length == 1 && (bytes[at] == yes || bytes[at] == no);
        return sound ? (Boolean) (bytes[at] == yes) : null;
    }

    @Override
    public void write(Boolean value, RowOutput out) throws MaskingFailure {
        out.int8((byte) (this == TEXT ? (value ? 't' : 'f') : (value ? 1 : 0)));
    }
}
