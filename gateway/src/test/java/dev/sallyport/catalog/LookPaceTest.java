package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.CatalogReader.Marked;
import dev.sallyport.catalog.Look.Depth;
import dev.sallyport.catalog.Look.Found;
import dev.sallyport.catalog.Look.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LookPaceTest {
    /** A clock of nanoseconds begins anywhere. */
    private static final long BEGAN = Long.MAX_VALUE - 1_000_000;

    private static final long EVERY = LookPace.LOOK_EVERY.toNanos();
    private static final long LONGEST = LookPace.LONGEST_UNSEEN.toNanos();

    /** More than a small catalog takes. */
    private static final long COMPARING = EVERY;

    static final Catalog EMPTY = new Catalog(
            1,
            new Catalog.Contents(
                    new Catalog.Places("agent", Set.of(), false),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    CodeOfTypes.NONE,
                    Map.of(),
                    List.of(),
                    List.of(),
                    false));

    private static final CatalogReader.Kept NOTHING = new CatalogReader.Kept(
            Map.of(),
            Set.of(),
            Map.of(),
            new TypeReader.Asked(Map.of(), Map.of(), Map.of(), Map.of(), List.of(), Map.of(), Set.of()));

    private final LookPace pace = new LookPace();

    @Test
    void whatIsKnownIsLookedAtAgainAfterAWhileAndNotUsedUnseenAfterLong() {
        pace.done(BEGAN, found(Outcome.UNCHANGED, 1, 0), false);

        assertThat(pace.isDue(BEGAN + EVERY)).isFalse();
        assertThat(pace.isDue(BEGAN + EVERY + 1)).isTrue();
        assertThat(pace.isOverdue(BEGAN + LONGEST)).isFalse();
        assertThat(pace.isOverdue(BEGAN + LONGEST + 1)).isTrue();
    }

    @Test
    void everyLookAtASmallCatalogCompares() {
        pace.done(BEGAN, found(Outcome.UNCHANGED, EVERY / LookPace.COMPARE_SHARE, 0), false);
        assertThat(pace.alwaysCompares()).isTrue();
        assertThat(pace.depth(BEGAN + EVERY + 1)).isEqualTo(Depth.THOROUGH);

        pace.done(BEGAN, found(Outcome.UNCHANGED, EVERY / LookPace.COMPARE_SHARE + 1, 0), false);
        assertThat(pace.alwaysCompares()).isFalse();
        assertThat(pace.depth(BEGAN + EVERY + 1)).isEqualTo(Depth.HINTED);
    }

    @Test
    void comparingTakesABoundedShareOfTheTime() {
        pace.done(BEGAN, found(Outcome.UNCHANGED, COMPARING, 0), false);

        assertThat(pace.depth(BEGAN + LookPace.CHANGE_SHARE * COMPARING)).isEqualTo(Depth.GLANCE);
        assertThat(pace.depth(BEGAN + LookPace.CHANGE_SHARE * COMPARING + 1)).isEqualTo(Depth.HINTED);
        assertThat(pace.depth(BEGAN + LookPace.COMPARE_SHARE * COMPARING)).isEqualTo(Depth.HINTED);
        assertThat(pace.depth(BEGAN + LookPace.COMPARE_SHARE * COMPARING + 1)).isEqualTo(Depth.THOROUGH);
    }

    @Test
    void readingChangesTakesABoundedShareOfTheTimeButTheFirstReadDoesNotCount() {
        long reading = 30 * COMPARING;
        pace.done(BEGAN, found(Outcome.READ, COMPARING, reading), false);
        assertThat(pace.depth(BEGAN + LookPace.CHANGE_SHARE * reading)).isEqualTo(Depth.GLANCE);
        assertThat(pace.depth(BEGAN + LookPace.CHANGE_SHARE * reading + 1)).isEqualTo(Depth.THOROUGH);

        pace.done(BEGAN, found(Outcome.READ, COMPARING, reading), true);
        assertThat(pace.depth(BEGAN + LookPace.COMPARE_SHARE * COMPARING + 1)).isEqualTo(Depth.THOROUGH);
    }

    @Test
    void whatWasNotComparedForTwiceAsLongAsItShouldBeIsNotUsed() {
        long twice = 2 * LookPace.COMPARE_SHARE * COMPARING;
        pace.done(BEGAN, found(Outcome.UNCHANGED, COMPARING, 0), false);
        pace.done(BEGAN + twice, found(Outcome.NOT_COMPARED, 0, 0), false);
        assertThat(pace.isOverdue(BEGAN + twice)).isFalse();
        assertThat(pace.isOverdue(BEGAN + twice + 1)).isTrue();

        pace.done(BEGAN + twice, found(Outcome.UNTOUCHED, 0, 0), false);
        assertThat(pace.isOverdue(BEGAN + twice + 1)).as("seen for certain").isFalse();
    }

    @Test
    void aDoubtMakesTheNextDecisionWait() {
        pace.done(BEGAN, found(Outcome.UNCHANGED, COMPARING, 0), false);
        pace.doubt(BEGAN);
        assertThat(pace.isDue(BEGAN)).isTrue();
        assertThat(pace.isOverdue(BEGAN)).isTrue();
    }

    @Test
    void looksThatSomebodyWaitsForFollowOneAnotherAfterAPause() {
        pace.done(BEGAN, found(Outcome.UNCHANGED, COMPARING, 0), false);
        assertThat(pace.awaitedIn(BEGAN + 5, 7)).isEqualTo(LookPace.AWAITED_SHARE * COMPARING - 5);
        pace.done(BEGAN + LookPace.AWAITED_SHARE * COMPARING, found(Outcome.UNTOUCHED, 0, 0), false);
        assertThat(pace.awaitedIn(BEGAN + LookPace.AWAITED_SHARE * COMPARING + 5, 7))
                .isEqualTo(2);
    }

    private static Found found(Outcome outcome, long comparing, long reading) {
        return new Found(new Marked(EMPTY, null, null, 0, 0, Mark.NONE, NOTHING), outcome, comparing, reading);
    }
}
