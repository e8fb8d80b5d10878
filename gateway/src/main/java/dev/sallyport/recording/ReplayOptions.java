package dev.sallyport.recording;

import java.time.Duration;

/**
 * How a recording is played.
 *
 * @param speed how many times faster than it happened; above 0
 * @param timed whether to keep its timing at all
 * @param longestPause what longer pauses are cut to, before the speed is applied; not negative
 * @param rows how many rows of a result are shown; 0 to {@value #MAX_ROWS}
 */
public record ReplayOptions(double speed, boolean timed, Duration longestPause, int rows) {
    /** More rows than anybody reads, and few enough to hold at once. */
    public static final int MAX_ROWS = 10_000;

    /** As it happened, but for long pauses. */
    public static final ReplayOptions DEFAULT = new ReplayOptions(1, true, Duration.ofSeconds(2), 50);

    public ReplayOptions {
        if (!(speed > 0 && Double.isFinite(speed))) {
            throw new IllegalArgumentException("the speed must be above 0");
        }
        if (longestPause.isNegative()) {
            throw new IllegalArgumentException("the longest pause must not be negative");
        }
        if (rows < 0 || rows > MAX_ROWS) {
            throw new IllegalArgumentException("the rows must be 0 to " + MAX_ROWS);
        }
    }
}
