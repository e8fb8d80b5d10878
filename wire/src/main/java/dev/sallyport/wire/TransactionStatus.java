package dev.sallyport.wire;

/** What a server says of its transaction when it is ready for a query. */
public enum TransactionStatus {
    /** Not in a transaction block. */
    IDLE('I'),
    /** In a transaction block. */
    IN_TRANSACTION('T'),
    /** In a transaction block that failed: everything is refused until it ends. */
    FAILED('E');

    private final byte code;

    TransactionStatus(char code) {
        this.code = (byte) code;
    }

    /** The indicator on the wire. */
    public byte code() {
        return code;
    }
}
