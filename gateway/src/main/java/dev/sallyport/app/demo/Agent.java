package dev.sallyport.app.demo;

import java.io.IOException;
import java.util.function.Consumer;

/** A connection of the agent's through an unmodified client. */
interface Agent extends AutoCloseable {
    /** Its client's name. */
    String client();

    /**
     * Sends one statement and waits for all of its answer.
     *
     * @param onNotice told of each notice as it comes
     */
    Reply send(String sql, Consumer<String> onNotice) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
