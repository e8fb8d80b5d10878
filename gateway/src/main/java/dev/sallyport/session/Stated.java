package dev.sallyport.session;

import dev.sallyport.identity.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What is said of why a client is here and what it works on: what its token claims, which somebody signed, else what it says itself.
 *
 * @param reason why it is here; null if nothing is said
 * @param task what it works on; null if nothing is said
 */
record Stated(@Nullable String reason, @Nullable String task) {

    /** The claim that states the reason. */
    static final String REASON_CLAIM = "sallyport_reason";

    /** The claim that states the task. */
    static final String TASK_CLAIM = "sallyport_task";

    static Stated of(Principal principal, Credentials credentials) {
        return new Stated(
                of(principal, REASON_CLAIM, credentials.reason()), of(principal, TASK_CLAIM, credentials.task()));
    }

    /** A claim that is no text, or longer than what is taken from a client, states nothing. */
    private static @Nullable String of(Principal principal, String claim, @Nullable String said) {
        return principal.claims().get(claim) instanceof String claimed
                        && !claimed.isEmpty()
                        && claimed.length() <= StartupParameters.LONGEST_STATED
                ? claimed
                : said;
    }
}
