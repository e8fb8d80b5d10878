package dev.sallyport.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.parser.ParseResult;
import dev.sallyport.sql.parser.ParserSettings;
import dev.sallyport.sql.parser.SqlParser;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's grammar and the analysis after it, for a test class to open and close. */
final class Grammar implements AutoCloseable {
    private final SqlParser parser =
            new SqlParser(ParserSettings.withThreads(1).withWarmUpStatements(0).withTimeLimit(Duration.ofSeconds(20)));
    private final StatementAnalyzer analyzer;

    Grammar() {
        this(StatementAnalyzer.Limits.DEFAULT);
    }

    Grammar(StatementAnalyzer.Limits limits) {
        analyzer = new StatementAnalyzer(limits);
    }

    ParseResult parse(String sql) {
        return parser.parseNow(sql.getBytes(UTF_8));
    }

    Analysis analyze(String sql) {
        return analyze(sql, null);
    }

    Analysis analyze(String sql, @Nullable Namespace names) {
        byte[] text = sql.getBytes(UTF_8);
        return parser.submit(text, (parsed, texts) -> analyzer.analyze(parsed, text, names, texts))
                .toCompletableFuture()
                .join();
    }

    /** The facts of a text of one statement. */
    Statement statement(String sql) {
        Analysis analysis = analyze(sql);
        if (analysis instanceof Analysis.Understood understood
                && understood.statements().size() == 1) {
            return understood.statements().getFirst();
        }
        throw new AssertionError(sql + " is not one statement: " + analysis);
    }

    @Override
    public void close() {
        parser.close();
    }
}
