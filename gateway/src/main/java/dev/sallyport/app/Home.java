package dev.sallyport.app;

import java.nio.file.Path;

/** Where this program keeps things that nobody configured: in its own directory. */
public final class Home {
    private Home() {}

    /** The directory that the launcher was found in, else the current one. */
    public static Path directory() {
        return Path.of(System.getProperty("sallyport.home", "")).toAbsolutePath();
    }

    /** Everything of the demo. */
    public static Path demo() {
        return directory().resolve(".sallyport").resolve("demo");
    }
}
