package dev.sallyport.catalog;

import dev.sallyport.sql.Analysis;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for analyses of definitions. */
final class Analyses {
    /** How many are begun before the first is waited for: the parser has room for so many, and for the sessions' texts besides. */
    static final int AT_ONCE = 64;

    private static final long SECONDS = 30;

    private Analyses() {}

    /** What it came to; refused if it does not come to anything in time. */
    static Analysis await(CompletableFuture<Analysis> analysis) {
        try {
            return analysis.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return new Analysis.Refused("the definition could not be analysed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Analysis.Refused("the definition could not be analysed in time");
        }
    }
}
