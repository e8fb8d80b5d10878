package dev.sallyport.sql.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchPathTest {

    @Test
    void namesAreFoldedUnlessTheyAreQuoted() {
        assertThat(SearchPath.of("\"$user\", Public,\"Mixed Case\" , \"with\"\"quote\""))
                .isEqualTo(new SearchPath.Known(List.of("$user", "public", "Mixed Case", "with\"quote")));
        assertThat(SearchPath.of("\u00c9A")).isEqualTo(new SearchPath.Known(List.of("\u00c9a")));
    }

    @Test
    void anEmptySettingNamesNoSchemaAndAnEmptyNameOneThatIsNotThere() {
        assertThat(SearchPath.of("")).isEqualTo(new SearchPath.Known(List.of()));
        assertThat(SearchPath.of(" \t")).isEqualTo(new SearchPath.Known(List.of()));
        assertThat(SearchPath.of("\"\"")).isEqualTo(new SearchPath.Known(List.of("")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,", ",a", "a b", "\"a", "\"a\"b", "a,,b", "\u00a0 a"})
    void whatTheServerWouldNotReadIsNotKnown(String setting) {
        assertThat(SearchPath.of(setting)).isEqualTo(new SearchPath.Unknown());
    }

    @Test
    void aNameThatTheServerWouldCutIsNotRead() {
        assertThat(SearchPath.of("a".repeat(63))).isEqualTo(new SearchPath.Known(List.of("a".repeat(63))));
        assertThat(SearchPath.of("a".repeat(64))).isEqualTo(new SearchPath.Unknown());
    }

    @Test
    void aSettingThatIsTooLongIsNotRead() {
        assertThat(SearchPath.of(" ".repeat(SearchPath.LONGEST_SETTING))).isInstanceOf(SearchPath.Known.class);
        assertThat(SearchPath.of(" ".repeat(SearchPath.LONGEST_SETTING + 1))).isEqualTo(new SearchPath.Unknown());
    }
}
