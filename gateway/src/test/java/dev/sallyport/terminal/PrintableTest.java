package dev.sallyport.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @Test
    void textWithoutControlCharactersStandsAsItIs() {
        assertThat(Printable.line("SELECT 'café 漢字 🙂' \\ \"x\"")).isEqualTo("SELECT 'café 漢字 🙂' \\ \"x\"");
    }

    @ParameterizedTest
    @ValueSource(chars = {0, 7, 9, 10, 13, 0x1b, 0x7f, 0x9b, 0x202e, 0x2028, 0x200b, 0x2066, 0xd800, 0xe000})
    void whatCommandsATerminalOrDeceivesTheReaderIsEscaped(char character) {
        assertThat(Printable.line("é" + character + "b")).isEqualTo("é\\u%04xb".formatted((int) character));
    }

    @Test
    void aFormatCharacterOutsideTheBasicPlaneIsEscapedAsItsPair() {
        assertThat(Printable.line(new String(Character.toChars(0xe0001)))).isEqualTo("\\udb40\\udc01");
    }
}
