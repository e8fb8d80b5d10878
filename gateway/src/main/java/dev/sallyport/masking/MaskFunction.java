package dev.sallyport.masking;

import java.util.List;

/** One way to mask, as {@code with} of a mask names it. Immutable, thread-safe. */
public interface MaskFunction {

    /** Its name in a configuration. */
    String name();

    /** What it does to a value, one sentence for a reader of the documentation. */
    String summary();

    /** What it makes of each type, for the documentation; the same definitions that answers are made from. */
    List<Example> examples();

    /** How it masks the values of a column. */
    CellMask forColumn(MaskedColumn column);

    /** What it puts in the place of a JSON value inside a document, as JSON in ASCII. */
    String forJsonValue();

    /**
     * What a client sees in the place of a value.
     *
     * @param type the type's name
     * @param text the masked value in text format; {@code NULL} for no value
     */
    record Example(String type, String text) {}
}
