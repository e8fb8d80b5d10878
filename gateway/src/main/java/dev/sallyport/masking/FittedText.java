package dev.sallyport.masking;

/** Takes the blanks off a padded value, puts them on what it became, and shows nothing of what is too long for the column then. */
record FittedText(ValueMask values, TextShape shape) implements ValueMask {

    @Override
    public boolean write(byte[] bytes, int at, int length, RowOutput out) throws MaskingFailure {
        int start = out.length();
        if (!values.write(bytes, at, shape.significant(bytes, at, length), out)) {
            return false;
        }
        int size = Utf8.count(out.array(), start, out.length() - start);
        if (size == Utf8.MALFORMED || size > shape.most()) {
            return false;
        }
        if (shape.padded() && shape.most() <= TypeConstants.LONGEST_PADDED) {
            for (int i = size; i < shape.most(); i++) {
                out.int8((byte) ' ');
            }
        }
        return true;
    }
}
