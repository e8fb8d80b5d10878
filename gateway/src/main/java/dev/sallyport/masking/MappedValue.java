package dev.sallyport.masking;

/** Reads a value, maps it and writes what it became. For one thread, as its mapping is. */
record MappedValue<T>(Codec<T> codec, Mapping<T> mapping) implements ValueMask {

    @Override
    public boolean write(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        T value = codec.read(bytes, at, length);
        T masked = value == null ? null : mapping.map(value);
        if (masked == null) {
            return false;
        }
        codec.write(masked, out);
        return true;
    }
}
