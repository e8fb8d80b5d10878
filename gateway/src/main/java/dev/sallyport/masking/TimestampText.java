package dev.sallyport.masking;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * timestamp and timestamptz in text format, as microseconds since 2000-01-01, read in {@code DateStyle} ISO alone.
 *
 * @param zone in whose time a timestamptz is written, with its offset; null for timestamp
 */
record TimestampText(@Nullable ZoneId zone) implements Codec<Long> {

    @Override
    public @Nullable Long read(byte[] bytes, int at, int length) {
        boolean before = DateText.isBeforeChrist(bytes, at, length);
        Ascii text = new Ascii(bytes, at, before ? length - DateText.BEFORE_CHRIST.length() : length);
        LocalDate date = DateText.date(text, before);
        long time = text.skip(' ') ? TimeText.time(text) : -1;
        if (date == null || time < 0) {
            return null;
        }
        long offset = 0;
        if (zone != null) {
            boolean west = text.skip('-');
            offset = west || text.skip('+') ? TimeText.offset(text) : -1;
            if (offset < 0) {
                return null;
            }
            offset = west ? -offset : offset;
        }
        long days = DateTimes.days(date);
        if (!text.atEnd() || Math.abs(days) > Long.MAX_VALUE / DateTimes.DAY - 2) {
            return null;
        }
        long micros = days * DateTimes.DAY + time - offset;
        return DateTimes.isMoment(micros) ? (Long) micros : null;
    }

    @Override
    public void write(Long value, RowOutput out) throws MaskingFailure {
        int offset = zone == null
                ? 0
                : zone.getRules()
                        .getOffset(Instant.ofEpochSecond(DateTimes.unixSeconds(value)))
                        .getTotalSeconds();
        long local = value + offset * DateTimes.SECOND;
        LocalDate date = DateTimes.date(Math.floorDiv(local, DateTimes.DAY));
        DateText.write(date, out);
        out.int8((byte) ' ');
        TimeText.write(Math.floorMod(local, DateTimes.DAY), out);
        if (zone != null) {
            TimeText.writeOffset(offset, out);
        }
        if (date.getYear() <= 0) {
            out.ascii(DateText.BEFORE_CHRIST);
        }
    }
}
