package dev.sallyport.scan;

import java.util.Locale;

/** How sure a finding is; the surest last. */
public enum Confidence {
    /** A name that is often harmless, or values that often are. */
    LOW,
    /** A telling name, or values that mostly pass a test that others pass, too. */
    MEDIUM,
    /** Values that pass a test which others fail, or both a name and values. */
    HIGH;

    /** The word in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
