package dev.sallyport.masking;

/** How values of one type and format are masked, NULL apart. For one thread: it may hold a cipher and room to work in. */
interface ValueMask {

    /**
     * Writes what takes a value's place, without a length.
     *
     * @param bytes where the value is
     * @param at where it begins
     * @param length how many bytes it has
     * @return false if it can't be masked so; then what was written is of no use, and a constant must take its place
     * @throws MaskingFailure if the row becomes too long
     */
    boolean write(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure;
}
