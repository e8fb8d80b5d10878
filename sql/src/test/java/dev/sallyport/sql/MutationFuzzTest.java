package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Statements of the corpus cut and spliced at random; the seed makes a run repeat itself. */
class MutationFuzzTest {
    private static final long SEED = 20260117;
    private static final int ROUNDS = 4_000;
    private static final Pattern NAME = Pattern.compile("\\b[a-z_]+\\b");
    private static final Grammar GRAMMAR = new Grammar();

    @AfterAll
    static void close() {
        GRAMMAR.close();
    }

    @Test
    void splicedStatementsNeverThrowAndKeepEveryName() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        List<String> corpus = Corpus.statements();
        int understood = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String sql = mutate(corpus, random);
            Analysis analysis = GRAMMAR.analyze(sql);
            if (analysis instanceof Analysis.Understood) {
                understood++;
                TreeCompletenessTest.isComplete(sql, GRAMMAR);
            }
        }
        assertThat(understood).as("mutants that still parse").isGreaterThan(ROUNDS / 20);
    }

    private static String mutate(List<String> corpus, RandomGenerator random) {
        String statement = pick(corpus, random);
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            String other = pick(corpus, random);
            statement = switch (random.nextInt(8)) {
                case 0 -> "EXPLAIN ANALYZE " + statement;
                case 1 -> "WITH customers AS (" + other + ") " + statement;
                case 2 -> "COPY (" + statement + ") TO STDOUT";
                case 3 -> "CREATE RULE r AS ON INSERT TO t DO ALSO (" + statement + "; " + other + ")";
                case 4 -> splice(statement, other, random);
                default -> {
                    String name = pick(List.of(other.split("\\W+")), random);
                    yield replaceName(statement, random, random.nextBoolean() ? "(" + other + ")" : name);
                }
            };
        }
        return statement;
    }

    private static String replaceName(String statement, RandomGenerator random, String replacement) {
        List<MatchResult> names = NAME.matcher(statement).results().toList();
        if (names.isEmpty()) {
            return statement;
        }
        MatchResult name = pick(names, random);
        return statement.substring(0, name.start()) + replacement + statement.substring(name.end());
    }

    private static String splice(String statement, String other, RandomGenerator random) {
        List<String> words = new ArrayList<>(List.of(statement.split("\\s+")));
        List<String> others = List.of(other.split("\\s+"));
        int from = random.nextInt(others.size());
        int to = from + 1 + random.nextInt(Math.min(8, others.size() - from));
        words.addAll(random.nextInt(words.size() + 1), others.subList(from, to));
        return String.join(" ", words);
    }

    private static <T> T pick(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }
}
