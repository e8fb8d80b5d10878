package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditRecord.StatementAttempted;
import dev.sallyport.policy.Situation;
import dev.sallyport.sql.flow.SearchPath;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.ProtocolViolation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a session knows to have read, in whatever order events come. */
class SessionFactsTest {
    private static final int SEEDS = 200;

    @Test
    void aPipelinedStatementSeesTheLabelsOfThoseBeforeItAndAParseGivesNone() {
        everyOrder(
                List.of(
                        parse("a", "select 2 reads x"),
                        parse("b", "select 2 reads y"),
                        bind("a"),
                        execute("a"),
                        bind("b"),
                        execute("b"),
                        query("select 2 reads z"),
                        query("select 2")),
                world -> {
                    assertThat(read(world, "parse", "select 2 reads x")).isEmpty();
                    assertThat(read(world, "parse", "select 2 reads y")).isEmpty();
                    assertThat(read(world, "bind", "select 2 reads x")).isEmpty();
                    assertThat(read(world, "bind", "select 2 reads y")).containsExactly("x");
                    assertThat(read(world, "query", "select 2 reads z")).containsExactlyInAnyOrder("x", "y");
                    assertThat(read(world, "query", "select 2")).containsExactlyInAnyOrder("x", "y", "z");
                });
    }

    @Test
    void theJournalHasEachLabelWithTheStatementThatGaveIt() {
        everyOrder(
                List.of(
                        parse("a", "select 2 reads x,w"),
                        bind("a"),
                        execute("a"),
                        query("select 2 reads x,y"),
                        query("select 2 reads y")),
                world -> {
                    assertThat(attempt(world, "parse", "select 2 reads x,w").labels())
                            .isEmpty();
                    assertThat(attempt(world, "bind", "select 2 reads x,w").labels())
                            .containsExactly("w", "x");
                    assertThat(attempt(world, "query", "select 2 reads x,y").labels())
                            .containsExactly("y");
                    assertThat(attempt(world, "query", "select 2 reads y").labels())
                            .isEmpty();
                });
    }

    @Test
    void whatTypesItsParametersAreOfIsAskedWithEachTextThatHasThem() {
        everyOrder(
                List.of(
                        new FrontendMessage.Parse("a", Bytes.ofUtf8("select 2"), List.of(23, 16_384, 16_383, -1)),
                        bind("a"),
                        execute("a"),
                        query("select 3")),
                world -> {
                    assertThat(types(world, "parse", "select 2")).containsExactlyInAnyOrder(16_384, -1);
                    assertThat(types(world, "bind", "select 2")).containsExactlyInAnyOrder(16_384, -1);
                    assertThat(types(world, "query", "select 3")).isEmpty();
                });
    }

    @Test
    void whatIsRefusedIsNotRead() {
        everyOrder(List.of(query("denied reads x"), query("held no reads y"), query("select 2")), world -> {
            assertThat(attempt(world, "query", "denied reads x").labels()).isEmpty();
            assertThat(read(world, "query", "held no reads y")).isEmpty();
            assertThat(read(world, "query", "select 2")).isEmpty();
        });
    }

    @Test
    void whatIsApprovedIsRead() {
        everyOrder(List.of(query("held yes reads x"), query("select 2")), world -> {
            assertThat(read(world, "query", "held yes reads x")).isEmpty();
            assertThat(attempt(world, "query", "held yes reads x").labels()).containsExactly("x");
            assertThat(read(world, "query", "select 2")).containsExactly("x");
        });
    }

    @Test
    void aPortalIsDecidedAnewOnceTheSessionHasReadMoreThanWhenItWasBound() {
        for (String portal : List.of("select 2 unless x", "select 2 asks after x")) {
            everyOrder(
                    List.of(
                            parse("a", portal),
                            parse("b", "select 2 reads x"),
                            bind("a"),
                            bind("b"),
                            execute("b"),
                            execute("a"),
                            query("select 3")),
                    world -> {
                        assertThat(attempt(world, "bind", portal).decision()).isEqualTo("allow");
                        assertThat(attempt(world, "execute", portal).decision()).isEqualTo("deny");
                        assertThat(attempts(world, "execute", "select 2 reads x"))
                                .isEmpty();
                        assertThat(world.executed).containsExactly("b");
                    });
        }
    }

