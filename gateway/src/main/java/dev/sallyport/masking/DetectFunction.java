package dev.sallyport.masking;

import dev.sallyport.detection.Pieces;
import java.nio.charset.StandardCharsets;

/** {@code detect}: what is found in a text is masked, the rest stays. For one thread. */
record DetectFunction(PieceMask masks) implements Transform {

    @Override
    public ValueMask text(TextShape shape) {
        return new FittedText(this::write, shape);
    }

    private boolean write(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        if (length > PieceMask.LONGEST || Utf8.count(bytes, at, length) == Utf8.MALFORMED) {
            return false;
        }
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        Pieces pieces = new Pieces();
        if (!masks.find(text, pieces)) {
            return false;
        }
        masks.write(text, pieces.merged(), out);
        return true;
    }
}
