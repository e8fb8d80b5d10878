package dev.sallyport.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a session belongs to, as its token proved it.
 *
 * @param tokenId the token's {@code jti}, if it has one
 * @param claimedUser the user name of the start-up message: free text, never trusted
 * @param actor who acts for the subject, if the token was delegated (RFC 8693, {@code act})
 */
public record AuditIdentity(
        String issuer,
        String subject,
        List<String> groups,
        @Nullable String tokenId,
        String claimedUser,
        @Nullable String actor) {
    public AuditIdentity {
        groups = List.copyOf(groups);
    }
}
