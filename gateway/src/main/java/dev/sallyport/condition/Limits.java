package dev.sallyport.condition;

/** What keeps an expression from running for long, whoever wrote it and whatever it is given. */
public final class Limits {

    /** The longest source, in code points. */
    public static final int SOURCE_CODE_POINTS = 4_096;

    /** The deepest nesting of a source, in levels of its grammar. */
    public static final int DEPTH = 100;

    /** How many elements all macros of one evaluation visit together. */
    public static final int ITERATIONS = 10_000;

    /** How deep macros may stand inside one another. */
    public static final int MACRO_NESTING = 3;

    /** The longest regular expression, in chars. */
    public static final int PATTERN_LENGTH = 256;

    /** The product of all counted repetitions of one regular expression: each multiplies what it repeats. */
    public static final int PATTERN_REPETITIONS = 100;

    /** The deepest nesting of a value that is passed in. */
    public static final int VALUE_DEPTH = 64;

    /** How much of a reason is passed on, in chars. */
    static final int REASON_LENGTH = 200;

    private Limits() {}
}
