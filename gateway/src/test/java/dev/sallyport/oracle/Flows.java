package dev.sallyport.oracle;

import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What an oracle asks a flow. */
final class Flows {
    private Flows() {}

    /** The flow of a text of one statement. */
    static Flow of(Analysis analysis) {
        return switch (analysis) {
            case Analysis.Understood understood
            when understood.statements().size() == 1 ->
                understood.statements().getFirst().flow();
            case Analysis.Understood understood ->
                Flow.unknown(understood.statements().size() + " statements");
            case Analysis.SyntaxError error -> Flow.unknown("a syntax error: " + error.message());
            case Analysis.Refused refused -> Flow.unknown("refused: " + refused.reason());
        };
    }

    /** Every column it says is named. */
    static Set<ColumnId> columns(Flow flow) {
        return flow.uses().stream().map(Flow.Use::column).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Why the columns it names may not be all; empty if they are. */
    static List<String> doubts(Flow flow) {
        List<String> doubts = new ArrayList<>(flow.unknown());
        flow.unresolved().forEach(name -> doubts.add("nothing is known by the name " + name));
        return doubts;
    }

    /** Why an output or what is written may depend on more than it says; empty if it can't. */
    static List<String> dependencyDoubts(Flow flow) {
        List<String> doubts = new ArrayList<>(flow.rows().unknown());
        flow.outputs().forEach(output -> doubts.addAll(output.dependsOn().unknown()));
        flow.writes().forEach(write -> doubts.addAll(write.from().unknown()));
        return doubts.stream().distinct().toList();
    }

    static boolean names(Dependencies dependencies, Set<ColumnId> columns) {
        return dependencies.isUnknown() || columns.stream().anyMatch(dependencies.columns()::containsKey);
    }
}
