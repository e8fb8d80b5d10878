package dev.sallyport.masking;

import dev.sallyport.policy.MaskFunction;

/** {@code partial} for characters at the ends. */
record PartialFunction(MaskFunction.Partial settings) implements Transform {
    @Override
    public ValueMask text(TextShape shape) {
        return new PartialText(settings.first(), settings.last(), shape);
    }
}
