package dev.sallyport.policy;

import dev.sallyport.sql.Statement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A decision and the statements it was made on. Immutable; what accounts say of it is worked out once, for it is said many times. */
public final class Decided {
    private final Decision decision;
    private final List<Statement> statements;
    private final boolean onlyReads;
    private final SessionChange sessionChange;
    private final Set<String> labels;
    private final @Nullable Risk risk;
    private final List<String> kinds;
    private final List<String> facts;

    /**
     * A decision.
     *
     * @param decision for the text as a whole: the strictest of its statements' decisions
     * @param statements the statements of the text; empty for an empty text and for one that could not be understood
     */
    public Decided(Decision decision, List<Statement> statements) {
        this(decision, statements, false, SessionChange.ROLE, Set.of(), null);
    }

    /**
     * A decision.
     *
     * @param onlyReads whether all of the statements are allowed and show to be reads and nothing else
     * @param sessionChange what they can leave changed in the session
     * @param labels of what its statements read
     * @param risk of the statement that risks most; null for a text that has no statement
     */
    public Decided(
            Decision decision,
            List<Statement> statements,
            boolean onlyReads,
            SessionChange sessionChange,
            Set<String> labels,
            @Nullable Risk risk) {
        this.sessionChange = sessionChange;
        this.onlyReads = onlyReads;
        this.labels = Set.copyOf(labels);
        this.risk = risk;
        this.decision = decision;
        this.statements = List.copyOf(statements);
        this.kinds = statements.stream().map(Statement::kind).toList();
        this.facts = decision.reasons().stream().map(Reason::recorded).toList();
    }

    /** For the text as a whole. */
    public Decision decision() {
        return decision;
    }

    /** The statements of the text. */
    public List<Statement> statements() {
        return statements;
    }

    /** Whether it is allowed and shows to be a read and nothing else, whatever functions it calls: see {@link OnlyReads}. */
    public boolean onlyReads() {
        return onlyReads;
    }

    /** What it can leave changed in the session, of that which says what names mean in later texts. */
    public SessionChange sessionChange() {
        return sessionChange;
    }

    /** The labels of what its statements read, which a session bears from when it is sent on. */
    public Set<String> labels() {
        return labels;
    }

    /** Of the statement that risks most; null for a text that has no statement, or could not be understood. */
    public @Nullable Risk risk() {
        return risk;
    }

    /** The kinds of its statements, in their order. */
    public List<String> kinds() {
        return kinds;
    }

    /** The facts that the decision's reasons state, in their order. */
    public List<String> facts() {
        return facts;
    }
}
