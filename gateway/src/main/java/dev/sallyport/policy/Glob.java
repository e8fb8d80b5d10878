package dev.sallyport.policy;

import java.util.Arrays;

/** Texts, by a pattern in which {@code *} stands for any characters and {@code ?} for one. Immutable; matching costs no more than the product of both lengths. */
public final class Glob {
    private static final int ANY = -1;
    private static final int ANY_ONE = -2;

    /** Code points, and what stands for others. */
    private final int[] elements;

    private Glob(int[] elements) {
        this.elements = elements;
    }

    /** A pattern. */
    public static Glob of(String pattern) {
        return new Glob(pattern.codePoints()
                .map(point -> point == '*' ? ANY : point == '?' ? ANY_ONE : point)
                .toArray());
    }

    /** The pattern that stands for one text alone. */
    public static Glob literal(String text) {
        return new Glob(text.codePoints().toArray());
    }

    /** Whether something in it stands for others. */
    public boolean isPattern() {
        return Arrays.stream(elements).anyMatch(element -> element < 0);
    }

    /** Whether it stands for every text. */
    boolean isEverything() {
        return elements.length > 0 && Arrays.stream(elements).allMatch(element -> element == ANY);
    }

    /** Whether it stands for a text. */
    public boolean matches(String text) {
        int[] points = text.codePoints().toArray();
        int element = 0;
        int point = 0;
        int star = -1;
        int from = 0;
        while (point < points.length) {
            if (element < elements.length && (elements[element] == points[point] || elements[element] == ANY_ONE)) {
                element++;
                point++;
            } else if (element < elements.length && elements[element] == ANY) {
                star = element++;
                from = point;
            } else if (star >= 0) {
                // The last star takes one character more.
                element = star + 1;
                point = ++from;
            } else {
                return false;
            }
        }
        while (element < elements.length && elements[element] == ANY) {
            element++;
        }
        return element == elements.length;
    }
}
