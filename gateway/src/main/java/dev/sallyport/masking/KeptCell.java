package dev.sallyport.masking;

/** A column that is not masked. */
enum KeptCell implements CellMask {
    KEPT;

    @Override
    public void write(byte[] row, int at, int length, RowOutput out) {
        throw new IllegalStateException("a kept cell is copied with its neighbours");
    }

    @Override
    public int headroom() {
        return 0;
    }
}
