package dev.sallyport.policy;

import dev.sallyport.condition.ValueExpression;
import dev.sallyport.condition.ValueExpression.Outcome;
import dev.sallyport.identity.Principal;
import dev.sallyport.sql.TreeDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reviewed files of an access entry, and which of them count for a session. Immutable. */
final class Manifest {
    private final TreeDigest whole;

    /** What may be run under the digest of a file, or of all of them together. */
    private final Map<TreeDigest, Set<TreeDigest>> statements = new HashMap<>();

    private final @Nullable ValueExpression stated;

    /** @param stated gives the digest that a token states, if it must state one */
    Manifest(List<ReviewedText> texts, @Nullable ValueExpression stated) {
        this.stated = stated;
        this.whole = TreeDigest.ofTexts(texts.stream().map(ReviewedText::digest).toList());
        Set<TreeDigest> all = new HashSet<>();
        for (ReviewedText text : texts) {
            all.addAll(text.statements());
            statements.put(text.digest(), Set.copyOf(text.statements()));
        }
        statements.put(whole, Set.copyOf(all));
    }

    /** Every variable and field that the digest which a token must state is made of. */
    Set<String> paths() {
        return stated == null ? Set.of() : stated.paths();
    }

    /** Which files count for a session. */
    sealed interface Selection {
        /** @param digest of the one that counts, or of all */
        record Selected(TreeDigest digest) implements Selection {}

        /** None does, and why. */
        record None(String reason) implements Selection {}
    }

    /** What may be run by a session of which a digest was selected; empty if nothing has that digest any more. */
    Optional<Set<TreeDigest>> statements(TreeDigest selected) {
        return Optional.ofNullable(statements.get(selected));
    }

    /**
     * Selects what counts: what the token states, if it has to, and of that what the client asks for, if it does.
     *
     * @param asked a digest as the client wrote it at start-up, or null
     */
    Selection select(Principal principal, @Nullable String asked) {
        Selection first = stated == null ? new Selection.Selected(whole) : ofToken(stated, principal);
        return switch (first) {
            case Selection.None none -> none;
            case Selection.Selected selected -> asked == null ? selected : narrowed(selected.digest(), asked);
        };
    }

    private Selection ofToken(ValueExpression expression, Principal principal) {
        return switch (expression.evaluate(Conditions.who(principal))) {
            case Outcome.Values values -> known(values.values().getFirst(), "the token");
            case Outcome.Missing missing -> new Selection.None("the token states no manifest");
            case Outcome.Failed failed -> new Selection.None("the manifest that the token states can't be told");
        };
    }

    private Selection narrowed(TreeDigest counting, String asked) {
        return switch (known(asked, "sallyport.manifest")) {
            case Selection.None none -> none;
            case Selection.Selected(TreeDigest digest) ->
                counting.equals(whole) || counting.equals(digest)
                        ? new Selection.Selected(digest)
                        : new Selection.None("sallyport.manifest states another manifest than the token does");
        };
    }

    private Selection known(String written, String who) {
        Optional<TreeDigest> digest = TreeDigest.parse(written);
        if (digest.isEmpty()) {
            return new Selection.None(who + " states a manifest that is not sha256: and 64 lower-case digits");
        }
        return statements.containsKey(digest.get())
                ? new Selection.Selected(digest.get())
                : new Selection.None(
                        "there is no reviewed file with the digest " + digest.get() + " that " + who + " states");
    }
}
