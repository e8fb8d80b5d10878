package dev.sallyport.sql.bound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EffortTest {

    @Test
    void soManyPartsAreLookedAtAndNoMore() {
        Effort effort = new Effort();
        for (int i = 0; i < Effort.MAXIMUM_STEPS; i++) {
            effort.step();
        }
        assertThat(effort.spent()).isFalse();

        effort.step();

        assertThat(effort.spent()).isTrue();
        assertThat(effort.enter()).isFalse();
    }

    @Test
    void soManyQueriesAreLookedAtFromWithinOneAnotherAndThenNoMoreAtAll() {
        Effort effort = new Effort();
        for (int i = 0; i < Effort.MAXIMUM_DEPTH; i++) {
            assertThat(effort.enter()).isTrue();
        }

        assertThat(effort.enter()).isFalse();
        assertThat(effort.spent()).isTrue();
        effort.leave();
        assertThat(effort.enter()).isFalse();
    }

    @Test
    void aQueryThatWasLeftDoesNotCountAsOneAroundTheNext() {
        Effort effort = new Effort();
        for (int i = 0; i < 2 * Effort.MAXIMUM_DEPTH; i++) {
            assertThat(effort.enter()).isTrue();
            effort.leave();
        }
    }
}
