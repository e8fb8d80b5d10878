package dev.sallyport.app.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and sizes as a configuration writes them. */
final class Quantities {

    static final String TIME = "[1-9][0-9]{0,8}(ms|s|m|h|d)";
    static final String SIZE = "[1-9][0-9]{0,8}(B|KiB|MiB|GiB)?";

    private static final Pattern TIMES = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");
    private static final Pattern SIZES = Pattern.compile("([1-9][0-9]{0,8})(B|KiB|MiB|GiB)?");

    private Quantities() {}

    /** Null for what is no time, or longer than the longest. */
    static @Nullable Duration time(String text) {
        Matcher matcher = TIMES.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long count = Long.parseLong(matcher.group(1));
        Duration time = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        return time.compareTo(ConfigurationLimits.LONGEST) <= 0 ? time : null;
    }

    /** In bytes; null for what is no size. */
    static @Nullable Long size(String text) {
        Matcher matcher = SIZES.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String unit = matcher.group(2);
        int shift = unit == null ? 0 : unitShift(unit);
        return Long.parseLong(matcher.group(1)) << shift;
    }

    private static int unitShift(String unit) {
        return switch (unit) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
    }
}
