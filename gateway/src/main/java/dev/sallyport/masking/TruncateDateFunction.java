package dev.sallyport.masking;

import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskFunction.Unit;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/** {@code truncate-date}: the first day of the unit that a date is in, or the first moment. */
record TruncateDateFunction(MaskFunction.TruncateDate settings) implements Transform {

    @Override
    public @Nullable Mapping<Long> date() {
        return settings.to() == Unit.DAY
                ? null
                : value -> {
                    long first = DateTimes.days(first(DateTimes.date(value)));
                    return DateTimes.isDay(first) ? (Long) first : null;
                };
    }

    @Override
    public Mapping<Long> timestamp() {
        return value -> {
            LocalDate date = DateTimes.date(Math.floorDiv(value, DateTimes.DAY));
            long first = DateTimes.days(first(date)) * DateTimes.DAY;
            return DateTimes.isMoment(first) ? (Long) first : null;
        };
    }

    @Override
    public Mapping<Long> timestamptz() {
        return value -> {
            Instant instant = Instant.ofEpochSecond(DateTimes.unixSeconds(value));
            LocalDate first = first(instant.atZone(zone()).toLocalDate());
            long second = first.atStartOfDay(zone()).toEpochSecond();
            long micros = (second - DateTimes.unixSeconds(0)) * DateTimes.SECOND;
            return DateTimes.isMoment(micros) ? (Long) micros : null;
        };
    }

    @Override
    public ZoneId zone() {
        return settings.zone();
    }

    private LocalDate first(LocalDate date) {
        return switch (settings.to()) {
            case YEAR -> date.withDayOfYear(1);
            case QUARTER -> date.withDayOfMonth(1).minusMonths((date.getMonthValue() - 1) % 3);
            case MONTH -> date.withDayOfMonth(1);
            case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case DAY -> date;
        };
    }
}
