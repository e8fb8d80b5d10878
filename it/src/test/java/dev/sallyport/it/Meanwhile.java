package dev.sallyport.it;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What goes on beside a test. Each has a thread of its own: the common pool has as many as there are processors, but one. */
final class Meanwhile {
    private Meanwhile() {}

    static <T> CompletableFuture<T> ask(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Meanwhile::start);
    }

    static CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, Meanwhile::start);
    }

    private static void start(Runnable work) {
        // One of the operating system's: what calls native code would hold up others.
        Thread.ofPlatform().daemon().start(work);
    }
}
