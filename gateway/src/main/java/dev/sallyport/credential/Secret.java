package dev.sallyport.credential;

/**
 * A text that must not be shown: it prints as {@code ***} and is equal to itself only, so that it can be part of a record.
 * Immutable.
 */
public final class Secret {
    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    /** The text itself, for the one place that needs it. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "***";
    }
}
