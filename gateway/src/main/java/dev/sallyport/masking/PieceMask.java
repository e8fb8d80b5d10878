package dev.sallyport.masking;

import dev.sallyport.detection.Detector;
import dev.sallyport.detection.Pieces;
import dev.sallyport.policy.MaskFunction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds pieces in texts and writes the texts anew with the pieces masked. For one thread. */
final class PieceMask {
    /** The longest value that is searched, in bytes; one that is longer becomes a constant. */
    static final int LONGEST = 64 * 1024;

    private static final int ROOM = 64;

    private final List<Detector> detectors;
    private final @Nullable ValueMask pieces;
    private final byte[] otherwise;
    private final RowOutput masked = new RowOutput(ROOM);

    /**
     * Masks pieces.
     *
     * @param looked what is looked for
     * @param pieces what becomes of a piece; null if all become the same
     * @param otherwise what takes the place of a piece that can't be masked so
     */
    PieceMask(Set<MaskFunction.Piece> looked, @Nullable ValueMask pieces, String otherwise) {
        this.detectors = looked.stream().sorted().map(PieceMask::detector).toList();
        this.pieces = pieces;
        this.otherwise = otherwise.getBytes(StandardCharsets.UTF_8);
    }

    static PieceMask constant(Set<MaskFunction.Piece> looked, String constant) {
        return new PieceMask(looked, null, constant);
    }

    private static Detector detector(MaskFunction.Piece piece) {
        return switch (piece) {
            case EMAIL -> Detector.EMAIL;
            case CARD -> Detector.CARD;
            case IBAN -> Detector.IBAN;
            case PHONE -> Detector.PHONE;
            case NATIONAL_ID -> Detector.NATIONAL_ID;
            case SECRET -> Detector.SECRET;
        };
    }

    /** Looks for pieces; false if there is too much to look at. */
    boolean find(String text, Pieces into) {
        for (Detector detector : detectors) {
            detector.find(text, into);
        }
        return !into.spent();
    }

    /**
     * Writes a text with its pieces masked.
     *
     * @throws MaskingFailure if the row becomes too long
     */
    void write(String text, List<Pieces.Piece> found, RowOutput out) throws MaskingFailure {
        int at = 0;
        for (Pieces.Piece piece : found) {
            copy(text.substring(at, piece.from()), out);
            write(text.substring(piece.from(), piece.to()), out);
            at = piece.to();
        }
        copy(text.substring(at), out);
    }

    private void write(String piece, RowOutput out) throws MaskingFailure {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        masked.truncate(0);
        if (pieces != null && pieces.write(bytes, 0, bytes.length, masked)) {
            out.copy(masked.array(), 0, masked.length());
        } else {
            out.copy(otherwise, 0, otherwise.length);
        }
    }

    private static void copy(String text, RowOutput out) throws MaskingFailure {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.copy(bytes, 0, bytes.length);
    }
}
