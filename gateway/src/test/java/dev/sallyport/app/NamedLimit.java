package dev.sallyport.app;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A limit as the documentation names it, such as {@code audit.JournalLimits.DEFAULT.recordBytes}, and as it writes its value. */
final class NamedLimit {
    private static final Pattern NAME =
            Pattern.compile("((?:[a-z]+\\.)+)([A-Z][\\w$]*)\\.(\\w+)(?:\\((\\d+)\\))?(?:\\.(\\w+))?");
    private static final Pattern VALUE = Pattern.compile("([\\d,]+)(?: (bytes|KiB|MiB|ms|s|m|h|d))?");
    private static final Map<String, Long> SIZES = Map.of("bytes", 1L, "KiB", 1L << 10, "MiB", 1L << 20);
    private static final Map<String, Duration> TIMES = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private NamedLimit() {}

    /** What the code says: a Long or a Duration. */
    static Object inCode(String name) throws ReflectiveOperationException {
        MatchResult parts = match(NAME, name);
        Class<?> type = Class.forName("dev.sallyport." + parts.group(1) + parts.group(2));
        Object value;
        if (parts.group(4) == null) {
            Field field = type.getDeclaredField(parts.group(3));
            field.setAccessible(true);
            value = field.get(null);
        } else {
            value = type.getDeclaredMethod(parts.group(3), int.class).invoke(null, Integer.parseInt(parts.group(4)));
        }
        if (parts.group(5) != null) {
            Method component = value.getClass().getDeclaredMethod(parts.group(5));
            component.setAccessible(true);
            value = component.invoke(value);
        }
        return value instanceof Number number ? (Object) number.longValue() : value;
    }

    /** What the documentation says: a Long or a Duration. */
    static Object asWritten(String text) {
        MatchResult parts = match(VALUE, text);
        long count = Long.parseLong(parts.group(1).replace(",", ""));
        String unit = parts.group(2);
        Duration time = unit == null ? null : TIMES.get(unit);
        if (time != null) {
            return time.multipliedBy(count);
        }
        return count * (unit == null ? 1 : SIZES.getOrDefault(unit, 1L));
    }

    private static MatchResult match(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " is not written as " + pattern);
        }
        return matcher.toMatchResult();
    }
}
