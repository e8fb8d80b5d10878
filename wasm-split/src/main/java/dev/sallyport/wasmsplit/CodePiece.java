package dev.sallyport.wasmsplit;

/** A piece of straight-line code. */
sealed interface CodePiece {

    /** Instructions that are copied as they are. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Verbatim(byte[] bytes) implements CodePiece {}

    /** {@code local.get}, {@code local.set} or {@code local.tee}; each chunk numbers its locals anew. */
    record LocalAccess(int opcode, int local) implements CodePiece {}
}
