package dev.sallyport.sql.parser;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A text that waits, and what is to be done with its result. */
final class ParseJob<T> {
    private final byte[] sql;
    private final BiFunction<ParseResult, EmbeddedTexts, T> then;
    private final CompletableFuture<T> done = new CompletableFuture<>();

    ParseJob(byte[] sql, BiFunction<ParseResult, EmbeddedTexts, T> then) {
        this.sql = sql;
        this.then = then;
    }

    CompletableFuture<T> done() {
        return done;
    }

    /** Never throws: what the function throws goes to whoever waits for it. */
    void run(Function<byte[], ParseResult> parser, EmbeddedTexts embedded) {
        try {
            done.complete(then.apply(parser.apply(sql), embedded));
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }

    void refuse(ParseResult.Refused refusal) {
        run(text -> refusal, EmbeddedTexts.NONE);
    }
}
