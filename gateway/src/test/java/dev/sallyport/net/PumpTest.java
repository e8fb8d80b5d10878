package dev.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PumpTest {
    private final List<String> done = new ArrayList<>();
    private final Queue<String> source = new ArrayDeque<>();
    private final Pump pump = new Pump(
            List.of(this::takeFromSource),
            () -> done.add("flush"),
            failure -> done.add("failed: " + failure.getMessage()));

    @Test
    void whatIsPostedFromInsideComesAfterAndBeforeTheSources() {
        source.add("input");
        pump.post(() -> {
            pump.post(() -> done.add("inner"));
            done.add("outer");
        });
        assertThat(done).containsExactly("outer", "inner", "input", "flush");
    }

    @Test
    void whatIsPostedWhileASourceIsTakenFromComesBeforeItsNext() {
        source.add("post");
        source.add("second");
        pump.run();
        assertThat(done).containsExactly("post", "posted", "second", "flush");
    }

    @Test
    void afterAFailureNothingIsDoneAnyMore() {
        pump.post(() -> {
            pump.post(() -> done.add("never"));
            throw new IllegalStateException("here");
        });
        pump.post(() -> done.add("never"));
        source.add("never");
        pump.run();
        assertThat(done).containsExactly("failed: here", "flush");
    }

    private boolean takeFromSource() {
        String next = source.poll();
        if (next == null) {
            return false;
        }
        done.add(next);
        if (next.equals("post")) {
            pump.post(() -> done.add("posted"));
        }
        return true;
    }
}
