package dev.sallyport.policy;

import dev.sallyport.catalog.RowEstimates;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much harm one statement can do, from 0 to {@link #MOST}: the sum of its parts, cut there. The same facts always come to the same
 * risk. Immutable.
 *
 * @param parts what it is made of, in the order of {@link Points}; those that add nothing are left out
 */
public record Risk(List<Part> parts) implements Comparable<Risk> {

    /** The highest risk there is. */
    public static final int MOST = 100;

    /** The most rows that add nothing. */
    static final long FEW_ROWS = 100;

    /** The most rows that are some. */
    static final long SOME_ROWS = 10_000;

    /** The most rows that are many; more are as bad as not knowing. */
    static final long MANY_ROWS = 1_000_000;

    private static final Set<String> OVERWRITING = Set.of("UPDATE", "DELETE", "MERGE", "COPY", "EXECUTE");

    /** Commands that touch no row of a table that is there. */
    private static final Set<String> ROWLESS = Set.of(
            "COMMENT",
            "CREATE FUNCTION",
            "CREATE PROCEDURE",
            "CREATE SCHEMA",
            "CREATE SEQUENCE",
            "CREATE TABLE",
            "CREATE TYPE",
            "CREATE DOMAIN",
            "CREATE VIEW",
            "DECLARE CURSOR",
            "EXPLAIN",
            "PREPARE");

    public Risk {
        parts = List.copyOf(parts);
    }

    /**
     * What adds to it, and how much.
     *
     * @param name which of the six things that count
     * @param points what it adds, 1 or more
     * @param sentence what was found, without its full stop
     */
    public record Part(String name, int points, String sentence) {}

    /** The table of what adds how much. The documentation has the same. */
    enum Points {
        READS("effect", 5, "it reads"),
        WRITES("effect", 15, "it writes rows"),
        DEFINES("effect", 25, "it changes the schema"),
        ADMINISTERS("effect", 35, "it changes the server, its roles or its files, or can do so"),
        UNBOUNDED("bounds", 20, "nothing bounds the rows it writes"),
        SOME("rows", 10, "it is expected to return or write more than 100 rows"),
        MANY("rows", 20, "it is expected to return or write more than 10,000 rows"),
        MOST("rows", 25, "it is expected to return or write more than 1,000,000 rows"),
        UNCOUNTED("rows", 25, "how many rows it returns or writes can't be told"),
        LABELLED("sensitivity", 15, "it reaches masked or labelled columns"),
        UNTRACED("sensitivity", 15, "which columns it reaches can't be told"),
        IN_PRODUCTION("environment", 15, "the database is for production"),
        IN_STAGING("environment", 5, "the database is for staging"),
        OVERWRITES("reversibility", 10, "what it overwrites or removes can't be brought back without a copy"),
        DESTROYS("reversibility", 20, "what it drops or empties can't be brought back without a backup"),
        UNFORESEEN("reversibility", 20, "what it runs can't be read from its text");

        private final String part;
        private final int points;
        private final String sentence;

        Points(String part, int points, String sentence) {
            this.part = part;
            this.points = points;
            this.sentence = sentence;
        }

        String part() {
            return part;
        }

        int points() {
            return points;
        }

        String sentence() {
            return sentence;
        }
    }

    /**
     * The risk of a statement.
     *
     * @param rows how many rows it is expected to return or write, whichever is more; {@link RowEstimates#UNKNOWN} if that isn't known
     * @param labels the labels of what it reads, {@link Labels#UNKNOWN} among them if there may be others
     */
    public static Risk of(Statement statement, long rows, Set<String> labels, Environment environment) {
        List<Part> parts = new ArrayList<>();
        if (statement.effect().compareTo(Effect.READ) >= 0) {
            add(parts, effect(statement.effect()));
            add(parts, statement.bounded() ? null : Points.UNBOUNDED);
            add(parts, rows(statement, rows));
            add(parts, sensitivity(labels));
            add(parts, environment(environment));
            add(parts, reversibility(statement));
        }
        return new Risk(parts);
    }

    /** From 0 to {@link #MOST}. */
    public int score() {
        return Math.min(MOST, parts.stream().mapToInt(Part::points).sum());
    }

    @Override
    public int compareTo(Risk other) {
        return Integer.compare(score(), other.score());
    }

    private static void add(List<Part> parts, @Nullable Points points) {
        if (points != null) {
            parts.add(new Part(points.part, points.points, points.sentence));
        }
    }

    private static Points effect(Effect effect) {
        return switch (effect) {
            case TRANSACTION, SESSION, READ -> Points.READS;
            case WRITE -> Points.WRITES;
            case DDL -> Points.DEFINES;
            case ADMIN -> Points.ADMINISTERS;
        };
    }

    private static @Nullable Points rows(Statement statement, long rows) {
        if (rows < 0) {
            return ROWLESS.contains(statement.kind()) && statement.innerKinds().isEmpty() ? null : Points.UNCOUNTED;
        }
        return rows <= FEW_ROWS
                ? null
                : rows <= SOME_ROWS ? Points.SOME : rows <= MANY_ROWS ? Points.MANY : Points.MOST;
    }

    private static @Nullable Points sensitivity(Set<String> labels) {
        if (labels.isEmpty()) {
            return null;
        }
        return labels.equals(Set.of(Labels.UNKNOWN)) ? Points.UNTRACED : Points.LABELLED;
    }

    private static @Nullable Points environment(Environment environment) {
        return switch (environment) {
            case PRODUCTION -> Points.IN_PRODUCTION;
            case STAGING -> Points.IN_STAGING;
            case DEVELOPMENT -> null;
        };
    }

    private static @Nullable Points reversibility(Statement statement) {
        List<String> kinds = kinds(statement).toList();
        if (statement.effect().compareTo(Effect.WRITE) < 0) {
            return null;
        } else if (kinds.stream().anyMatch(kind -> kind.startsWith("DROP ") || kind.equals("TRUNCATE TABLE"))) {
            return Points.DESTROYS;
        } else if (!statement.opaque().isEmpty()) {
            return Points.UNFORESEEN;
        }
        return kinds.stream().anyMatch(kind -> OVERWRITING.contains(kind) || kind.startsWith("ALTER "))
                ? Points.OVERWRITES
                : null;
    }

    private static Stream<String> kinds(Statement statement) {
        return Stream.concat(Stream.of(statement.kind()), statement.innerKinds().stream());
    }
}
