package dev.sallyport.net;

/** Makes failures fit for a log: exceptions' messages may hold what was being worked on. */
final class Failures {
    private Failures() {}

    /** The same failure, its kind and its place but not its words. */
    static Throwable wordless(Throwable failure) {
        Throwable copy = new Throwable(failure.getClass().getName());
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }
}
