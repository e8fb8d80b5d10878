package dev.sallyport.masking;

/** How the values of one column are masked. For one thread: it may hold a cipher. */
sealed interface CellMask permits ConstantMask, JsonPathMask, KeptCell, NullKeepingCell, ValueCell {

    /**
     * Writes a masked cell, its length before it.
     *
     * @param row where the value is
     * @param at where it begins
     * @param length how many bytes it has, -1 for NULL
     * @throws MaskingFailure if the row becomes too long
     */
    void write(byte[] row, int at, int length, RowOutput out) throws MaskingFailure;

    /** How many bytes to have ready for it, beyond those of the value. */
    int headroom();
}
