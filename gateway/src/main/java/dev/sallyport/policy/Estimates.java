package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.RowEstimates;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.flow.SearchPath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How many rows the statements of a text return or write, asked for only if a rule looks at it and asking is safe. Thread-safe. */
final class Estimates {

    /** Of a text with more statements than this the rows are not estimated. */
    static final int STATEMENTS = 8;

    private final RowEstimates rows;

    Estimates(RowEstimates rows) {
        this.rows = rows;
    }

    /** For each statement its rows, or {@link RowEstimates#UNKNOWN}. Never completes exceptionally. */
    CompletableFuture<List<Long>> of(Asked asked, @Nullable Catalog catalog, List<Statement> statements) {
        boolean asks = asked.policy().asksRows() && statements.size() <= STATEMENTS;
        List<CompletableFuture<Long>> counts = new ArrayList<>();
        for (Statement statement : statements) {
            counts.add(
                    asks && catalog != null
                            ? of(asked, catalog, statement)
                            : CompletableFuture.completedFuture(RowEstimates.UNKNOWN));
        }
        return CompletableFuture.allOf(counts.toArray(CompletableFuture<?>[]::new))
                .thenApply(_ -> counts.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Long> of(Asked asked, Catalog catalog, Statement statement) {
        if (!asked.situation().schemaMayDiffer()
                && asked.situation().searchPath() instanceof SearchPath.Known(List<String> schemas, boolean asConnected)
                && asConnected
                && BuiltInDenials.of(statement, asked, true, catalog).isEmpty()
                && PlannedSafely.is(statement, catalog)) {
            return rows.estimate(asked.text(statement), schemas, catalog.version());
        }
        return CompletableFuture.completedFuture(RowEstimates.UNKNOWN);
    }
}
