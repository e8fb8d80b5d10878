package dev.sallyport.masking;

import java.util.ArrayList;
import java.util.List;

/** {@code redact}: every value, NULL among them, becomes one constant that is valid for the column's type. */
final class RedactFunction implements MaskFunction {

    @Override
    public String name() {
        return "redact";
    }

    @Override
    public String summary() {
        return "Every value, also NULL, becomes the same constant of the column's type: " + TypeConstants.REDACTED
                + " for texts, zero for numbers, empty for arrays and ranges; NULL for a type that is not built in."
                + " Texts are cut to the column's length.";
    }

    @Override
    public List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (TypeConstant constant : TypeConstants.ALL) {
            examples.add(new Example(constant.type(), constant.text()));
        }
        examples.add(new Example("array of any of these", TypeConstants.EMPTY_ARRAY));
        examples.add(new Example("any other type", "NULL"));
        return List.copyOf(examples);
    }

    @Override
    public CellMask forColumn(MaskedColumn column) {
        return TypeConstants.of(column);
    }

    @Override
    public String forJsonValue() {
        return "\"" + TypeConstants.REDACTED + "\"";
    }
}
