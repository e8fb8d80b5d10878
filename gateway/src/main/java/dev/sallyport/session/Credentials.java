package dev.sallyport.session;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself at start-up.
 *
 * @param token the password message's text; a secret: never logged, recorded or shown
 * @param user the start-up packet's user: a claim, never trusted
 * @param database the name of a configured database, from the start-up packet
 * @param applicationName its application_name, or the empty text
 * @param reason why it comes, from {@code options=-c sallyport.reason=...}; null if it does not say
 * @param task what it works on, from {@code options=-c sallyport.task=...}; null if it does not say
 * @param manifest the digest of the reviewed file that it means to run, from {@code options=-c sallyport.manifest=...}; null if it
 *     does not say
 * @param parameters the configuration parameters to pass to the server: only listed ones
 */
public record Credentials(
        String token,
        String user,
        String database,
        String applicationName,
        @Nullable String reason,
        @Nullable String task,
        @Nullable String manifest,
        Map<String, String> parameters) {

    public Credentials {
        parameters = Map.copyOf(parameters);
    }

    @Override
    public String toString() {
        return "Credentials[user=" + user + ", database=" + database + ", token=***]";
    }
}
