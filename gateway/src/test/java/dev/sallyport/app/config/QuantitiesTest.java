package dev.sallyport.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuantitiesTest {

    @Test
    void timesAreReadInEachUnit() {
        assertThat(Quantities.time("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(Quantities.time("60s")).isEqualTo(Duration.ofSeconds(60));
        assertThat(Quantities.time("90m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(Quantities.time("1h")).isEqualTo(Duration.ofHours(1));
        assertThat(Quantities.time("366d")).isEqualTo(ConfigurationLimits.LONGEST);
    }

    @Test
    void whatIsNoTimeIsNotGuessed() {
        for (String text : List.of(
                "", "15", "0s", "-1s", "1 h", "1.5h", "1w", "PT15M", "367d", "999999999d", "9999999999s", "1H")) {
            assertThat(Quantities.time(text)).as(text).isNull();
        }
    }

    @Test
    void sizesAreReadInEachUnit() {
        assertThat(Quantities.size("1024")).isEqualTo(1024);
        assertThat(Quantities.size("1B")).isEqualTo(1);
        assertThat(Quantities.size("2KiB")).isEqualTo(2048);
        assertThat(Quantities.size("64MiB")).isEqualTo(64L << 20);
        assertThat(Quantities.size("999999999GiB")).isEqualTo(999_999_999L << 30);
        for (String text : List.of("", "0", "1KB", "1k", "-1", "1.5MiB")) {
            assertThat(Quantities.size(text)).as(text).isNull();
        }
    }
}
