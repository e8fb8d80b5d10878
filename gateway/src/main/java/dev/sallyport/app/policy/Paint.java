package dev.sallyport.app.policy;

/** Colours on a terminal, nothing elsewhere. */
enum Paint {
    COLOURS,
    PLAIN;

    private static final String END = "\033[0m";

    static Paint of(boolean terminal) {
        return terminal ? COLOURS : PLAIN;
    }

    String good(String text) {
        return in("\033[32m", text);
    }

    String bad(String text) {
        return in("\033[31m", text);
    }

    String strong(String text) {
        return in("\033[1m", text);
    }

    String faint(String text) {
        return in("\033[2m", text);
    }

    private String in(String colour, String text) {
        return this == COLOURS ? colour + text + END : text;
    }
}