    @Test
    void aReadThatIsFetchedInPartsIsNotRefusedInTheMiddle() {
        everyOrder(
                List.of(
                        parse("a", "select 1 unless x"),
                        parse("b", "select 2 reads x"),
                        parse("c", "select 2 unless x"),
                        bind("a"),
                        bind("c"),
                        execute("a"),
                        execute("c"),
                        bind("b"),
                        execute("a"),
                        execute("c"),
                        query("select 3")),
                world -> {
                    assertThat(world.executed).containsExactly("a", "c", "a");
                    assertThat(attempts(world, "execute", "select 2 unless x"))
                            .last()
                            .extracting(StatementAttempted::decision)
                            .isEqualTo("deny");
                });
    }

    @Test
    void aPortalThatIsLetThroughAgainRuns() {
        everyOrder(
                List.of(
                        parse("a", "select 2 unless y"),
                        parse("b", "select 2 reads x"),
                        bind("a"),
                        bind("b"),
                        execute("a"),
                        execute("b"),
                        query("select 3")),
                world -> {
                    assertThat(attempts(world, "execute", "select 2 unless y")).isEmpty();
                    assertThat(world.executed).containsExactly("a", "b");
                });
    }

    @Test
    void aSessionKnowsHowMuchItHasAskedAndForHowLong() {
        long start = 5_000_000_000L;
        SessionFacts facts = new SessionFacts(new Stated("fun", null), start);

        assertThat(facts.situation(new SearchPath.Unknown(), true, 7, start + 60_999_999_999L))
                .isEqualTo(
                        new Situation(new SearchPath.Unknown(), Set.of(), true, 7, Duration.ofSeconds(60), "fun", ""));
    }

    @Test
    void noMoreThanTheMostLabelsAreBorne() {
        SessionFacts facts = new SessionFacts(new Stated(null, null), 0);

        assertThat(facts.read(labels(SessionFacts.MOST_LABELS))).isTrue();
        assertThat(facts.read(Set.of("l1"))).isTrue();
        assertThat(facts.unread(Set.of("l1", "m2", "m1"))).containsExactly("m1", "m2");
        assertThat(facts.read(Set.of("one more"))).isFalse();
    }

    @Test
    void aStatementThatReadsMoreThanThatEndsTheSessionAndIsNotSent() throws ProtocolViolation {
        assertThat(with(SessionFacts.MOST_LABELS).closed()).isFalse();
        World past = with(SessionFacts.MOST_LABELS + 1);
        assertThat(past.closed()).isTrue();
        assertThat(past.audit).noneMatch(record -> record.toString().contains("select 3"));
    }

    private static World with(int labels) throws ProtocolViolation {
        String reads = "select 2 reads " + String.join(",", labels(labels));
        World world = new World(1, List.of(query(reads), query("select 3")), 0);
        world.run();
        return world;
    }

    private static Set<String> labels(int count) {
        return IntStream.range(0, count).mapToObj(i -> "l" + i).collect(Collectors.toUnmodifiableSet());
    }

    private static void everyOrder(List<FrontendMessage> script, Consumer<World> holds) {
        LongStream.range(0, SEEDS).forEach(seed -> {
            try {
                World world = new World(seed, script, 0);
                world.run();
                holds.accept(world);
            } catch (ProtocolViolation | AssertionError failure) {
                throw new AssertionError("seed " + seed, failure);
            }
        });
    }

    private static Set<String> read(World world, String phase, String text) {
        return world.readBefore(attempt(world, phase, text).attempt());
    }

    private static Set<Integer> types(World world, String phase, String text) {
        return world.parameterTypesOf(attempt(world, phase, text).attempt());
    }

    private static StatementAttempted attempt(World world, String phase, String text) {
        return attempts(world, phase, text).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError(phase + " of " + text + " is not among " + world.audit));
    }

    private static List<StatementAttempted> attempts(World world, String phase, String text) {
        return world.audit.stream()
                .filter(StatementAttempted.class::isInstance)
                .map(StatementAttempted.class::cast)
                .filter(attempt -> attempt.phase().equals(phase)
                        && attempt.statement().value().equals(text))
                .toList();
    }

    private static FrontendMessage query(String text) {
        return new FrontendMessage.Query(Bytes.ofUtf8(text));
    }

    private static FrontendMessage parse(String name, String text) {
        return new FrontendMessage.Parse(name, Bytes.ofUtf8(text), List.of());
    }

    private static FrontendMessage bind(String name) {
        return new FrontendMessage.Bind(name, name, List.of(), List.of(), List.of());
    }

    private static FrontendMessage execute(String name) {
        return new FrontendMessage.Execute(name, 0);
    }
}
