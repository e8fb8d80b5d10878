package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.catalog.CatalogSource.State;
import dev.sallyport.catalog.RowEstimates;
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
import java.time.Instant;
import java.time.InstantSource;
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
    private final Estimates estimates;
    private final InstantSource clock;
    private final boolean readsAsSessions;
    private final DecisionCache decisions = new DecisionCache(CACHED_DECISIONS);
    private final Derived derived = new Derived();

    /**
     * Decides nothing yet.
     *
     * @param policies the policy in force, asked for each text
     * @param catalogs of the database whose texts are decided
     * @param analyzer parses and analyses a text on threads of its own
     * @param rows of the same database
     */
    public PolicyDecider(
            Supplier<Policy> policies,
            CatalogSource catalogs,
            TextAnalyzer analyzer,
            RowEstimates rows,
            InstantSource clock) {
        this(policies, catalogs, analyzer, rows, clock, true);
    }

    /**
     * Decides nothing yet.
     *
     * @param readsAsSessions whether the catalog is read as the role that sessions log in as. If not, which schemas they may use, and
     *     so where they look for a name, is not known: a name without a schema means every object of that name
     */
    public PolicyDecider(
            Supplier<Policy> policies,
            CatalogSource catalogs,
            TextAnalyzer analyzer,
            RowEstimates rows,
            InstantSource clock,
            boolean readsAsSessions) {
        this.policies = policies;
        this.catalogs = catalogs;
        this.analyzer = analyzer;
        this.estimates = new Estimates(rows);
        this.clock = clock;
        this.readsAsSessions = readsAsSessions;
    }

    /** To be called when a statement that may have changed the schema has finished. */
    public void schemaMayHaveChanged() {
        catalogs.invalidate();
    }

    /** To be called when a session begins. */
    public void sessionBegins() {
        catalogs.doubt();
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
            Asked asked = asked(principal, grant, situation, clock.instant(), sql);
            boolean asks = asked.policy().asksCatalog(grant);
            Catalog catalog = asks ? catalogs.known() : null;
            return asks && catalog == null ? null : decisions.get(key(asked, catalog));
        } catch (RuntimeException e) {
            return null;
        }
    }

    /**
     * Decides as {@link #decide} does, but never by what is remembered, and tells what the decision was made of.
     *
     * @param now when it is taken to be sent
     * @return never completed exceptionally: whatever goes wrong is a denial
     */
    public CompletableFuture<Explanation> explain(
            Principal principal, Grant grant, Situation situation, Instant now, byte[] sql) {
        return inForce(
                        () -> asked(principal, grant, situation, now, sql),
                        (asked, catalog) -> understand(asked, catalog).thenApply(Understood::explanation))
                .exceptionally(failure -> new Explanation(failed(failure), List.of(), Map.of()));
    }

    private CompletableFuture<Decided> decideAnew(Principal principal, Grant grant, Situation situation, byte[] sql) {
        return inForce(() -> asked(principal, grant, situation, clock.instant(), sql), this::decide);
    }

    private Asked asked(Principal principal, Grant grant, Situation situation, Instant now, byte[] sql) {
        Situation known = readsAsSessions ? situation : situation.withSearchPath(new SearchPath.Unknown());
        return new Asked(principal, grant, known, sql, policies.get(), now);
    }

    /**
     * What the masks of an access entry cover, by a look at the database that begins after this was called.
     *
     * @param access its name
     * @return never completed exceptionally
     */
    public CompletableFuture<MaskedRelations> masked(String access) {
        return catalogs.since(catalogs.now())
                .thenApply(state -> switch (state) {
                    case State.Unavailable(String reason) -> new MaskedRelations.Unknown(reason);
                    case State.Loaded(Catalog catalog) -> masked(access, catalog);
                })
                .exceptionally(failure -> {
                    LOG.atError().setCause(failure).log("what masks cover could not be worked out");
                    return new MaskedRelations.Unknown("what masks cover could not be worked out");
                });
    }

    private MaskedRelations masked(String access, Catalog catalog) {
        Policy policy = policies.get();
        AccessEntry entry = policy.entry(access).orElse(null);
        if (entry == null) {
            return new MaskedRelations.Unknown("the access entry is not in force any more");
        }
        String database = entry.setting().database();
        List<String> unmask = entry.setting().unmask();
        List<Mask> masks = policy.masksOf(database, unmask);
        return masks.isEmpty()
                ? CoveredColumns.none(catalog, policy.version())
                : CoveredColumns.of(derived.sensitivity(catalog, policy, database, unmask, masks), policy.version());
    }

    /** What is done under the policy in force, with the catalog if it is asked and can be read. */
    private interface Work<T> {
        CompletableFuture<T> under(Asked asked, @Nullable Catalog catalog);
    }

    private <T> CompletableFuture<T> inForce(Supplier<Asked> asking, Work<T> work) {
        try {
            Asked asked = asking.get();
            return asked.policy().asksCatalog(asked.grant())
                    ? catalogs.fresh()
                            .thenCompose(state ->
                                    work.under(asked, state instanceof State.Loaded loaded ? loaded.catalog() : null))
                    : work.under(asked, null);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Decided> decide(Asked asked, @Nullable Catalog catalog) {
        boolean asks = asked.policy().asksCatalog(asked.grant());
        if (catalog != null || !asks) {
            Decided known = decisions.get(key(asked, catalog));
            if (known != null) {
                return CompletableFuture.completedFuture(known);
            }
        }
        return understand(asked, catalog).thenApply(understood -> {
            Decided decided = understood.decided();
            Catalog current = understood.catalog();
            if (understood.lasts() && (current != null || !asks)) {
                decisions.put(key(asked, current), decided);
            }
            return decided;
        });
    }

    /**
     * What came of a text.
     *
     * @param explained each statement and what spoke on it
     * @param catalog by which it was decided
     * @param lasts whether the decision may be remembered: a text that was not understood may be refused for its time alone, and where
     *     something is not there, or the catalog is not, nothing says how long it holds
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

    private CompletableFuture<Understood> understand(Asked asked, @Nullable Catalog catalog) {
        long came = catalogs.now();
        return analyze(asked, catalog)
                .thenCompose(analysis -> resolved(analysis, asked, catalog, came))
                .thenCompose(this::underAnyPath)
                .thenCompose(resolved -> switch (resolved.analysis()) {
                    case Analysis.SyntaxError(String message, int position) ->
                        CompletableFuture.completedFuture(refused(new Decided(
                                new Deny("42601", message, "", position, List.of(new Reason(Deny.GRAMMAR, message))),
                                List.of())));
                    case Analysis.Refused(String reason) ->
                        CompletableFuture.completedFuture(refused(refusal(
                                "54000",
                                reason,
                                "Send a smaller or simpler statement.",
                                new Reason("builtin/limits", reason))));
                    case Analysis.Understood(List<Statement> statements) ->
                        estimates
                                .of(resolved.asked(), resolved.catalog(), statements)
                                .thenApply(rows -> decide(resolved.asked(), resolved.catalog(), statements, rows));
                });
    }

    private static Understood refused(Decided refusal) {
        return new Understood(refusal, List.of(), null, false);
    }

    private CompletableFuture<Analysis> analyze(Asked asked, @Nullable Catalog catalog) {
        return analyzer.analyze(asked.sql(), names(asked, catalog));
    }

    private static @Nullable Namespace names(Asked asked, @Nullable Catalog catalog) {
        return catalog == null || asked.situation().schemaMayDiffer()
                ? null
                : catalog.names(asked.situation().searchPath());
    }

    /** Analyses anew what may run under another search path than the session's as it is now. */
    private CompletableFuture<Resolved> underAnyPath(Resolved resolved) {
        Catalog catalog = resolved.catalog();
        Situation situation = resolved.asked().situation();
        if (catalog == null
                || !(situation.searchPath() instanceof SearchPath.Known)
                || !(resolved.analysis() instanceof Analysis.Understood(var statements))
                || !mayRunUnderAnother(statements, catalog)) {
            return CompletableFuture.completedFuture(resolved);
        }
        Asked anyPath = resolved.asked().in(situation.withSearchPath(new SearchPath.Unknown()));
        return analyze(anyPath, catalog).thenApply(anew -> new Resolved(anew, catalog, anyPath));
    }

    /** What PREPARE keeps is planned when it is executed, and what follows in a text by what comes before it. */
    private static boolean mayRunUnderAnother(List<Statement> statements, Catalog catalog) {
        return statements.stream().anyMatch(statement -> statement.kind().equals("PREPARE"))
                || (statements.size() > 1
                        && SessionChanges.of(statements.subList(0, statements.size() - 1), catalog)
                                != SessionChange.NOTHING);
    }

    /**
     * An analysis and what it went by.
     *
     * @param catalog whose names it went by
     * @param asked with the search path that it went by
     */
    private record Resolved(Analysis analysis, @Nullable Catalog catalog, Asked asked) {}

    private static DecisionCache.Key key(Asked asked, @Nullable Catalog catalog) {
        return DecisionCache.Key.of(asked, catalog == null ? NO_CATALOG : catalog.version());
    }

    /** An analysis by a catalog in which what the text names is found, if a new look can find it; the server rejects what is not there. */
    private CompletableFuture<Resolved> resolved(Analysis analysis, Asked asked, @Nullable Catalog catalog, long came) {
        if (catalog == null
                || !(analysis instanceof Analysis.Understood(var statements))
                || statements.stream().allMatch(statement -> isKnown(statement, catalog))) {
            return CompletableFuture.completedFuture(new Resolved(analysis, catalog, asked));
        }
        return catalogs.since(came).thenCompose(state -> {
            Catalog current = state instanceof State.Loaded loaded ? loaded.catalog() : null;
            return current != null && current.version() == catalog.version()
                    ? CompletableFuture.completedFuture(new Resolved(analysis, catalog, asked))
                    : analyze(asked, current).thenApply(anew -> new Resolved(anew, current, asked));
        });
    }

    /** Whether it replaces nothing because there is nothing yet, which the next moment can change. */
    private static boolean goesByWhatIsNotThere(Statement statement) {
        return !statement.changes().replaces() && statement.changes().clauses().contains("OR REPLACE");
    }

    private static boolean isKnown(Statement statement, Catalog catalog) {
        if (goesByWhatIsNotThere(statement)) {
            return false;
        }
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

    private Understood decide(Asked asked, @Nullable Catalog catalog, List<Statement> statements, List<Long> rows) {
        Policy policy = asked.policy();
        Grant grant = asked.grant();
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
        Known known = catalog == null
                ? Known.NOTHING
                : new Known(
                        catalog,
                        names(asked, catalog),
                        masks.isEmpty() ? null : derived.sensitivity(catalog, policy, grant, masks),
                        derived.labels(catalog, policy, grant));
        TextDecision text = new TextDecision(asked, known, !masks.isEmpty());
        Decision decision = text.decide(statements, rows);
        if (catalog == null && !masks.isEmpty() && decision instanceof Decision.Allow allow) {
            decision = new Decision.Allow(new AnswerRules(Map.of(), true), allow.reasons());
        }
        boolean onlyReads = catalog != null && decision instanceof Decision.Allow && OnlyReads.of(statements, catalog);
        SessionChange change = catalog == null ? SessionChange.ROLE : SessionChanges.of(statements, catalog);
        Decided decided = new Decided(decision, statements, onlyReads, change, text.labels(), text.risk());
        boolean lasts = statements.stream().noneMatch(PolicyDecider::goesByWhatIsNotThere);
        return new Understood(decided, text.explained(), catalog, lasts);
    }

    private static Decided failed(Throwable failure) {
        LOG.atError().setCause(failure).log("a statement could not be decided");
        return UNDECIDED;
    }

    private static Decided refusal(String sqlState, String message, String hint, Reason reason) {
        return new Decided(new Deny(sqlState, message, hint, List.of(reason)), List.of());
    }
}
