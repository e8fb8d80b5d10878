package dev.sallyport.masking;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * date in text format, as days since 2000-01-01. Read in {@code DateStyle} ISO alone: in another one day and month could change places.
 */
enum DateText implements Codec<Long> {
    CODEC;

    static final String BEFORE_CHRIST = " BC";

    private static final int MOST_YEAR_DIGITS = 7;

    @Override
    public @Nullable Long read(byte[] bytes, int at, int length) {
        boolean before = isBeforeChrist(bytes, at, length);
        Ascii text = new Ascii(bytes, at, before ? length - BEFORE_CHRIST.length() : length);
        LocalDate date = date(text, before);
        return date == null || !text.atEnd() ? null : DateTimes.days(date);
    }

    static boolean isBeforeChrist(byte[] bytes, int at, int length) {
        int era = BEFORE_CHRIST.length();
        return length > era && new Ascii(bytes, at + length - era, era).skip(BEFORE_CHRIST);
    }

    /** Passes year, month and day; null for what is no date. */
    static @Nullable LocalDate date(Ascii text, boolean beforeChrist) {
        int year = text.digits(4, MOST_YEAR_DIGITS);
        int month = text.skip('-') ? text.digits(2, 2) : -1;
        int day = text.skip('-') ? text.digits(2, 2) : -1;
        if (year < 1) {
            return null;
        }
        try {
            return LocalDate.of(beforeChrist ? 1 - year : year, month, day);
        } catch (DateTimeException notInTheCalendar) {
            return null;
        }
    }

    /** Writes year, month and day, and not the era, which stands at the very end. */
    static void write(LocalDate date, RowOutput out) throws MaskingFailure {
        int year = date.getYear();
        out.decimal(year > 0 ? year : 1L - year, 4);
        out.int8((byte) '-');
        out.decimal(date.getMonthValue(), 2);
        out.int8((byte) '-');
        out.decimal(date.getDayOfMonth(), 2);
    }

    @Override
    public void write(Long value, RowOutput out) throws MaskingFailure {
        LocalDate date = DateTimes.date(value);
        write(date, out);
        if (date.getYear() <= 0) {
            out.ascii(BEFORE_CHRIST);
        }
    }
}
