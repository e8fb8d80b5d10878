package dev.sallyport.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code manifest} of an access entry, its files read: a grant runs the statements of them and no others.
 *
 * @param texts the reviewed files
 * @param digest an expression over what {@code who} may name; it gives the digest that a session's files must have. Null if all count
 */
public record ManifestSetting(
        List<ReviewedText> texts, @Nullable String digest) {
    public ManifestSetting {
        texts = List.copyOf(texts);
    }
}
