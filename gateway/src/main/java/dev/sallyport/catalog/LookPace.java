package dev.sallyport.catalog;

import dev.sallyport.catalog.Look.Depth;
import dev.sallyport.catalog.Look.Found;
import java.time.Duration;

/**
 * When what is known of a catalog has to be looked at again, and how closely, so that looks take a bounded share of the server's time
 * however large the catalog is. Times are of one nanosecond clock. For one thread at a time.
 */
final class LookPace {
    /** How old what is known becomes before it is looked at again, in the background. */
    static final Duration LOOK_EVERY = Duration.ofMillis(250);

    /** How long ago the latest look may have begun when a statement is decided; after that the statement waits for one. */
    static final Duration LONGEST_UNSEEN = Duration.ofSeconds(1);

    /** Comparing takes at most one part in so many of the time. A catalog that is compared in 200 ms is compared each second. */
    static final int COMPARE_SHARE = 5;

    /** Comparing takes at most one part in so many of the time while statistics tell of changes, and so does reading what has changed. */
    static final int CHANGE_SHARE = 4;

    /** Looks that somebody waits for take at most one part in so many of the time. */
    static final int AWAITED_SHARE = 3;

    /** When the latest look began, of those that are done. */
    private long looked;

    /** When the latest began that knows for certain what there was. */
    private long seen;

    /** When the latest began that compared or read. */
    private long compared;

    private long comparing;
    private long reading;

    /** Whether what is known should be looked at. */
    boolean isDue(long now) {
        return now - looked > LOOK_EVERY.toNanos();
    }

    /** Whether what is known is too old to decide by. */
    boolean isOverdue(long now) {
        return now - looked > LONGEST_UNSEEN.toNanos()
                || now - seen > Math.max(LONGEST_UNSEEN.toNanos(), 2 * compareEvery());
    }

    /** How closely a look has to be made that nobody has a reason for but time. */
    Depth depth(long now) {
        long since = now - compared;
        if (since > compareEvery()) {
            return Depth.THOROUGH;
        }
        return since > Math.max(CHANGE_SHARE * comparing, CHANGE_SHARE * reading) ? Depth.HINTED : Depth.GLANCE;
    }

    private long compareEvery() {
        return Math.max(COMPARE_SHARE * comparing, CHANGE_SHARE * reading);
    }

    /** Whether every look compares: the catalog is small enough for that. */
    boolean alwaysCompares() {
        return COMPARE_SHARE * comparing <= LOOK_EVERY.toNanos();
    }

    /** For how long a look that somebody waits for has to be put off, 0 or less if not at all. */
    long awaitedIn(long now, long every) {
        return Math.max(seen + every - now, compared + AWAITED_SHARE * (comparing + reading) - now);
    }

    /** When the latest look began that knows for certain what there was. */
    long seen() {
        return seen;
    }

    /** The next decision waits for a look. */
    void doubt(long now) {
        looked = now - LONGEST_UNSEEN.toNanos() - 1;
    }

    /**
     * A look is done.
     *
     * @param first whether nothing was known before it
     */
    void done(long began, Found found, boolean first) {
        looked = began;
        switch (found.outcome()) {
            case UNTOUCHED -> seen = began;
            case NOT_COMPARED -> {}
            case UNCHANGED -> {
                seen = began;
                compared = began;
                comparing = found.comparing();
                reading = 0;
            }
            case READ -> {
                seen = began;
                compared = began;
                comparing = found.comparing();
                reading = first ? 0 : found.reading();
            }
        }
    }

    /** A look could not be made. */
    void failed(long began) {
        looked = began;
        seen = began;
    }
}
