package dev.sallyport.app.config;

import static dev.sallyport.app.config.Shape.optional;
import static dev.sallyport.app.config.Shape.required;
import static dev.sallyport.app.config.Shape.section;

import dev.sallyport.condition.ValueExpression;
import dev.sallyport.identity.IssuerSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads who is asked about: an identity as a token of the configuration's issuers could show it. */
final class IdentitySectionReader {
    private static final Shape TEXT = new Shape.Text();

    static final Shape.Section SHAPE = section(
            required("subject", TEXT, "The token's sub."),
            optional("issuer", TEXT, "The token's iss; may be left out where the configuration has one issuer."),
            optional("groups", new Shape.ListOf(TEXT), "Its groups; found in the claims if absent."),
            optional("claims", new Shape.Tree(), "Other claims of the token."),
            optional("actor", TEXT, "The subject of the token's act claim."));

    private final List<IssuerSettings> issuers;
    private final Problems problems;

    IdentitySectionReader(List<IssuerSettings> issuers, Problems problems) {
        this.issuers = issuers;
        this.problems = problems;
    }

    /** Null only if a problem is reported. */
    @Nullable
    Identity read(Section section) {
        String subject = section.text("subject");
        IssuerSettings issuer = issuer(section);
        if (subject == null || issuer == null) {
            return null;
        }
        Map<String, Object> claims = new LinkedHashMap<>(PlainValues.claims(section.node("claims")));
        claims.putIfAbsent("iss", issuer.issuer());
        claims.putIfAbsent("sub", subject);
        List<String> groups =
                section.has("groups") ? section.texts("groups") : groups(section.at("groups"), issuer, claims);
        return groups == null ? null : new Identity(issuer.issuer(), subject, groups, claims, section.text("actor"));
    }

    private @Nullable IssuerSettings issuer(Section section) {
        String named = section.text("issuer");
        if (named == null) {
            if (issuers.size() == 1) {
                return issuers.getFirst();
            }
            problems.add(section.at("issuer"), "is missing: the configuration has " + issuers.size() + " issuers");
            return null;
        }
        return issuers.stream()
                .filter(issuer -> issuer.issuer().equals(named))
                .findFirst()
                .orElseGet(() -> {
                    problems.add(
                            section.at("issuer"),
                            "is not an issuer of the configuration: no token of it would be accepted");
                    return null;
                });
    }

    private @Nullable List<String> groups(String at, IssuerSettings issuer, Map<String, Object> claims) {
        return switch (issuer.groups().evaluate(Map.of("claims", claims))) {
            case ValueExpression.Outcome.Values(var groups) -> groups;
            case ValueExpression.Outcome.Missing _ -> List.of();
            case ValueExpression.Outcome.Failed(var reason) -> {
                problems.add(at, "can't be found in the claims, so that the token would be rejected: " + reason);
                yield null;
            }
        };
    }
}
