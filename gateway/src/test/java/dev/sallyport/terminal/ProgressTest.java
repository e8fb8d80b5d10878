package dev.sallyport.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private Progress progress(boolean shown) {
        return Progress.on(new PrintStream(written, true, StandardCharsets.UTF_8), shown);
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theBarGrowsWithTheStepsAndIsTakenAwayAtTheEnd() {
        try (Progress progress = progress(true)) {
            progress.step("one", 2);
            assertThat(written()).endsWith("[" + "#".repeat(15) + " ".repeat(15) + "] 1/2 one");
            progress.step("two", 2);
            assertThat(written()).endsWith("[" + "#".repeat(30) + "] 2/2 two");
        }
        assertThat(written()).endsWith("\r\033[K");
    }

    @Test
    void whatIsNoTerminalGetsNothing() {
        try (Progress progress = progress(false)) {
            progress.step("one", 2);
        }
        assertThat(written()).isEmpty();
    }

    @Test
    void aLabelCanNotCommandTheTerminal() {
        try (Progress progress = progress(true)) {
            progress.step("a\033[2Jb", 1);
        }
        assertThat(written()).doesNotContain("\033[2J").contains("a\\u001b[2Jb");
    }

    @Test
    void ofManyStepsOnlyThoseThatShowAreDrawn() {
        try (Progress progress = progress(true)) {
            for (int i = 0; i < 10_000; i++) {
                progress.step("", 10_000);
            }
        }
        assertThat(written().chars().filter(c -> c == '\r').count()).isBetween(100L, 103L);
    }
}
