package dev.sallyport.app;

import dev.sallyport.grant.Grants;
import dev.sallyport.grant.Opening;
import dev.sallyport.grant.Terms;
import dev.sallyport.identity.Authentication;
import dev.sallyport.identity.Authenticator;
import dev.sallyport.identity.Principal;
import dev.sallyport.net.Admissions;
import dev.sallyport.policy.AccessSetting;
import dev.sallyport.policy.ClaimsNamed;
import dev.sallyport.policy.Policy;
import dev.sallyport.session.Admission;
import dev.sallyport.session.Credentials;
import dev.sallyport.sql.TreeDigest;
import dev.sallyport.wire.SqlState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The outer door: a token becomes a principal, the access entries say what it may use, the book of grants for how long. */
final class AdmissionDesk implements Admissions {
    private final Authenticator authenticator;
    private final Supplier<Policy> policies;
    private final Grants grants;
    private final InstantSource clock;

    AdmissionDesk(Authenticator authenticator, Supplier<Policy> policies, Grants grants, InstantSource clock) {
        this.authenticator = authenticator;
        this.policies = policies;
        this.grants = grants;
        this.clock = clock;
    }

    @Override
    public Admission admit(Credentials credentials, String client) {
        return switch (authenticator.authenticate(credentials.token())) {
            case Authentication.Rejected(var reason) ->
                new Admission.Refused(SqlState.INVALID_AUTHORIZATION_SPECIFICATION, reason, null);
            case Authentication.Authenticated(var principal) ->
                admit(principal, credentials.database(), credentials.manifest(), credentials.parameters());
        };
    }

    /**
     * Admits who is known already, or refuses to.
     *
     * @param stated the manifest that was stated at start-up; nothing else was asked for
     */
    Admission admit(Principal principal, String database, @Nullable String stated) {
        return admit(principal, database, stated, Map.of());
    }

    private Admission admit(
            Principal principal, String database, @Nullable String stated, Map<String, String> parameters) {
        Policy policy = policies.get();
        return switch (policy.admit(principal, database, stated)) {
            case Policy.Admission.Refused(var message) ->
                new Admission.Refused(SqlState.INVALID_AUTHORIZATION_SPECIFICATION, message, principal);
            case Policy.Admission.Admitted(var access, var manifest) ->
                open(principal, access, manifest, policy.claims(database), parameters);
        };
    }

    private Admission open(
            Principal principal,
            AccessSetting access,
            @Nullable TreeDigest manifest,
            ClaimsNamed claims,
            Map<String, String> parameters) {
        if (access.approval() != AccessSetting.Approval.NONE) {
            return new Admission.Refused(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "access \"" + access.name() + "\" wants each session approved, which this version can't ask for",
                    principal);
        }
        if (manifest != null && !readsAsReviewed(parameters)) {
            return new Admission.Refused(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "access \"" + access.name() + "\" runs reviewed statements alone, and DateStyle other than ISO or"
                            + " IntervalStyle other than postgres would change what they mean",
                    principal);
        }
        Terms terms = new Terms(
                access.name(),
                access.database(),
                access.statements(),
                access.unmask(),
                manifest == null ? null : manifest.toString(),
                access.lasts(),
                access.idle());
        return switch (grants.open(principal, terms)) {
            case Opening.Opened opened ->
                new Admission.Admitted(
                        principal,
                        opened.grant(),
                        Duration.between(clock.instant(), opened.grant().ends()),
                        claims);
            case Opening.Ended(var at) -> refused("the grant of this token ended at " + at, principal);
            case Opening.Revoked _ -> refused("the grant of this token was revoked", principal);
            case Opening.TokenExpired(var at) -> refused("the token expired at " + at, principal);
            case Opening.Full _ ->
                new Admission.Refused(SqlState.TOO_MANY_CONNECTIONS, "there are too many grants", principal);
        };
    }

    /** Whether dates and intervals in constants mean what they do by the server's own settings. Drivers ask for ISO of themselves. */
    private static boolean readsAsReviewed(Map<String, String> parameters) {
        return parameters.getOrDefault("datestyle", "ISO").equalsIgnoreCase("ISO")
                && parameters.getOrDefault("intervalstyle", "postgres").equalsIgnoreCase("postgres");
    }

    private static Admission refused(String reason, Principal principal) {
        return new Admission.Refused(SqlState.INVALID_AUTHORIZATION_SPECIFICATION, reason, principal);
    }
}
