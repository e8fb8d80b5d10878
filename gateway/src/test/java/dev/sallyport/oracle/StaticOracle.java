package dev.sallyport.oracle;

import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Flow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares what the analysis says that statements name with what the server records of them. For one thread. */
final class StaticOracle {
    private final OracleDatabase database;
    private final Connection connection;
    private final ServerOracle server;
    private final List<Corpus.Case> rejected = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> needless = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private final List<String> extra = new ArrayList<>();
    private int compared;
    private int dependenciesUnknown;
    private int excepted;

    StaticOracle(OracleDatabase database, Connection connection) {
        this.database = database;
        this.connection = connection;
        this.server = new ServerOracle(connection);
    }

    /** A statement that the server takes, and what both say of it. */
    record Asked(Corpus.Case statement, Flow flow, Recorded recorded) {}

    /** Asks both about one statement; empty if the server does not take it. */
    Optional<Asked> ask(Corpus.Case statement) throws SQLException {
        connection.rollback();
        try (Statement path = connection.createStatement()) {
            path.execute(ChangeOracle.setSearchPath(statement.searchPath()));
        }
        return switch (server.ask(statement.sql())) {
            case ServerOracle.Answer.Rejected(String state, String message) -> {
                rejected.add(statement);
                yield Optional.empty();
            }
            case ServerOracle.Answer.Known(Recorded recorded) -> {
                Flow flow = database.flow(statement.sql(), statement.searchPath());
                compare(statement, flow, recorded);
                yield Optional.of(new Asked(statement, flow, recorded));
            }
        };
    }

    private void compare(Corpus.Case statement, Flow flow, Recorded recorded) {
        switch (Comparison.of(flow, recorded)) {
            case Comparison.Unknown(List<String> doubts) -> {
                if (statement.unknown().isPresent()) {
                    excepted++;
                } else {
                    unknown.add(statement + "\n-- unknown: " + doubts);
                }
            }
            case Comparison.Both both -> {
                compared++;
                if (statement.unknown().isPresent()) {
                    needless.add(statement.toString());
                }
                if (!Flows.dependencyDoubts(flow).isEmpty()) {
                    dependenciesUnknown++;
                }
                if (!both.holds()) {
                    missed.add(statement + "\n-- missed: " + columns(both.missed()) + " " + both.missedRelations() + " "
                            + both.missedFunctions());
                }
                if (!both.extra().isEmpty()) {
                    extra.add(statement + "\n-- extra: " + columns(both.extra()));
                }
            }
        }
    }

    private List<String> columns(Set<ColumnId> columns) {
        return columns.stream().map(database::name).toList();
    }

    /** Statements that the server does not take. */
    List<Corpus.Case> rejected() {
        return List.copyOf(rejected);
    }

    /** How many statements the analysis does not know which say why it need not. */
    int excepted() {
        return excepted;
    }

    /** Statements that say why the analysis need not know them, which it does. */
    List<String> needless() {
        return List.copyOf(needless);
    }

    /** Other statements of which the analysis says that there may be more than it lists, and why. */
    List<String> unknown() {
        return List.copyOf(unknown);
    }

    /** Statements of which the server names a column, a relation or a function that the analysis does not. */
    List<String> missed() {
        return List.copyOf(missed);
    }

    /** Statements of which the analysis names a column that the server does not. */
    List<String> extra() {
        return List.copyOf(extra);
    }

    /** How many statements both said everything of. */
    int compared() {
        return compared;
    }

    /** Of how many of them what an output depends on is not known, though what they name is. */
    int dependenciesUnknown() {
        return dependenciesUnknown;
    }
}
