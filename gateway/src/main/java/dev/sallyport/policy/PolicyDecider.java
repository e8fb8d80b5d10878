package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.catalog.CatalogSource.State;
import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.Decision.Deny;
import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.FunctionUse;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.TextAnalyzer;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.flow.SearchPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides the texts for one database by the policy in force and the catalog as it is. Thread-safe. Whatever goes wrong on the way is a
 * denial.
 */
public final class PolicyDecider implements StatementDecider {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyDecider.class);

    /** How many decisions are remembered. */
    static final int CACHED_DECISIONS = 4_096;

    /** How many combinations of catalog, policy and masks are remembered. */
    static final int CACHED_SENSITIVITIES = 16;

    /** In place of a version, which is never below 1. */
    private static final long NO_CATALOG = 0;

    private static final Decided UNDECIDED = refusal(
            TextDecision.RULE_VIOLATION,
            "the statement could not be decided",
            "Try again; if it stays so, tell who runs the gateway.",
            new Reason("builtin/undecided", "the statement could not be decided"));

    private final Supplier<Policy> policies;
    private final CatalogSource catalogs;
    private final TextAnalyzer analyzer;
    private final DecisionCache decisions = new DecisionCache(CACHED_DECISIONS);
    private final Map<SensitivityKey, Sensitivity> sensitivities = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SensitivityKey, Sensitivity> eldest) {
            return size() > CACHED_SENSITIVITIES;
        }
    };

    private record SensitivityKey(long catalog, long policy, String database, List<String> unmask) {}

    /**
     * Decides nothing yet.
     *
     * @param policies the policy in force, asked for each text
     * @param catalogs of the database whose texts are decided
     * @param analyzer parses and analyses a text on threads of its own
     */
    public PolicyDecider(Supplier<Policy> policies, CatalogSource catalogs, TextAnalyzer analyzer) {
        this.policies = policies;
        this.catalogs = catalogs;
        this.analyzer = analyzer;
    }

    /** To be called when a statement that may have changed the schema has finished, and when a session begins. */
    public void schemaMayHaveChanged() {
        catalogs.invalidate();
    }

    // What done throws is its own affair: it has been called.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void decide(Principal principal, Grant grant, Situation situation, byte[] sql, Consumer<Decided> done) {
        Decided known = known(principal, grant, situation, sql);
        if (known != null) {
            done.accept(known);
        } else {
            decideAnew(principal, grant, situation, sql)
                    .exceptionally(PolicyDecider::failed)
                    .thenAccept(done);
        }
    }

    /** A decision that was made before and holds still; if anything goes wrong here it will once more when it is made anew. */
    private @Nullable Decided known(Principal principal, Grant grant, Situation situation, byte[] sql) {
        try {
            Policy policy = policies.get();
            boolean asks = policy.asksCatalog(grant);
            Catalog catalog = asks ? catalogs.known() : null;
            return asks && catalog == null
                    ? null
                    : decisions.get(key(principal, grant, situation, sql, policy, catalog));
        } catch (RuntimeException e) {
            return null;
        }
    }

    /**
     * Decides as {@link #decide} does, but never by what is remembered, and tells what the decision was made of.
     *
     * @return never completed exceptionally: whatever goes wrong is a denial
     */
    public CompletableFuture<Explanation> explain(Principal principal, Grant grant, Situation situation, byte[] sql) {
        return inForce(
                        grant,
                        (policy, catalog) -> understand(principal, grant, situation, sql, policy, catalog)
                                .thenApply(Understood::explanation))
                .exceptionally(failure -> new Explanation(failed(failure), List.of(), Map.of()));
    }

    private CompletableFuture<Decided> decideAnew(Principal principal, Grant grant, Situation situation, byte[] sql) {
        return inForce(grant, (policy, catalog) -> decide(principal, grant, situation, sql, policy, catalog));
    }

    /** What is done under the policy in force, with the catalog if it is asked and can be read. */
    private interface Work<T> {
        CompletableFuture<T> under(Policy policy, @Nullable Catalog catalog);
    }

    private <T> CompletableFuture<T> inForce(Grant grant, Work<T> work) {
        try {
            Policy policy = policies.get();
            return policy.asksCatalog(grant)
                    ? catalogs.fresh()
                            .thenCompose(state ->
                                    work.under(policy, state instanceof State.Loaded loaded ? loaded.catalog() : null))
                    : work.under(policy, null);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Decided> decide(
            Principal principal,
            Grant grant,
            Situation situation,
            byte[] sql,
            Policy policy,
            @Nullable Catalog catalog) {
        if (catalog != null || !policy.asksCatalog(grant)) {
            Decided known = decisions.get(key(principal, grant, situation, sql, policy, catalog));
            if (known != null) {
                return CompletableFuture.completedFuture(known);
            }
        }
        return understand(principal, grant, situation, sql, policy, catalog).thenApply(understood -> {
            Decided decided = understood.decided();
            Catalog current = understood.catalog();
            if (understood.lasts() && (current != null || !policy.asksCatalog(grant))) {
                decisions.put(key(principal, grant, situation, sql, policy, current), decided);
            }
            return decided;
        });
    }

    /**
     * What came of a text.
     *
     * @param explained each statement and what spoke on it
     * @param catalog by which it was decided
     * @param lasts whether the decision may be remembered: a text that was not understood may be refused for its time alone, and without
     *     the catalog there is nothing that says how long it holds
     */
    private record Understood(
            Decided decided,
            List<ExplainedStatement> explained,
            @Nullable Catalog catalog,
            boolean lasts) {
        Explanation explanation() {
            return Explanation.of(decided, explained, catalog);
        }
    }

    private CompletableFuture<Understood> understand(
            Principal principal,
            Grant grant,
            Situation situation,
            byte[] sql,
            Policy policy,
            @Nullable Catalog catalog) {
        return analyze(sql, situation, catalog)
                .thenCompose(analysis -> resolved(analysis, sql, situation, catalog))
                .thenCompose(resolved -> underAnyPath(resolved, sql, situation))
                .thenApply(resolved -> switch (resolved.analysis()) {
                    case Analysis.SyntaxError(String message, int position) ->
                        refused(new Decided(
                                new Deny("42601", message, "", position, List.of(new Reason(Deny.GRAMMAR, message))),
                                List.of()));
                    case Analysis.Refused(String reason) ->
                        refused(refusal(
                                "54000",
                                reason,
                                "Send a smaller or simpler statement.",
                                new Reason("builtin/limits", reason)));
                    case Analysis.Understood(List<Statement> statements) ->
                        decide(principal, grant, policy, resolved.catalog(), statements);
                });
    }

    private static Understood refused(Decided refusal) {
        return new Understood(refusal, List.of(), null, false);
    }

    private CompletableFuture<Analysis> analyze(byte[] sql, Situation situation, @Nullable Catalog catalog) {
        Namespace names = catalog == null || situation.schemaMayDiffer() ? null : catalog.names(situation.searchPath());
        return analyzer.analyze(sql, names);
    }

    /** Analyses anew what may run under another search path than the session's as it is now. */
    private CompletableFuture<Resolved> underAnyPath(Resolved resolved, byte[] sql, Situation situation) {
        Catalog catalog = resolved.catalog();
        if (catalog == null
                || !(situation.searchPath() instanceof SearchPath.Known)
                || !(resolved.analysis() instanceof Analysis.Understood(var statements))
                || !mayRunUnderAnother(statements, catalog)) {
            return CompletableFuture.completedFuture(resolved);
        }
        return analyze(sql, situation.withoutSearchPath(), catalog).thenApply(anew -> new Resolved(anew, catalog));
    }

    /** What PREPARE keeps is planned when it is executed, and what follows in a text by what comes before it. */
    private static boolean mayRunUnderAnother(List<Statement> statements, Catalog catalog) {
        return statements.stream().anyMatch(statement -> statement.kind().equals("PREPARE"))
                || (statements.size() > 1
                        && SessionChanges.of(statements.subList(0, statements.size() - 1), catalog)
                                != SessionChange.NOTHING);
    }

    /** An analysis and the catalog whose names it went by. */
    private record Resolved(Analysis analysis, @Nullable Catalog catalog) {}

    private static DecisionCache.Key key(
            Principal principal,
            Grant grant,
            Situation situation,
            byte[] sql,
            Policy policy,
            @Nullable Catalog catalog) {
        long version = catalog == null ? NO_CATALOG : catalog.version();
        return DecisionCache.Key.of(sql, policy.version(), version, principal, grant, situation);
    }

    /** An analysis by a catalog in which what the text names is found, if a new look can find it; the server rejects what is not there. */
    private CompletableFuture<Resolved> resolved(
            Analysis analysis, byte[] sql, Situation situation, @Nullable Catalog catalog) {
        if (catalog == null
                || !(analysis instanceof Analysis.Understood(var statements))
                || statements.stream().allMatch(statement -> isKnown(statement, catalog))) {
            return CompletableFuture.completedFuture(new Resolved(analysis, catalog));
        }
        return catalogs.refreshIfOld().thenCompose(state -> {
            Catalog current = state instanceof State.Loaded loaded ? loaded.catalog() : null;
            return current != null && current.version() == catalog.version()
                    ? CompletableFuture.completedFuture(new Resolved(analysis, catalog))
                    : analyze(sql, situation, current).thenApply(anew -> new Resolved(anew, current));
        });
    }

    private static boolean isKnown(Statement statement, Catalog catalog) {
        for (RelationUse use : statement.relations()) {
            if (catalog.relations(use.schema(), use.name()).isEmpty()) {
                return false;
            }
        }
        for (FunctionUse use : statement.functions()) {
            if (!use.operator() && catalog.functions(use.schema(), use.name()).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private Understood decide(
            Principal principal, Grant grant, Policy policy, @Nullable Catalog catalog, List<Statement> statements) {
        List<Mask> masks = policy.masksOf(grant);
        if (catalog == null
                && policy.asksCatalog(grant)
                && statements.stream().anyMatch(statement -> statement.effect() != Effect.TRANSACTION)) {
            Reason reason = new Reason("builtin/catalog", "what the database holds could not be read");
            Deny denial = new Deny(
                    TextDecision.RULE_VIOLATION,
                    reason.fact(),
                    "Try again; if it stays so, tell who runs the gateway.",
                    List.of(reason));
            return new Understood(new Decided(denial, statements), List.of(), null, false);
        }
        Sensitivity sensitivity =
                catalog == null || masks.isEmpty() ? null : sensitivity(catalog, policy, grant, masks);
        TextDecision text = new TextDecision(principal, grant, policy, catalog, sensitivity, !masks.isEmpty());
        Decision decision = text.decide(statements);
        if (catalog == null && !masks.isEmpty() && decision instanceof Decision.Allow allow) {
            decision = new Decision.Allow(new AnswerRules(Map.of(), true), allow.reasons());
        }
        boolean onlyReads = catalog != null && decision instanceof Decision.Allow && OnlyReads.of(statements, catalog);
        SessionChange change = catalog == null ? SessionChange.ROLE : SessionChanges.of(statements, catalog);
        return new Understood(new Decided(decision, statements, onlyReads, change), text.explained(), catalog, true);
    }

    private Sensitivity sensitivity(Catalog catalog, Policy policy, Grant grant, List<Mask> masks) {
        SensitivityKey key = new SensitivityKey(catalog.version(), policy.version(), grant.database(), grant.unmask());
        synchronized (sensitivities) {
            return sensitivities.computeIfAbsent(
                    key, absent -> SensitivityBuilder.build(catalog, masks, policy.trustedFunctions(grant.database())));
        }
    }

    private static Decided failed(Throwable failure) {
        LOG.atError().setCause(failure).log("a statement could not be decided");
        return UNDECIDED;
    }

    private static Decided refusal(String sqlState, String message, String hint, Reason reason) {
        return new Decided(new Deny(sqlState, message, hint, List.of(reason)), List.of());
    }
}
