package dev.sallyport.masking;

import org.jspecify.annotations.Nullable;

/** How values of one type stand in one of the two formats. Immutable, thread-safe. */
interface Codec<T> {

    /**
     * Reads a value.
     *
     * @return null for what is none, or none that can be computed with, such as infinity
     */
    @Nullable
    T read(byte[] bytes, int at, int length);

    /**
     * Writes a value.
     *
     * @throws MaskingFailure if the row becomes too long
     */
    void write(T value, RowOutput out) throws MaskingFailure;
}
