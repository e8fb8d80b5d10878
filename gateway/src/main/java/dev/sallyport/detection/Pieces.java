package dev.sallyport.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** What detectors found in one text, and how much more they may look at. Not thread-safe. */
public final class Pieces {
    /** How many candidates are examined in one text: what looks like a piece until its check digits are computed. */
    public static final int MOST_CANDIDATES = 4_000;

    private final List<Piece> found = new ArrayList<>();
    private int candidates;

    /** For a text by itself. */
    public Pieces() {
        this(0);
    }

    private Pieces(int candidates) {
        this.candidates = candidates;
    }

    /** For another text of the same value, so that for all of them together no more is examined. */
    public Pieces next() {
        return new Pieces(candidates);
    }

    /**
     * A part of a text.
     *
     * @param from where it begins
     * @param to where it ends
     */
    public record Piece(int from, int to) {}

    /** Whether more candidates were found than are examined, so that there may be pieces that were not found. */
    public boolean spent() {
        return candidates > MOST_CANDIDATES;
    }

    /** What was found, in order; what overlaps or touches is one piece. */
    public List<Piece> merged() {
        List<Piece> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Piece::from));
        List<Piece> merged = new ArrayList<>();
        for (Piece piece : sorted) {
            Piece last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && piece.from() <= last.to()) {
                merged.set(merged.size() - 1, new Piece(last.from(), Math.max(last.to(), piece.to())));
            } else {
                merged.add(piece);
            }
        }
        return merged;
    }

    /** Examines a candidate and adds it if it passes; false if it does not, or no more may be examined. */
    boolean examine(String text, int from, int to, Predicate<String> test) {
        if (spent() || ++candidates > MOST_CANDIDATES || !test.test(text.substring(from, to))) {
            return false;
        }
        found.add(new Piece(from, to));
        return true;
    }
}
