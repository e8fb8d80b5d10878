package dev.sallyport.masking;

import dev.sallyport.policy.MaskFunction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code bucket}: rounds down to a multiple of a width, counted from zero, or, for dates, from Monday, 2001-01-01. A width that would leave
 * every value of a type as it is does not apply to it.
 */
record BucketFunction(MaskFunction.Bucket settings) implements Transform {
    /** 2001-01-01 in days since 2000-01-01. */
    private static final long ORIGIN = 366;

    @Override
    public @Nullable Mapping<Long> whole(long least, long most) {
        BigDecimal width = settings.width();
        if (width == null || width.stripTrailingZeros().scale() > 0 || width.compareTo(BigDecimal.ONE) <= 0) {
            return null;
        }
        long step = width.longValueExact();
        return value -> {
            long distance = Math.floorMod(value, step);
            return value < least + distance ? null : (Long) (value - distance);
        };
    }

    @Override
    public @Nullable Mapping<BigDecimal> decimal(Decimals column) {
        BigDecimal width = settings.width();
        if (width == null
                || (column.isLimited() && width.compareTo(BigDecimal.ONE.movePointLeft(column.scale())) <= 0)) {
            return null;
        }
        return value -> column.fit(floor(value, width));
    }

    @Override
    public @Nullable Mapping<Double> real(RealBinary type) {
        BigDecimal width = settings.width();
        if (width == null) {
            return null;
        }
        double least = width.doubleValue();
        return value -> {
            // So far from zero neighbours are a width apart or more, and each would be its own bucket.
            double apart = type == RealBinary.SINGLE ? Math.ulp(value.floatValue()) : Math.ulp(value);
            if (apart >= least) {
                return null;
            }
            double floor = floor(BigDecimal.valueOf(value), width).doubleValue();
            return Double.isFinite(type == RealBinary.SINGLE ? (float) floor : floor) ? (Double) floor : null;
        };
    }

    private static BigDecimal floor(BigDecimal value, BigDecimal width) {
        return value.divide(width, 0, RoundingMode.FLOOR).multiply(width);
    }

    @Override
    public @Nullable Mapping<Long> date() {
        Duration time = settings.time();
        if (time == null || !time.equals(Duration.ofDays(time.toDays())) || time.toDays() < 2) {
            return null;
        }
        long step = time.toDays();
        return value -> {
            long floor = value - Math.floorMod(value - ORIGIN, step);
            return DateTimes.isDay(floor) ? (Long) floor : null;
        };
    }

    @Override
    public @Nullable Mapping<Long> time() {
        Duration time = settings.time();
        return time == null || time.compareTo(Duration.ofDays(1)) >= 0
                ? null
                : value -> value - Math.floorMod(value, micros(time));
    }

    @Override
    public @Nullable Mapping<Long> timestamp() {
        Duration time = settings.time();
        if (time == null) {
            return null;
        }
        long step = micros(time);
        return value -> {
            long floor = value - Math.floorMod(value - ORIGIN * DateTimes.DAY, step);
            return DateTimes.isMoment(floor) ? (Long) floor : null;
        };
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }
}
