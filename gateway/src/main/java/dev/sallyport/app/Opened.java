package dev.sallyport.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, to be closed in reverse order. What fails to close keeps nothing else from it. Not thread-safe. */
final class Opened implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

    /** How one thing is closed. */
    interface Closer<T> {
        void close(T opened) throws Exception;
    }

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Remembers something that was opened. */
    <T> T add(T resource, Closer<? super T> closer) {
        opened.push(() -> closer.close(resource));
        return resource;
    }

    @Override
    public void close() {
        for (AutoCloseable last = opened.poll(); last != null; last = opened.poll()) {
            try {
                last.close();
            } catch (Exception failure) {
                LOG.atError().setCause(failure).log("a part of the gateway did not close in good order");
            }
        }
    }
}
