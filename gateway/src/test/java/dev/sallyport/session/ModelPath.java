package dev.sallyport.session;

/** The search path of a {@link ModelServer}: a failed transaction takes back what was set in it, and what changed is told late. */
final class ModelPath {
    static final String FIRST = "first";

    private String current = FIRST;
    private String before = FIRST;
    private String reported = FIRST;

    String current() {
        return current;
    }

    /** A text that is run or bound may set it. */
    void run(String text, String word) {
        if (text.startsWith(word + " ")) {
            current = text.substring(word.length() + 1);
        }
    }

    void failed() {
        current = before;
    }

    void committed() {
        before = current;
    }

    /** Whether it has to be told, which it then is. */
    boolean tell() {
        boolean changed = !current.equals(reported);
        reported = current;
        return changed;
    }
}
