package dev.sallyport.sql.flow;

import dev.sallyport.sql.RawTree;
import java.util.Set;

/**
 * The parts that follow one statement, each of which leaves to the others what is theirs. For one thread and one statement.
 */
final class Resolver {
    final RawTree tree;
    final Namespace names;
    final Findings findings;
    final Set<String> variables;
    final Failures failures = new Failures();
    final Makings makings = new Makings();
    final References references;
    final Types types;
    final TotalFunctions totalFunctions;
    final TotalOperators totalOperators;
    final Functions functions;
    final Aggregates aggregates;
    final Expressions expressions;
    final Operations operations;
    final Calls calls;
    final ColumnNames columnNames = new ColumnNames();
    final Targets targets;
    final FromClause from;
    final Joins joins;
    final WithClauses with;
    final Queries queries;
    final Writes writes;
    final Merges merges;

    /** @param variables names that mean a value from elsewhere where no column has them */
    Resolver(RawTree tree, Namespace names, Findings findings, Set<String> variables) {
        this.tree = tree;
        this.names = names;
        this.findings = findings;
        this.variables = variables;
        references = new References(this);
        types = new Types(this);
        totalFunctions = new TotalFunctions(types);
        totalOperators = new TotalOperators(types);
        functions = new Functions(this, totalFunctions);
        aggregates = new Aggregates(this);
        expressions = new Expressions(this);
        operations = new Operations(this);
        calls = new Calls(this);
        targets = new Targets(this);
        from = new FromClause(this);
        joins = new Joins(this);
        with = new WithClauses(this);
        queries = new Queries(this);
        writes = new Writes(this);
        merges = new Merges(this);
    }
}
