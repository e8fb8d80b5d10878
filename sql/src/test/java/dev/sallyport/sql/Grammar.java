package dev.sallyport.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.sql.parser.ParseResult;
import dev.sallyport.sql.parser.ParserSettings;
import dev.sallyport.sql.parser.SqlParser;
import java.time.Duration;

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
        return analyzer.analyze(parse(sql), sql.getBytes(UTF_8).length, null);
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
