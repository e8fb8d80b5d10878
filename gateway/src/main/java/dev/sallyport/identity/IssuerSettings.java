package dev.sallyport.identity;

import dev.sallyport.condition.ValueExpression;
import dev.sallyport.condition.ValueType;
import dev.sallyport.condition.Variables;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * One issuer whose tokens are accepted.
 *
 * @param issuer exactly what its tokens carry as {@code iss}
 * @param audiences a token must carry one of them as {@code aud}; not empty
 * @param keys where its keys are read from
 * @param groups finds the groups in a token's claims, compiled with {@link #GROUP_VARIABLES}; a claim that is missing means no groups
 * @param clockSkew by how much its clock and ours may differ
 */
public record IssuerSettings(
        String issuer, Set<String> audiences, KeySource keys, ValueExpression groups, Duration clockSkew) {

    /** What a groups expression may name: {@code claims}, all claims of the token. */
    public static final Variables GROUP_VARIABLES =
            new Variables(Map.of("claims", new ValueType.MapOf(ValueType.Scalar.ANY)));

    /** The groups expression of an issuer that has none configured. */
    public static final String DEFAULT_GROUPS = "claims.groups";

    /** The clock skew of an issuer that has none configured. */
    public static final Duration DEFAULT_CLOCK_SKEW = Duration.ofSeconds(60);

    public IssuerSettings {
        audiences = Set.copyOf(audiences);
        if (audiences.isEmpty()) {
            throw new IllegalArgumentException("an issuer without an audience would accept tokens meant for others");
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(IdentityLimits.CLOCK_SKEW) > 0) {
            throw new IllegalArgumentException("clock skew out of range: " + clockSkew);
        }
    }
}
