package dev.sallyport.sql.flow;

/**
 * A column by what does not change when it is renamed.
 *
 * @param relation pg_class.oid, unsigned in an int
 * @param attribute pg_attribute.attnum: 1 or more, below 0 for a system column
 */
public record ColumnId(int relation, short attribute) implements Comparable<ColumnId> {
    @Override
    public int compareTo(ColumnId other) {
        int byRelation = Integer.compareUnsigned(relation, other.relation);
        return byRelation != 0 ? byRelation : Short.compare(attribute, other.attribute);
    }
}
