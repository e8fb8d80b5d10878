package dev.sallyport.masking;

/** What takes the place of a JSON value inside a document. For one thread. */
interface JsonValueMask {

    /**
     * Writes it as JSON.
     *
     * @param from where a well-formed value begins
     * @param to where it ends
     */
    void write(byte[] document, int from, int to, RowOutput out) throws MaskingFailure;

    /** How many bytes to have ready for it. */
    int headroom();
}
