package dev.sallyport.masking;

import java.time.LocalDate;

/**
 * The calendar of PostgreSQL: days and microseconds since 2000-01-01, in the proleptic Gregorian calendar, as java.time has it.
 *
 * @see <a href="https://www.postgresql.org/docs/18/datatype-datetime.html">PostgreSQL documentation, date/time types</a>
 */
final class DateTimes {
    static final long SECOND = 1_000_000;
    static final long DAY = 86_400 * SECOND;

    /** 4714-11-24 BC, the first day of the Julian calendar's count. */
    static final long FIRST_DAY = -2_451_545;
    /** 5874897-12-31. */
    static final long LAST_DAY = 2_145_031_948;

    static final long FIRST_MOMENT = FIRST_DAY * DAY;
    /** The end of 294276-12-31. */
    static final long LAST_MOMENT = 106_751_983L * DAY - 1;

    /** Days from 1970-01-01 to 2000-01-01. */
    private static final long EPOCH = 10_957;

    private DateTimes() {}

    static long days(LocalDate date) {
        return date.toEpochDay() - EPOCH;
    }

    static LocalDate date(long days) {
        return LocalDate.ofEpochDay(days + EPOCH);
    }

    static boolean isDay(long days) {
        return days >= FIRST_DAY && days <= LAST_DAY;
    }

    static boolean isMoment(long micros) {
        return micros >= FIRST_MOMENT && micros <= LAST_MOMENT;
    }

    /** Seconds since 1970. */
    static long unixSeconds(long micros) {
        return Math.floorDiv(micros, SECOND) + EPOCH * (DAY / SECOND);
    }
}
