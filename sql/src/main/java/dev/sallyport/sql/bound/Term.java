package dev.sallyport.sql.bound;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A value in a condition: a base and a number added to it. Two with one base differ by a constant.
 *
 * @param base what identifies it; empty for a constant number
 * @param plus the number
 * @param constant its text if it is a constant that is no number; null otherwise
 * @param owner whose content it depends on; null for none
 * @param isNull whether it is null
 * @param nullable whether it can be null
 * @param least what it is never below where it is not null; null if that isn't known
 */
record Term(
        String base,
        BigDecimal plus,
        @Nullable String constant,
        Sources.@Nullable Owner owner,
        boolean isNull,
        boolean nullable,
        @Nullable BigDecimal least) {

    /** What the base of a column of the target begins with. */
    static final String COLUMN = "column ";

    /** What the base of a column of a twin begins with: then the reference as it is written. */
    static final String TWIN = "twin .";

    static final Term NULL = new Term("null", BigDecimal.ZERO, null, null, true, true, null);

    static Term number(BigDecimal value) {
        return new Term("", value.stripTrailingZeros(), null, null, false, false, null);
    }

    static Term text(String value) {
        return new Term("'" + value, BigDecimal.ZERO, value, null, false, false, null);
    }

    /** Something that is the same for all rows and known only when it runs. */
    static Term free(String base) {
        return new Term(base, BigDecimal.ZERO, null, null, false, true, null);
    }

    boolean isNumber() {
        return base.isEmpty();
    }

    boolean isConstant() {
        return isNumber() || constant != null || isNull;
    }

    /** Whether it is the constant of an array, or of a document, that holds nothing. */
    boolean isEmptyArray() {
        return "{}".equals(constant);
    }

    boolean dependsOnTarget() {
        return owner == Sources.Owner.TARGET;
    }

    /** Whether both are the same column of the target's relation, by the same name or by another name of the relation. */
    boolean pairs(Term other) {
        boolean twins = owner == Sources.Owner.TWIN || other.owner == Sources.Owner.TWIN;
        return twins && plus.compareTo(other.plus) == 0 && column().equals(other.column()) && !column().isEmpty();
    }

    private String column() {
        if (base.startsWith(COLUMN)) {
            return base.substring(COLUMN.length());
        }
        return base.startsWith(TWIN) ? base.substring(base.lastIndexOf('.') + 1) : "";
    }

    Term plus(BigDecimal more) {
        return new Term(base, plus.add(more).stripTrailingZeros(), constant, owner, isNull, nullable, null);
    }

    Term nullable(boolean other) {
        return new Term(base, plus, constant, owner, isNull, other, least);
    }
}
