package dev.sallyport.scan;

import dev.sallyport.scan.Kind.Names;
import dev.sallyport.scan.Kind.Values;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says of a sample of a column what it is likely to be. Immutable, thread-safe. */
final class Examiner {

    /** The share of values that have to be of a kind, in percent: some are mistyped, or stand-ins. */
    static final int MOST = 80;

    /** How many values it takes to tell anything by them. */
    static final int FEWEST = 5;

    private final List<Kind> kinds;

    Examiner(List<Kind> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    /** The surest of what it could be, if it could be anything. */
    Optional<Finding> examine(Sample sample) {
        Finding best = null;
        for (Kind kind : kinds) {
            Finding finding = kind.types().contains(sample.type()) ? examine(sample, kind) : null;
            if (finding != null && (best == null || finding.confidence().compareTo(best.confidence()) > 0)) {
                best = finding;
            }
        }
        return Optional.ofNullable(best);
    }

    private static @Nullable Finding examine(Sample sample, Kind kind) {
        Names names = kind.names();
        boolean named = names != null && names.tell(sample.column().words());
        Values values = kind.values();
        int all = sample.values().size();
        long alike = values == null
                ? 0
                : sample.values().stream().filter(values.test()).count();
        boolean told = values != null && all >= FEWEST && alike * 100 >= (long) all * MOST;
        String counted = alike + " of " + all + " values are " + kind.plural();
        String column = sample.column().written();
        if (names != null && values != null && named && told) {
            return new Finding(column, kind.name(), Confidence.HIGH, counted + ", and so the name says");
        }
        if (values != null && told) {
            return new Finding(column, kind.name(), values.confidence(), counted);
        }
        if (names != null && named) {
            // Values that could tell and speak against it leave only the name's word.
            boolean spokenAgainst = values != null && all >= FEWEST;
            return new Finding(
                    column,
                    kind.name(),
                    names.confidence(),
                    spokenAgainst
                            ? "the name says " + kind.plural() + "; " + counted
                            : "the name says " + kind.plural());
        }
        return null;
    }
}
