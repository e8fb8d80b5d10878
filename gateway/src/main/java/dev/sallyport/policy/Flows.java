package dev.sallyport.policy;

import dev.sallyport.policy.RuleSetting.Verdict;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What becomes of a statement that uses a masked column otherwise than by showing it masked, for each use. Immutable.
 *
 * @param verdicts for every use; for {@link Use#ANY} the strictest of all
 * @param minimumGroupSize over how many rows with a value a group has to be, by the statement's own words, for its aggregates to be let
 *     through although the verdict on them is to deny: from {@link #SMALLEST_GROUP} to {@link #LARGEST_GROUP}, or 0 if no size is enough
 */
public record Flows(Map<Use, Verdict> verdicts, int minimumGroupSize) {

    /** A smaller group is a single row. */
    public static final int SMALLEST_GROUP = 2;

    /** The largest minimum that can be asked for. */
    public static final int LARGEST_GROUP = 1_000_000;

    public static final Flows DENY = all(Verdict.DENY);
    public static final Flows APPROVE = all(Verdict.APPROVE);
    public static final Flows ALLOW = all(Verdict.ALLOW);

    public Flows {
        Map<Use, Verdict> complete = new EnumMap<>(Use.class);
        Verdict strictest = Verdict.ALLOW;
        for (Use use : Use.values()) {
            if (use != Use.ANY) {
                Verdict verdict = verdicts.getOrDefault(use, Verdict.DENY);
                complete.put(use, verdict);
                strictest = strictest.compareTo(verdict) >= 0 ? strictest : verdict;
            }
        }
        complete.put(Use.ANY, strictest);
        verdicts = Collections.unmodifiableMap(complete);
        boolean sized = minimumGroupSize >= SMALLEST_GROUP && minimumGroupSize <= LARGEST_GROUP;
        if (minimumGroupSize != 0 && (!sized || verdicts.get(Use.AGGREGATE) != Verdict.DENY)) {
            throw new IllegalArgumentException("a minimum of " + minimumGroupSize + " is none, or not what decides");
        }
    }

    /** The same for every use. */
    public static Flows all(Verdict verdict) {
        Map<Use, Verdict> verdicts = new EnumMap<>(Use.class);
        Arrays.stream(Use.values()).forEach(use -> verdicts.put(use, verdict));
        return new Flows(verdicts, 0);
    }

    /** What becomes of a use. */
    public Verdict of(Use use) {
        return verdicts.getOrDefault(use, Verdict.DENY);
    }

    /** For each use what the stricter of both says. */
    Flows stricter(Flows other) {
        Map<Use, Verdict> both = new EnumMap<>(Use.class);
        for (Use use : Use.values()) {
            both.put(use, of(use).compareTo(other.of(use)) >= 0 ? of(use) : other.of(use));
        }
        boolean sizeIsEnough = isEnoughBySize() && other.isEnoughBySize();
        return new Flows(both, sizeIsEnough ? Math.max(minimumGroupSize, other.minimumGroupSize) : 0);
    }

    private boolean isEnoughBySize() {
        return minimumGroupSize > 0 || of(Use.AGGREGATE) == Verdict.ALLOW;
    }
}
