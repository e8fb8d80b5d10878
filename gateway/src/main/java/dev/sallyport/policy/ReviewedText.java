package dev.sallyport.policy;

import dev.sallyport.sql.TreeDigest;
import java.util.List;

/**
 * A file of a manifest, as it was when the configuration was loaded.
 *
 * @param name its path, to be shown
 * @param statements the digests of its statements in their order
 */
public record ReviewedText(String name, List<TreeDigest> statements) {
    public ReviewedText {
        statements = List.copyOf(statements);
    }

    /** What the file is, comments and white space aside. */
    public TreeDigest digest() {
        return TreeDigest.ofText(statements);
    }
}
