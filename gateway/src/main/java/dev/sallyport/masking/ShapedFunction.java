package dev.sallyport.masking;

import dev.sallyport.policy.MaskFunction;

/** {@code partial} for texts of a known shape. */
record ShapedFunction(MaskFunction.Shape shape) implements Transform {
    @Override
    public ValueMask text(TextShape column) {
        ValueMask values = switch (shape) {
            case EMAIL -> EmailText.MASK;
            case CARD -> CardText.MASK;
            case PHONE -> PhoneText.MASK;
        };
        return new FittedText(values, column);
    }
}
