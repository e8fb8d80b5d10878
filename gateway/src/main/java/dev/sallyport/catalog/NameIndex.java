package dev.sallyport.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Things by name, in an array: a catalog can have very many, of which few share a name. Immutable. */
final class NameIndex<T> {
    private final List<T> things;
    private final Function<? super T, String> nameOf;

    NameIndex(List<T> all, Function<? super T, String> nameOf) {
        this.things = all.stream().sorted(Comparator.comparing(nameOf)).toList();
        this.nameOf = nameOf;
    }

    /** Those of a name, in the order they were given in. */
    List<T> named(String name) {
        int from = before(name, false);
        return things.subList(from, before(name, true));
    }

    /** How many stand before a name, or before all that is greater than it. */
    private int before(String name, boolean orAt) {
        int low = 0;
        int high = things.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = nameOf.apply(things.get(middle)).compareTo(name);
            if (order < 0 || (orAt && order == 0)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
