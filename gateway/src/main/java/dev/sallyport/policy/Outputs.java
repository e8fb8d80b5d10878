package dev.sallyport.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a statement tells of its answer's columns before there is an answer. Immutable.
 *
 * @param masks for each column, in order, how it is masked because of what the statement makes it of
 * @param relations pg_class.oid, unsigned in ints, of those that the columns can come from: a column that comes from another is not
 *     what was decided
 */
public record Outputs(List<Optional<MaskRule>> masks, Set<Integer> relations) {

    /** How many columns of an answer may show one masked column, if it can be long. */
    public static final int MOST_OF_ONE = 8;

    /** Nothing is told. */
    public static final Outputs UNTOLD = new Outputs(List.of(), Set.of());

    public Outputs {
        masks = List.copyOf(masks);
        relations = Set.copyOf(relations);
    }

    /** How many columns there are; 0 if that is not told, too. */
    public int count() {
        return masks.size();
    }

    /** Whether any column is masked. */
    public boolean mask() {
        return masks.stream().anyMatch(Optional::isPresent);
    }
}
