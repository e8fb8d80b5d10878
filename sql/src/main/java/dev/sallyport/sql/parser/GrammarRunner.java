package dev.sallyport.sql.parser;

import dev.sallyport.sql.parser.ParseResult.Reason;
import dev.sallyport.sql.parser.ParseResult.Refused;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import run.endive.runtime.WasmInterruptedException;

/** Parses texts one after the other within all limits, with a fresh grammar whenever the last one failed. One thread's. */
final class GrammarRunner {
    /** An instance whose memory grew beyond this is dropped, for memory never shrinks. */
    static final int LARGEST_KEPT_BYTES = 32 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(GrammarRunner.class);
    private static final String OUT_OF_MEMORY = "out of memory";

    private final ParserSettings settings;
    private final TextGuard guard;
    private final TreeReader reader;
    private final Deadline deadline;
    private @Nullable PostgresGrammar grammar;

    GrammarRunner(ParserSettings settings, TreeReader reader, Deadline deadline) {
        this.settings = settings;
        this.guard = new TextGuard(settings.maximumTextBytes());
        this.reader = reader;
        this.deadline = deadline;
    }

    /** Makes the grammar ready, so that the next text needs not wait for it. */
    void prepare() {
        if (grammar == null) {
            try {
                grammar = new PostgresGrammar();
            } catch (RuntimeException | Error e) {
                // The next text will try again, and be refused if that fails, too.
                LOG.atError().setCause(e).log("The grammar cannot be loaded");
            }
        }
    }

    ParseResult parse(byte[] sql) {
        Optional<Refused> refused = guard.check(sql);
        return refused.isPresent() ? refused.get() : run(grammar -> grammar.parse(sql, settings.maximumTreeBytes()));
    }

    /**
     * Parses the body of a routine in PL/pgSQL.
     *
     * @param statement a CREATE FUNCTION or DO statement that has a body
     * @param body the same body without its quotes; the grammar scans it as it does any text, so it is guarded like one
     */
    ParseResult parsePlpgsql(byte[] statement, byte[] body) {
        Optional<Refused> refused = guard.check(statement).or(() -> guard.check(body));
        return refused.isPresent()
                ? refused.get()
                : run(grammar -> grammar.parsePlpgsql(statement, settings.maximumTreeBytes()));
    }

    private ParseResult run(Function<PostgresGrammar, GrammarAnswer> work) {
        try {
            return interpret(answer(work));
        } catch (WasmInterruptedException e) {
            grammar = null;
            long limit = settings.timeLimit().toMillis();
            return new Refused(Reason.TIME_LIMIT, "The statement was not parsed within " + limit + " ms.");
        } catch (RuntimeException | Error e) {
            grammar = null;
            return failed(e);
        }
    }

    private GrammarAnswer answer(Function<PostgresGrammar, GrammarAnswer> work) {
        PostgresGrammar current = grammar == null ? new PostgresGrammar() : grammar;
        grammar = current;
        deadline.arm(System.nanoTime());
        try {
            return work.apply(current);
        } finally {
            deadline.disarm();
            if (current.memoryBytes() > LARGEST_KEPT_BYTES) {
                grammar = null;
            }
        }
    }

    private ParseResult interpret(GrammarAnswer answer) {
        return switch (answer) {
            case GrammarAnswer.Json json -> reader.read(json.utf8());
            case GrammarAnswer.TooLarge tooLarge ->
                new Refused(
                        Reason.TREE_TOO_LARGE,
                        "The statement's tree is larger than " + settings.maximumTreeBytes() + " bytes.");
            case GrammarAnswer.Rejected rejected -> interpret(rejected);
        };
    }

    private ParseResult interpret(GrammarAnswer.Rejected rejected) {
        if (!rejected.message().equals(OUT_OF_MEMORY)) {
            return new ParseResult.SyntaxError(rejected.message(), rejected.cursorPosition());
        }
        grammar = null;
        return new Refused(Reason.TREE_TOO_LARGE, "The statement needs more memory than the parser has.");
    }

    private static ParseResult failed(Throwable cause) {
        if (cause instanceof StackOverflowError || cause.getCause() instanceof StackOverflowError) {
            return new Refused(Reason.TOO_DEEP, "The statement is nested too deeply for the parser's stack.");
        }
        if (cause instanceof OutOfMemoryError || OUT_OF_MEMORY.equals(cause.getMessage())) {
            return new Refused(Reason.TREE_TOO_LARGE, "The statement needs more memory than the parser has.");
        }
        LOG.atWarn().addKeyValue("cause", cause.getClass().getName()).log("The grammar failed on a statement");
        return new Refused(Reason.PARSER_FAILED, "The parser failed on the statement.");
    }
}
