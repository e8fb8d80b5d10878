package dev.sallyport.session;

import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.ClaimsNamed;
import dev.sallyport.wire.SqlState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether a client that showed a token may have a session. */
public sealed interface Admission {

    /**
     * It may.
     *
     * @param principal who it is
     * @param grant what it runs under
     * @param remaining how long the grant still lasts
     * @param claims which of its claims decisions may depend on
     */
    record Admitted(Principal principal, Grant grant, Duration remaining, ClaimsNamed claims) implements Admission {}

    /**
     * It may not.
     *
     * @param sqlState 28000 for no valid identity or no access, 53300 for too many sessions, 58030 for no audit
     * @param reason one sentence for the client
     * @param principal who it is if the token was good, for the audit
     */
    record Refused(String sqlState, String reason, @Nullable Principal principal) implements Admission {

        /** What whoever connects can do about it, as a sentence. */
        String hint() {
            if (principal == null) {
                return "The password must be a current OIDC token for this gateway; ask your administrator which one.";
            }
            return switch (sqlState) {
                case SqlState.TOO_MANY_CONNECTIONS -> "Your token is good: try again when other sessions have ended.";
                case SqlState.FEATURE_NOT_SUPPORTED ->
                    "Your token is good: leave out what the message names, or ask your administrator for access"
                            + " without it.";
                default -> "Your token is good: check the database's name, or ask your administrator for access to it.";
            };
        }
    }
}
