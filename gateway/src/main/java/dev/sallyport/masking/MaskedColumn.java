package dev.sallyport.masking;

import dev.sallyport.wire.Format;

/**
 * What a mask needs to know of an output column.
 *
 * @param typeOid pg_type.oid; for a domain PostgreSQL gives its base type's
 * @param typeModifier pg_attribute.atttypmod, -1 for none
 * @param format how the values come
 */
record MaskedColumn(int typeOid, int typeModifier, Format format) {
    static final int JSON = 114;
    static final int JSONB = 3802;

    /** A column of another type whose values come in the same format. */
    MaskedColumn as(int type, int modifier) {
        return new MaskedColumn(type, modifier, format);
    }

    /** Whether its values are documents of JSON. */
    boolean isDocument() {
        return typeOid == JSON || typeOid == JSONB;
    }
}
