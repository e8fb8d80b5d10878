package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTagTest {
    @ParameterizedTest
    @CsvSource({
        "SELECT 0, 0",
        "INSERT 0 5, 5",
        "UPDATE 17, 17",
        "COPY 3, 3",
        "MERGE 1, 1",
        "SELECT 9223372036854775807, 9223372036854775807",
    })
    void theNumberAtTheEndOfATagIsTheRows(String tag, long rows) {
        assertThat(new BackendMessage.CommandComplete(tag).rows()).hasValue(rows);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "5",
                "BEGIN",
                "CREATE TABLE",
                "SELECT ",
                "SELECT -1",
                "SELECT 1x",
                "SELECT ٣",
                "SELECT 9223372036854775808",
                "SELECT 99999999999999999999999999"
            })
    void aTagWithoutSuchANumberHasNone(String tag) {
        assertThat(new BackendMessage.CommandComplete(tag).rows()).isEqualTo(OptionalLong.empty());
    }
}
