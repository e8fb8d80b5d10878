package dev.sallyport.policy;

import dev.sallyport.condition.ValueType;
import dev.sallyport.condition.ValueType.ListOf;
import dev.sallyport.condition.ValueType.MapOf;
import dev.sallyport.condition.ValueType.Scalar;
import dev.sallyport.condition.ValueType.Structure;
import dev.sallyport.condition.Variables;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What the conditions of access entries and of rules may name, and the values of it. */
final class Conditions {
    private static final ValueType STRINGS = new ListOf(Scalar.STRING);

    private static final Map<String, ValueType> OF_PRINCIPAL = Map.of(
            "subject", Scalar.STRING,
            "issuer", Scalar.STRING,
            "groups", STRINGS,
            "claims", new MapOf(Scalar.ANY),
            "actor", Scalar.STRING);

    private static final Map<String, ValueType> OF_GRANT =
            Map.of("access", Scalar.STRING, "statements", STRINGS, "unmask", STRINGS);

    private static final Map<String, ValueType> OF_SESSION = Map.of(
            "read", STRINGS,
            "statements", Scalar.INTEGER,
            "age", Scalar.DURATION,
            "reason", Scalar.STRING,
            "task", Scalar.STRING);

    private static final Map<String, ValueType> OF_DATABASE =
            Map.of("name", Scalar.STRING, "environment", Scalar.STRING);

    /** What {@code who} of an access entry may name. */
    static final Variables WHO = new Variables(OF_PRINCIPAL);

    /** What {@code when} of a rule may name. */
    static final Variables WHEN = new Variables(Map.of(
            "statement", new Structure("statement", StatementVariables.FIELDS),
            "risk", Scalar.INTEGER,
            "principal", new Structure("principal", OF_PRINCIPAL),
            "grant", new Structure("grant", OF_GRANT),
            "session", new Structure("session", OF_SESSION),
            "database", new Structure("database", OF_DATABASE),
            "now", Scalar.TIMESTAMP));

    private Conditions() {}

    /** The values of {@link #WHO}. Nobody acting for the subject is an empty {@code actor}. */
    static Map<String, Object> who(Principal principal) {
        return Map.of(
                "subject", principal.subject(),
                "issuer", principal.issuer(),
                "groups", principal.groups(),
                "claims", principal.claims(),
                "actor", Objects.requireNonNullElse(principal.actor(), ""));
    }

    /**
     * The values of {@link #WHEN}.
     *
     * @param statement those of {@link StatementVariables}
     */
    static Map<String, Object> when(
            Map<String, Object> statement,
            Risk risk,
            Principal principal,
            Grant grant,
            Environment environment,
            Situation situation,
            Instant now) {
        return Map.of(
                "statement", statement,
                "risk", risk.score(),
                "principal", who(principal),
                "grant", grant(grant),
                "session", session(situation),
                "database", Map.of("name", grant.database(), "environment", word(environment)),
                "now", now);
    }

    private static Map<String, Object> grant(Grant grant) {
        return Map.of(
                "access",
                grant.access(),
                "statements",
                grant.statements().stream().map(Conditions::word).toList(),
                "unmask",
                grant.unmask());
    }

    private static Map<String, Object> session(Situation situation) {
        return Map.of(
                "read",
                situation.read().stream().sorted().toList(),
                "statements",
                situation.statements(),
                "age",
                situation.age(),
                "reason",
                situation.reason(),
                "task",
                situation.task());
    }

    /** An enum's constant as a configuration writes it. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
