package dev.sallyport.identity;

import dev.sallyport.condition.ValueType;
import dev.sallyport.condition.Variables;
import java.util.Map;
import java.util.Objects;

/** What a condition on a principal may name: {@code subject}, {@code issuer}, {@code groups}, {@code claims}, {@code actor}. */
public final class PrincipalVariables {

    /** Their types. */
    public static final Variables TYPES = new Variables(Map.of(
            "subject", ValueType.Scalar.STRING,
            "issuer", ValueType.Scalar.STRING,
            "groups", new ValueType.ListOf(ValueType.Scalar.STRING),
            "claims", new ValueType.MapOf(ValueType.Scalar.ANY),
            "actor", ValueType.Scalar.STRING));

    private PrincipalVariables() {}

    /** Their values; {@code actor} is empty if nobody acts on the subject's behalf. */
    public static Map<String, Object> of(Principal principal) {
        return Map.of(
                "subject", principal.subject(),
                "issuer", principal.issuer(),
                "groups", principal.groups(),
                "claims", principal.claims(),
                "actor", Objects.requireNonNullElse(principal.actor(), ""));
    }
}
