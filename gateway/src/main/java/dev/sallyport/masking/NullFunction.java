package dev.sallyport.masking;

import java.util.List;

/** {@code null}: every value becomes NULL, whatever its type. */
final class NullFunction implements MaskFunction {

    @Override
    public String name() {
        return "null";
    }

    @Override
    public String summary() {
        return "Every value becomes NULL; inside a JSON document, JSON's null.";
    }

    @Override
    public List<Example> examples() {
        return List.of(new Example("any type", "NULL"), new Example("a value inside json or jsonb", forJsonValue()));
    }

    @Override
    public CellMask forColumn(MaskedColumn column) {
        return ConstantMask.NULL;
    }

    @Override
    public String forJsonValue() {
        return "null";
    }
}
