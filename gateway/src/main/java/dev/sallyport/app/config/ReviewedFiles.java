package dev.sallyport.app.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.policy.ReviewedText;
import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.StatementAnalyzer;
import dev.sallyport.sql.TreeDigest;
import dev.sallyport.sql.parser.ParserSettings;
import dev.sallyport.sql.parser.SqlParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;

/** Reads files of SQL statements as manifests take them, with a parser of its own. Thread-safe. */
public final class ReviewedFiles implements AutoCloseable {
    private final SqlParser parser = new SqlParser(ParserSettings.withThreads(1)
            .withWarmUpStatements(0)
            .withMaximumTextBytes(ManifestLimits.FILE_BYTES)
            .withMaximumTreeBytes(ManifestLimits.TREE_BYTES)
            .withTimeLimit(ManifestLimits.PARSING));
    private final StatementAnalyzer analyzer = new StatementAnalyzer();

    /** What became of a file. */
    public sealed interface Result {

        /**
         * It was read.
         *
         * @param bytes its size
         */
        record Read(ReviewedText text, List<Reviewed> statements, int bytes) implements Result {
            public Read {
                statements = List.copyOf(statements);
            }
        }

        /** Something is wrong with it: where, as {@code FILE:LINE:COLUMN}, and what. */
        record Bad(String problem) implements Result {}
    }

    /**
     * A statement of a file.
     *
     * @param line where it begins, from 1
     * @param kind PostgreSQL's command tag
     */
    public record Reviewed(int line, String kind, TreeDigest digest) {}

    /**
     * Reads a file.
     *
     * @param shown its name as messages have it
     */
    public Result read(Path file, String shown) {
        byte[] bytes;
        try (InputStream in = java.nio.file.Files.newInputStream(file)) {
            bytes = in.readNBytes(ManifestLimits.FILE_BYTES + 1);
        } catch (IOException e) {
            return new Result.Bad(shown + ": can't be read");
        }
        if (bytes.length > ManifestLimits.FILE_BYTES) {
            return new Result.Bad(shown + ": is larger than " + ManifestLimits.FILE_BYTES + " bytes");
        }
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new Result.Bad(shown + ": is not UTF-8");
        }
        return switch (analyze(bytes)) {
            case Analysis.Understood(List<Statement> statements) -> reviewed(shown, bytes, statements);
            case Analysis.SyntaxError(String message, int position) -> syntaxError(shown, text, message, position);
            case Analysis.Refused(String reason) -> new Result.Bad(shown + ": " + reason);
        };
    }

    private Analysis analyze(byte[] sql) {
        return parser.submit(sql, (parsed, texts) -> analyzer.analyze(parsed, sql, null, texts))
                .toCompletableFuture()
                .join();
    }

    private static Result reviewed(String shown, byte[] bytes, List<Statement> statements) {
        if (statements.isEmpty()) {
            return new Result.Bad(shown + ": holds no statement");
        }
        for (Statement statement : statements) {
            if (takesData(statement)) {
                return new Result.Bad(
                        shown + ":" + line(bytes, statement) + ": COPY FROM STDIN takes data that can't be reviewed");
            }
        }
        List<Reviewed> reviewed = statements.stream()
                .map(statement -> new Reviewed(line(bytes, statement), statement.kind(), statement.digest()))
                .toList();
        ReviewedText text = new ReviewedText(
                shown, statements.stream().map(Statement::digest).toList());
        return new Result.Read(text, reviewed, bytes.length);
    }

    private static boolean takesData(Statement statement) {
        return statement.kind().equals("COPY")
                && statement.innerKinds().isEmpty()
                && statement.effect() == Effect.WRITE
                && statement.opaque().isEmpty();
    }

    /** Where a statement begins; the white space before it is reckoned to it by the grammar. */
    private static int line(byte[] bytes, Statement statement) {
        int at = statement.location();
        while (at < bytes.length && Character.isWhitespace(bytes[at])) {
            at++;
        }
        int line = 1;
        for (int i = 0; i < at; i++) {
            if (bytes[i] == '\n') {
                line++;
            }
        }
        return line;
    }

    /** @param position in code points, from 1; 0 if the grammar does not say */
    private Result syntaxError(String shown, String text, String message, int position) {
        int at = position <= 0 ? text.length() : text.offsetByCodePoints(0, position - 1);
        int line =
                1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
        int column = 1 + text.codePointCount(text.lastIndexOf('\n', at - 1) + 1, at);
        String place = shown + ":" + line + ":" + column + ": ";
        if (at < text.length() && text.charAt(at) == '\\') {
            return new Result.Bad(place + "psql's own commands can't be reviewed, only SQL can");
        }
        return new Result.Bad(
                place + (followsCopy(text, at) ? "the data of COPY FROM STDIN can't be reviewed" : message));
    }

    /** Whether the last statement that ends before a place takes data, which then stands there. */
    private boolean followsCopy(String text, int at) {
        int end = text.lastIndexOf(';', at);
        return end >= 0
                && analyze(text.substring(0, end).getBytes(UTF_8)) instanceof Analysis.Understood(var statements)
                && !statements.isEmpty()
                && takesData(statements.getLast());
    }

    @Override
    public void close() {
        parser.close();
    }
}
