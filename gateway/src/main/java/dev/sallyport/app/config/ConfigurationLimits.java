package dev.sallyport.app.config;

import java.time.Duration;

/** What bounds a configuration and the work that it causes. */
public final class ConfigurationLimits {

    /** The largest configuration file, in bytes. */
    public static final int FILE_BYTES = 1024 * 1024;

    /** The deepest nesting of mappings and lists. */
    public static final int DEPTH = 16;

    /** The most entries of one list or mapping. */
    public static final int ENTRIES = 1_000;

    /** The longest text of one value, in chars. */
    public static final int TEXT_LENGTH = 8_192;

    /** The largest file that a secret is read from, in bytes. */
    public static final int SECRET_BYTES = 64 * 1024;

    /** How many problems are reported; a file with more is beyond repair by reading on. */
    public static final int PROBLEMS = 500;

    /** The longest time that may be configured. */
    public static final Duration LONGEST = Duration.ofDays(366);

    private ConfigurationLimits() {}
}
