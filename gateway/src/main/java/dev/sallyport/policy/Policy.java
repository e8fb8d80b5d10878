package dev.sallyport.policy;

import dev.sallyport.condition.Condition.Outcome;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.sql.TreeDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A checked policy: what every decision is made by. Immutable. Made by {@link PolicyCompiler}. */
public final class Policy {
    private final long version;
    private final List<AccessEntry> access;
    private final List<Rule> rules;
    private final Map<String, List<Mask>> masks;
    private final Map<String, Set<String>> trustedFunctions;

    Policy(
            long version,
            List<AccessEntry> access,
            List<Rule> rules,
            Map<String, List<Mask>> masks,
            Map<String, Set<String>> trustedFunctions) {
        this.version = version;
        this.access = List.copyOf(access);
        this.rules = List.copyOf(rules);
        this.masks = Map.copyOf(masks);
        this.trustedFunctions = Map.copyOf(trustedFunctions);
    }

    /** What became of a wish to use a database. */
    public sealed interface Admission {

        /**
         * Admitted.
         *
         * @param access the entry that applies, the first in the configuration's order
         * @param manifest the digest of the reviewed statements that are all that may be run; null if that is not limited
         */
        record Admitted(AccessSetting access, @Nullable TreeDigest manifest) implements Admission {}

        /**
         * Not admitted; whether the database exists is not told.
         *
         * @param message for the client
         */
        record Refused(String message) implements Admission {}
    }

    /** Different for every configuration that was in force. */
    public long version() {
        return version;
    }

    /**
     * Whether a principal may use a database, and on which terms. A condition that has no value admits nobody.
     *
     * @param database as the client writes it; one that is not configured gets the same answer as one that is forbidden
     * @param manifest the digest of the reviewed file that the client means to run, as it writes it; null if it states none
     */
    public Admission admit(Principal principal, String database, @Nullable String manifest) {
        Map<String, Object> who = Conditions.who(principal);
        for (AccessEntry entry : access) {
            if (entry.setting().database().equals(database) && entry.who().evaluate(who) instanceof Outcome.Holds) {
                return admit(entry, principal, manifest);
            }
        }
        return new Admission.Refused("there is no access entry for this identity and database");
    }

    private static Admission admit(AccessEntry entry, Principal principal, @Nullable String asked) {
        String access = "access \"" + entry.setting().name() + "\"";
        if (entry.manifest() == null) {
            return asked == null
                    ? new Admission.Admitted(entry.setting(), null)
                    : new Admission.Refused(access + " has no manifest that sallyport.manifest could narrow");
        }
        return switch (entry.manifest().select(principal, asked)) {
            case Manifest.Selection.Selected(TreeDigest digest) -> new Admission.Admitted(entry.setting(), digest);
            case Manifest.Selection.None(String reason) ->
                new Admission.Refused(access + " runs reviewed statements alone, and " + reason);
        };
    }

    /** The entry that a grant was given by; empty if it is not in force any more. */
    Optional<AccessEntry> entryOf(Grant grant) {
        return access.stream()
                .filter(entry -> entry.setting().name().equals(grant.access()))
                .findFirst();
    }

    List<Rule> rules() {
        return rules;
    }

    /** The masks that apply to a grant. */
    List<Mask> masksOf(Grant grant) {
        return masks.getOrDefault(grant.database(), List.of()).stream()
                .filter(mask -> !grant.unmask().contains(mask.name()))
                .toList();
    }

    /** Whether decisions under a grant depend on what the database holds: masks and rules name what is in it. */
    boolean asksCatalog(Grant grant) {
        return !rules.isEmpty()
                || entryOf(grant)
                        .filter(entry -> !entry.territory().isEverywhere())
                        .isPresent()
                || (masks.containsKey(grant.database()) && !masksOf(grant).isEmpty());
    }

    /** Qualified names of the functions of a database that are believed to reveal nothing. */
    Set<String> trustedFunctions(String database) {
        return trustedFunctions.getOrDefault(database, Set.of());
    }
}
