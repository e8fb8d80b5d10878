package dev.sallyport.policy;

import dev.sallyport.catalog.RowEstimates;
import dev.sallyport.condition.Condition.Outcome;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.TreeDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A checked policy: what every decision is made by. Immutable. Made by {@link PolicyCompiler}. */
public final class Policy {
    private static final String RISK = "risk";

    /** What of a session differs from one statement to the next, or from one session to the other. */
    private static final Set<String> SESSION =
            Set.of("session.read", "session.statements", "session.age", "session.reason", "session.task");

    /** What a statement can do by what it calls, whatever its text says. */
    private static final Set<Effect> BY_CALLS = EnumSet.of(Effect.WRITE, Effect.DDL, Effect.ADMIN);

    private final long version;
    private final List<AccessEntry> access;
    private final List<Rule> rules;
    private final Map<String, List<Mask>> masks;
    private final Map<String, List<Label>> labels;
    private final Map<String, DatabaseSetting> databases;
    private final Set<String> asked;
    private final boolean asksAll;
    private final boolean asksTime;
    private final boolean asksRows;

    Policy(
            long version,
            List<AccessEntry> access,
            List<Rule> rules,
            Map<String, List<Mask>> masks,
            Map<String, List<Label>> labels,
            Map<String, DatabaseSetting> databases) {
        this.version = version;
        this.access = List.copyOf(access);
        this.rules = List.copyOf(rules);
        this.masks = Map.copyOf(masks);
        this.labels = Map.copyOf(labels);
        this.databases = Map.copyOf(databases);
        this.asked = SESSION.stream().filter(this::asks).collect(Collectors.toUnmodifiableSet());
        this.asksAll = asked.size() == SESSION.size();
        this.asksTime = asks("now");
        this.asksRows = asks("statement.estimatedRows") || asks(RISK);
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
        return entry(grant.access());
    }

    /** The entry of that name; empty if it is not in force. */
    Optional<AccessEntry> entry(String name) {
        return access.stream()
                .filter(entry -> entry.setting().name().equals(name))
                .findFirst();
    }

    List<Rule> rules() {
        return rules;
    }

    /** The masks that apply to a grant. */
    List<Mask> masksOf(Grant grant) {
        return masksOf(grant.database(), grant.unmask());
    }

    /** The masks of a database without some. */
    List<Mask> masksOf(String database, List<String> unmask) {
        return masks.getOrDefault(database, List.of()).stream()
                .filter(mask -> !unmask.contains(mask.name()))
                .toList();
    }

    /** The labels of a database's columns, its masks' names among them. */
    List<Label> labels(String database) {
        return labels.getOrDefault(database, List.of());
    }

    /**
     * Whether decisions under a grant depend on what the database holds: masks, labels and rules name what is in it, and what its
     * functions do counts where the grant does not cover everything.
     */
    boolean asksCatalog(Grant grant) {
        return !rules.isEmpty()
                || !grant.statements().containsAll(BY_CALLS)
                || entryOf(grant)
                        .filter(entry -> !entry.territory().isEverywhere())
                        .isPresent()
                || !labels(grant.database()).isEmpty()
                || (masks.containsKey(grant.database()) && !masksOf(grant).isEmpty());
    }

    /** Whether some rule looks at how many rows a statement returns or writes. */
    boolean asksRows() {
        return asksRows;
    }

    /** Whether a rule looks at a statement's risk. */
    static boolean asksRisk(Rule rule) {
        return rule.when().names(RISK);
    }

    /**
     * Which claims of a token the decisions for a database can depend on, and whether it is let in at all.
     *
     * @param database its configured name
     */
    public ClaimsNamed claims(String database) {
        ClaimsNamed named = new ClaimsNamed.These(Set.of());
        for (Rule rule : rules) {
            named = named.and(ClaimsNamed.in(rule.when().paths(), "principal.claims"));
        }
        for (AccessEntry entry : access) {
            if (entry.setting().database().equals(database)) {
                named = named.and(ClaimsNamed.in(entry.who().paths(), "claims"));
                if (entry.manifest() != null) {
                    named = named.and(ClaimsNamed.in(entry.manifest().paths(), "claims"));
                }
            }
        }
        return named;
    }

    /** Whether some rule looks at what a session did before: labels, how much, how long, what was stated. */
    public boolean asksSession() {
        return !asked.isEmpty();
    }

    /** Whether some rule looks at the labels of what a session has read. */
    public boolean asksRead() {
        return asked.contains("session.read");
    }

    /** What a database is for. */
    Environment environment(String database) {
        DatabaseSetting setting = databases.get(database);
        return setting == null ? Environment.PRODUCTION : setting.environment();
    }

    /** Qualified names of the functions of a database that are believed to reveal nothing. */
    Set<String> trustedFunctions(String database) {
        DatabaseSetting setting = databases.get(database);
        return setting == null ? Set.of() : Set.copyOf(setting.trustedFunctions());
    }

    /** A situation without what no rule looks at, so that decisions which can't differ are found to be the same. */
    public Situation considered(Situation situation) {
        return asksAll
                ? situation
                : new Situation(
                        situation.searchPath(),
                        situation.parameterTypes(),
                        asked.contains("session.read") ? situation.read() : Set.of(),
                        situation.schemaMayDiffer(),
                        asked.contains("session.statements") ? situation.statements() : 0,
                        asked.contains("session.age") ? situation.age() : Duration.ZERO,
                        asked.contains("session.reason") ? situation.reason() : "",
                        asked.contains("session.task") ? situation.task() : "");
    }

    /**
     * For how long decisions hold, as the number of the interval that a moment is in: a second if a rule looks at the time, as long as an
     * estimate of rows holds if a rule looks at that, and for ever, 0, if none does.
     */
    public long interval(Instant now) {
        if (asksTime) {
            return now.getEpochSecond();
        }
        return asksRows ? now.getEpochSecond() / RowEstimates.KEPT.toSeconds() : 0;
    }

    private boolean asks(String path) {
        return rules.stream().anyMatch(rule -> rule.when().names(path));
    }
}
