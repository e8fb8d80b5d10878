package dev.sallyport.sql.parser;

import dev.sallyport.sql.parser.ParseResult.Reason;
import dev.sallyport.sql.parser.ParseResult.Refused;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What stands within one text, parsed by the thread that parsed the text. For one text. */
final class LimitedTexts implements EmbeddedTexts {
    private final GrammarRunner runner;
    private final LongSupplier processorNanos;
    private final long limitNanos;
    private int texts;
    private long bytes;
    private long nanos;

    LimitedTexts(GrammarRunner runner, LongSupplier processorNanos, long limitNanos) {
        this.runner = runner;
        this.processorNanos = processorNanos;
        this.limitNanos = limitNanos;
    }

    @Override
    public ParseResult sql(byte[] text) {
        return timed(text.length, () -> runner.parse(text));
    }

    @Override
    public ParseResult plpgsql(byte[] statement, byte[] body) {
        return timed(statement.length, () -> runner.parsePlpgsql(statement, body));
    }

    private ParseResult timed(int length, Supplier<ParseResult> parse) {
        texts++;
        bytes += length;
        Refused refused = refusal();
        if (refused != null) {
            return refused;
        }
        long before = processorNanos.getAsLong();
        ParseResult result = parse.get();
        nanos += processorNanos.getAsLong() - before;
        return result;
    }

    private @Nullable Refused refusal() {
        if (texts > MAXIMUM_TEXTS) {
            return new Refused(
                    Reason.TREE_TOO_LARGE, "The statement holds more than " + MAXIMUM_TEXTS + " texts to be read.");
        } else if (bytes > MAXIMUM_BYTES) {
            return new Refused(
                    Reason.TEXT_TOO_LONG,
                    "The texts within the statement are longer than " + MAXIMUM_BYTES + " bytes.");
        } else if (nanos > limitNanos) {
            return new Refused(Reason.TIME_LIMIT, "The texts within the statement were not parsed in time.");
        }
        return null;
    }
}
