package dev.sallyport.upstream;

import dev.sallyport.wire.BackendMessage.BackendKeyData;
import java.util.Map;

/** What became of a login. */
sealed interface LoginResult {

    /**
     * The server is ready for queries.
     *
     * @param parameters what it reported, the last value of each
     * @param key by which it can be told to cancel
     */
    record LoggedIn(Map<String, String> parameters, BackendKeyData key) implements LoginResult {
        public LoggedIn {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * No login.
     *
     * @param sqlState for the client
     * @param reason a sentence for the client
     * @param detail for the log: no secret, but perhaps a user's name
     */
    record Refused(String sqlState, String reason, String detail) implements LoginResult {}
}
