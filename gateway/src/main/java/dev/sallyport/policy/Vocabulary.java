package dev.sallyport.policy;

import dev.sallyport.condition.Comparison;
import dev.sallyport.condition.Comparison.Manner;
import dev.sallyport.condition.Condition;
import dev.sallyport.condition.Problem;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.StatementAnalyzer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words that some variables of rules can be, so that a rule which waits for another word is found out before it is in force. */
final class Vocabulary {

    /** How many letters may differ, one in so many, between a word and the one that is suggested for it. */
    private static final int LETTERS_TO_ONE_SLIP = 3;

    /** Longer texts than this are like no word. */
    private static final int LONGEST_WORD = 64;

    private record Words(String what, Set<String> all) {}

    private final Map<String, Words> words = new HashMap<>();

    private Vocabulary() {}

    static Vocabulary of(PolicySettings settings, Set<String> databases) {
        Vocabulary vocabulary = new Vocabulary();
        Words kinds = new Words("kind of a statement", new TreeSet<>(StatementAnalyzer.kinds()));
        vocabulary.words.put("statement.kind", kinds);
        vocabulary.words.put("statement.kinds", kinds);
        vocabulary.put("statement.effect", "effect", words(Effect.values()));
        vocabulary.put(
                "grant.statements",
                "class of statements",
                words(Effect.values()).filter(word -> !word.equals("transaction") && !word.equals("session")));
        vocabulary.put(
                "grant.access", "access entry", settings.access().stream().map(AccessSetting::name));
        vocabulary.put("grant.unmask", "mask", settings.masks().stream().map(MaskSetting::name));
        vocabulary.put("database.name", "configured database", databases.stream());
        vocabulary.put("database.environment", "environment", words(Environment.values()));
        vocabulary.put(
                "session.read",
                "label",
                Stream.of(
                                settings.labels().stream().map(LabelSetting::name),
                                settings.masks().stream().map(MaskSetting::name),
                                Stream.of(Labels.UNKNOWN))
                        .flatMap(names -> names));
        return vocabulary;
    }

    private void put(String path, String what, Stream<String> all) {
        words.put(path, new Words(what, all.collect(Collectors.toCollection(TreeSet::new))));
    }

    private static Stream<String> words(Enum<?>[] values) {
        return Stream.of(values).map(value -> value.name().toLowerCase(Locale.ROOT));
    }

    /** Every place where a condition waits for a word that its variable can never be. */
    List<Problem> problems(Condition condition) {
        return condition.comparisons().stream()
                .flatMap(comparison -> problem(comparison).stream())
                .distinct()
                .toList();
    }

    private Optional<Problem> problem(Comparison comparison) {
        Words known = words.get(comparison.path());
        if (known == null || known.all().stream().anyMatch(comparison::holdsFor)) {
            return Optional.empty();
        }
        String verb = switch (comparison.manner()) {
            case EQUAL -> "is no " + known.what();
            case STARTS_WITH -> "begins no " + known.what();
            case ENDS_WITH -> "ends no " + known.what();
            case CONTAINS -> "is in no " + known.what();
        };
        String suggestion = comparison.manner() == Manner.EQUAL
                ? nearest(comparison.constant(), known.all())
                        .map(word -> "; perhaps \"" + word + "\" is meant")
                        .orElse("")
                : "";
        return Optional.of(new Problem(
                comparison.line(), comparison.column(), "\"" + comparison.constant() + "\" " + verb + suggestion));
    }

    /** The word that goes on where this one ends, or that differs from it by a slip of the pen. */
    static Optional<String> nearest(String text, Collection<String> words) {
        if (text.isEmpty() || text.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        Optional<String> longer = words.stream()
                .filter(word -> word.toLowerCase(Locale.ROOT).startsWith(text.toLowerCase(Locale.ROOT)))
                .min(Comparator.comparingInt(String::length));
        return longer.isPresent()
                ? longer
                : words.stream()
                        .filter(word -> distance(text, word) * LETTERS_TO_ONE_SLIP <= text.length())
                        .min(Comparator.comparingInt(word -> distance(text, word)));
    }

    /** How many letters have to be put in, left out or exchanged to make one word of the other: Levenshtein's distance. */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[before.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int exchanged = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchanged, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[other.length()];
    }
}
