package dev.sallyport.policy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mask function with its settings, as {@code with} of a mask names it: what is to be done, not how. Immutable.
 *
 * <p>What each makes of the values of each type is in the documentation's page on masking.
 */
public sealed interface MaskFunction {

    /** Its name in a configuration. */
    String name();

    /** Whether every value becomes the same, so that nothing of it shows. */
    default boolean isConstant() {
        return switch (this) {
            case Redact _, Null _, Constant _ -> true;
            case Partial _, Shaped _, Hash _, Bucket _, TruncateDate _, FormatPreserving _, Detect _ -> false;
        };
    }

    /** A constant of the value's type. */
    record Redact() implements MaskFunction {
        public static final String NAME = "redact";

        @Override
        public String name() {
            return NAME;
        }
    }

    /** NULL. */
    record Null() implements MaskFunction {
        public static final String NAME = "null";

        @Override
        public String name() {
            return NAME;
        }
    }

    /**
     * One value for all.
     *
     * @param value the value as PostgreSQL writes it in text
     */
    record Constant(String value) implements MaskFunction {
        public static final String NAME = "constant";

        @Override
        public String name() {
            return NAME;
        }
    }

    /**
     * Some characters stay.
     *
     * @param first how many of the first characters (Unicode code points) stay
     * @param last how many of the last
     */
    record Partial(int first, int last) implements MaskFunction {
        public static final String NAME = "partial";

        /** The most characters that stay at either end. */
        public static final int MOST_KEPT = 32;

        public Partial {
            if (first < 0 || first > MOST_KEPT || last < 0 || last > MOST_KEPT) {
                throw new IllegalArgumentException("0 to " + MOST_KEPT + " characters stay at either end");
            }
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    /** What stays of a value of a known shape; a value of another shape shows nothing. */
    record Shaped(Shape shape) implements MaskFunction {
        @Override
        public String name() {
            return Partial.NAME;
        }
    }

    /** What a text is known to be. */
    enum Shape {
        /** The first letter and the top-level domain stay. */
        EMAIL,
        /** The last four digits stay. */
        CARD,
        /** The country code and the last two digits stay. */
        PHONE
    }

    /** A keyed hash: the same value becomes the same one. */
    record Hash(MaskKey key) implements MaskFunction {
        public static final String NAME = "hash";

        @Override
        public String name() {
            return NAME;
        }
    }

    /**
     * Values are rounded down.
     *
     * @param width of numbers, more than zero; null for none
     * @param time of dates and times; null for none
     */
    record Bucket(@Nullable BigDecimal width, @Nullable Duration time) implements MaskFunction {
        public static final String NAME = "bucket";

        /** The most digits of a width, before and behind the point together, and behind it alone. */
        public static final int MOST_DIGITS = 18;

        /** The shortest width of dates and times. */
        public static final Duration SHORTEST = Duration.ofMinutes(1);

        public Bucket {
            if (width != null
                    && (width.signum() <= 0
                            || width.precision() > MOST_DIGITS
                            || width.scale() < 0
                            || width.scale() > MOST_DIGITS)) {
                throw new IllegalArgumentException("a width is more than zero and has few digits");
            }
            if (time != null && time.compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException("a width in time is " + SHORTEST + " or longer");
            }
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    /**
     * Dates become the first of their year, quarter, month, week or day.
     *
     * @param zone whose days count for values that are points in time
     */
    record TruncateDate(Unit to, ZoneId zone) implements MaskFunction {
        public static final String NAME = "truncate-date";

        @Override
        public String name() {
            return NAME;
        }
    }

    /** To what a date is truncated. */
    enum Unit {
        YEAR,
        QUARTER,
        MONTH,
        /** It begins on a Monday, as in ISO 8601. */
        WEEK,
        DAY
    }

    /**
     * What is found in texts and documents is masked, the rest stays.
     *
     * @param pieces what is looked for, at least one
     * @param with what becomes of a piece: {@link Redact}, or a function that takes texts
     * @param othersStay whether values of types that are not looked into stay as they are
     */
    record Detect(Set<Piece> pieces, MaskFunction with, boolean othersStay) implements MaskFunction {
        public static final String NAME = "detect";

        public Detect {
            pieces = Set.copyOf(pieces);
            if (pieces.isEmpty()) {
                throw new IllegalArgumentException("something is looked for");
            }
            switch (with) {
                case Redact _, Constant _, Partial _, Shaped _, Hash _, FormatPreserving _ -> {}
                case Null _, Bucket _, TruncateDate _, Detect _ ->
                    throw new IllegalArgumentException(with.name() + " takes no piece of a text");
            }
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    /** What can be found in a text. */
    enum Piece {
        EMAIL,
        CARD,
        IBAN,
        PHONE,
        NATIONAL_ID,
        SECRET
    }

    /** A keyed permutation among the values of the same form: FF1 of NIST SP 800-38G. */
    record FormatPreserving(MaskKey key) implements MaskFunction {
        public static final String NAME = "format-preserving";

        @Override
        public String name() {
            return NAME;
        }
    }
}
