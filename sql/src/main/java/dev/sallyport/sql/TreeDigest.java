package dev.sallyport.sql;

import dev.sallyport.sql.parser.TreeNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SHA-256 over what a statement is: its raw parse tree with every constant, but without where in the text its parts stand. Two statements
 * have the same one if they differ in nothing but comments, white space, letter case of what SQL folds, and spellings that PostgreSQL's
 * grammar takes for one ({@code int} and {@code integer}); anything else that they may differ in makes another. The body of a DO block or
 * of a function that is a string is a constant like others: each character of it counts.
 *
 * <p>A digest holds for one grammar: that of another major version may make another tree of the same text.
 *
 * @param hexadecimal 64 lower-case digits
 */
public record TreeDigest(String hexadecimal) {
    private static final String ALGORITHM = "sha256:";
    private static final Pattern WRITTEN = Pattern.compile("(?:" + ALGORITHM + ")([0-9a-f]{64})");

    public TreeDigest {
        if (!WRITTEN.matcher(ALGORITHM + hexadecimal).matches()) {
            throw new IllegalArgumentException("a digest has 64 lower-case hexadecimal digits");
        }
    }

    /** Of one statement, by its node. */
    static TreeDigest of(TreeNode statement) {
        TreeHash hash = new TreeHash("sallyport statement 1");
        hash.node(statement);
        return hash.digest();
    }

    /** Of a text, by the digests of its statements in their order. */
    public static TreeDigest ofText(List<TreeDigest> statements) {
        TreeHash hash = new TreeHash("sallyport text 1");
        statements.forEach(statement -> hash.text(statement.hexadecimal()));
        return hash.digest();
    }

    /** Of several texts, whatever their order and however often one is among them, by their digests. That of one is its own. */
    public static TreeDigest ofTexts(Collection<TreeDigest> texts) {
        List<String> sorted =
                texts.stream().map(TreeDigest::hexadecimal).distinct().sorted().toList();
        if (sorted.size() == 1) {
            return new TreeDigest(sorted.getFirst());
        }
        TreeHash hash = new TreeHash("sallyport texts 1");
        sorted.forEach(hash::text);
        return hash.digest();
    }

    /** Reads what {@link #toString} writes; empty for anything else. */
    public static Optional<TreeDigest> parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        return written.matches() ? Optional.of(new TreeDigest(written.group(1))) : Optional.empty();
    }

    /** {@code sha256:} and the digits. */
    @Override
    public String toString() {
        return ALGORITHM + hexadecimal;
    }
}
