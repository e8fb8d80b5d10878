package dev.sallyport.sql;

import dev.sallyport.sql.flow.Namespace;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Parses and analyses texts, on threads of its own. Thread-safe. */
@FunctionalInterface
public interface TextAnalyzer {

    /**
     * Analyses a text.
     *
     * @param sql without its terminating NUL; must not be changed until the future is complete
     * @param names what the names in it stand for; null if that isn't known, which leaves every {@link Statement#flow} unknown
     */
    CompletableFuture<Analysis> analyze(byte[] sql, @Nullable Namespace names);
}
