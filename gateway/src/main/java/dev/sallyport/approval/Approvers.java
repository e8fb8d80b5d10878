package dev.sallyport.approval;

import dev.sallyport.condition.Condition;
import dev.sallyport.condition.ValueType;
import dev.sallyport.condition.ValueType.Scalar;
import dev.sallyport.condition.Variables;
import dev.sallyport.identity.Principal;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may decide on requests. Immutable, thread-safe. */
public final class Approvers {

    /** What the condition may name; {@code actor} is empty if nobody acts for the subject. */
    public static final Variables VARIABLES = new Variables(Map.of(
            "subject", Scalar.STRING,
            "issuer", Scalar.STRING,
            "groups", new ValueType.ListOf(Scalar.STRING),
            "claims", new ValueType.MapOf(Scalar.ANY),
            "actor", Scalar.STRING));

    static final String NO_APPROVER =
            "you are not an approver: the gateway's approvers condition does not hold for you";

    private static final Logger LOG = LoggerFactory.getLogger(Approvers.class);

    private final Condition condition;

    /** Approvers are those for whom a condition holds, which was compiled with {@link #VARIABLES}. */
    public Approvers(Condition condition) {
        this.condition = condition;
    }

    /** Whether someone is an approver at all; a condition that has no value for them is a no. */
    public boolean include(Principal principal) {
        String actor = principal.actor();
        Condition.Outcome outcome = condition.evaluate(Map.of(
                "subject", principal.subject(),
                "issuer", principal.issuer(),
                "groups", principal.groups(),
                "claims", principal.claims(),
                "actor", actor == null ? "" : actor));
        return switch (outcome) {
            case Condition.Outcome.Holds _ -> true;
            case Condition.Outcome.HoldsNot _ -> false;
            case Condition.Outcome.Failed failed -> {
                LOG.atWarn()
                        .addKeyValue("reason", failed.reason())
                        .log("the approvers' condition has no value and counts as false");
                yield false;
            }
        };
    }

    /**
     * Why someone may not decide on a request; empty if they may.
     *
     * <p>Nobody decides on their own request: not as the same subject, not as the one who acts for it or for whom it acts.
     * An actor's issuer is not known, so an actor counts as the same as any subject of that name.
     */
    public Optional<String> objection(Principal approver, Principal requester) {
        if (!include(approver)) {
            return Optional.of(NO_APPROVER);
        }
        boolean own = approver.isSameAs(requester)
                || approver.subject().equals(requester.actor())
                || requester.subject().equals(approver.actor())
                || (approver.actor() != null && approver.actor().equals(requester.actor()));
        return own ? Optional.of("nobody decides on their own request: ask another approver") : Optional.empty();
    }
}
