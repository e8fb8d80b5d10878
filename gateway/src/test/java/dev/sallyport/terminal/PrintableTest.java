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

    @Test
    void aFirstLineSaysWhatItLeavesOut() {
        assertThat(Printable.firstLine("select 1", 10)).isEqualTo("select 1");
        assertThat(Printable.firstLine("-- a\nDROP\nx", 10)).isEqualTo("-- a (+2 lines)");
        assertThat(Printable.firstLine("12345678901", 10)).isEqualTo("1234567...");
        assertThat(Printable.firstLine("1234567890", 10)).isEqualTo("1234567890");
        assertThat(Printable.firstLine("", 10)).isEmpty();
    }

    @Test
    void linesStayLinesAndNothingElseActs() {
        assertThat(Printable.lines("a\u001b\nb")).isEqualTo("a\\u001b\nb");
    }
}
