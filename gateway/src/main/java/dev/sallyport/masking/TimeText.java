package dev.sallyport.masking;

import org.jspecify.annotations.Nullable;

/** time in text format, as microseconds since midnight. */
enum TimeText implements Codec<Long> {
    CODEC;

    @Override
    public @Nullable Long read(byte[] bytes, int at, int length) {
        Ascii text = new Ascii(bytes, at, length);
        long time = time(text);
        return time < 0 || time > DateTimes.DAY || !text.atEnd() ? null : (Long) time;
    }

    /** Passes hours, minutes, seconds and a fraction; negative for what is no time. */
    static long time(Ascii text) {
        int hours = text.digits(2, 2);
        int minutes = text.skip(':') ? text.digits(2, 2) : -1;
        int seconds = text.skip(':') ? text.digits(2, 2) : -1;
        int micros = text.fraction();
        boolean sound = hours >= 0
                && hours <= 24
                && minutes >= 0
                && minutes < 60
                && seconds >= 0
                && seconds < 60
                && micros >= 0;
        return sound ? ((hours * 60L + minutes) * 60 + seconds) * DateTimes.SECOND + micros : -1;
    }

    /** Passes an offset behind its sign; negative for what is none. */
    static long offset(Ascii text) {
        int hours = text.digits(2, 2);
        int minutes = text.skip(':') ? text.digits(2, 2) : 0;
        int seconds = text.skip(':') ? text.digits(2, 2) : 0;
        return hours < 0 || minutes < 0 || seconds < 0
                ? -1
                : ((hours * 60L + minutes) * 60 + seconds) * DateTimes.SECOND;
    }

    static void writeOffset(int offset, RowOutput out) throws MaskingFailure {
        int seconds = Math.abs(offset);
        out.int8((byte) (offset < 0 ? '-' : '+'));
        out.decimal(seconds / 3600, 2);
        if (seconds % 3600 != 0) {
            out.int8((byte) ':');
            out.decimal(seconds / 60 % 60, 2);
        }
        if (seconds % 60 != 0) {
            out.int8((byte) ':');
            out.decimal(seconds % 60, 2);
        }
    }

    @Override
    public void write(Long value, RowOutput out) throws MaskingFailure {
        write(value.longValue(), out);
    }

    static void write(long micros, RowOutput out) throws MaskingFailure {
        long seconds = micros / DateTimes.SECOND;
        out.decimal(seconds / 3600, 2);
        out.int8((byte) ':');
        out.decimal(seconds / 60 % 60, 2);
        out.int8((byte) ':');
        out.decimal(seconds % 60, 2);
        long fraction = micros % DateTimes.SECOND;
        if (fraction == 0) {
            return;
        }
        int digits = 6;
        while (fraction % 10 == 0) {
            fraction /= 10;
            digits--;
        }
        out.int8((byte) '.');
        out.decimal(fraction, digits);
    }
}
