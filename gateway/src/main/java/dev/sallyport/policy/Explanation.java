package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.Flow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A decision and what it was made of, for who writes rules. It comes of deciding, not of a second look. Immutable.
 *
 * @param statements each statement of the text, in order; empty for an empty text and for one that could not be understood
 * @param columns names of the columns in the statements' flows, each {@code schema.relation.column}; one that the catalog does not have
 *     is left out
 */
public record Explanation(Decided decided, List<ExplainedStatement> statements, Map<ColumnId, String> columns) {
    public Explanation {
        statements = List.copyOf(statements);
        columns = Map.copyOf(columns);
    }

    /** Of statements; their columns are named by the catalog. */
    static Explanation of(Decided decided, List<ExplainedStatement> statements, @Nullable Catalog catalog) {
        Map<ColumnId, String> columns = new HashMap<>();
        if (catalog != null) {
            statements.stream()
                    .flatMap(statement -> columns(statement.statement().flow()))
                    .forEach(column -> catalog.nameOf(column).ifPresent(name -> columns.put(column, name)));
        }
        return new Explanation(decided, statements, columns);
    }

    /** The column's name, or its numbers if it has none that is known. */
    public String name(ColumnId column) {
        String name = columns.get(column);
        return name == null ? Integer.toUnsignedString(column.relation()) + "." + column.attribute() : name;
    }

    private static Stream<ColumnId> columns(Flow flow) {
        Stream<Dependencies> outputs = flow.outputs().stream().map(Flow.Output::dependsOn);
        Stream<Dependencies> writes = Stream.concat(
                flow.writes().stream().map(Flow.Write::from),
                flow.creates().stream().map(Flow.Create::from));
        return Stream.concat(
                Stream.concat(
                        flow.uses().stream().map(Flow.Use::column),
                        flow.writes().stream().map(Flow.Write::column)),
                Stream.concat(Stream.of(flow.rows()), Stream.concat(outputs, writes))
                        .flatMap(dependencies -> dependencies.columns().keySet().stream()));
    }
}
