package dev.sallyport.app.config;

import java.time.Duration;

/** What bounds the reviewed files of all manifests together, and the work that they cause. */
public final class ManifestLimits {

    /** The largest file, in bytes. */
    public static final int FILE_BYTES = 1024 * 1024;

    /** The most files. */
    public static final int FILES = 1_000;

    /** The most bytes that they have together. */
    public static final long BYTES = 32L * 1024 * 1024;

    /** The most statements that they have together. */
    public static final int STATEMENTS = 100_000;

    /** The largest parse tree of one file, in bytes of its JSON. */
    static final int TREE_BYTES = 128 * 1024 * 1024;

    /** How long the grammar may take for one file. */
    static final Duration PARSING = Duration.ofSeconds(60);

    private ManifestLimits() {}
}
