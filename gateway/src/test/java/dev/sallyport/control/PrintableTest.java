package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void nothingThatActsOnATerminalIsPrinted() {
        assertThat(Printable.of("a\u001b[31mb\r\n\t\u0007\u009b\u007f")).isEqualTo("a\\u{1b}[31mb\\u{d}\\u{a}\\u{9}\\u{7}\\u{9b}\\u{7f}");
        assertThat(Printable.of("\u202eevil\u2066\u200b\u2028\ufeff\ud800")).isEqualTo("\\u{202e}evil\\u{2066}\\u{200b}\\u{2028}\\u{feff}\\u{d800}");
        assertThat(Printable.of("Grüße 表 😀")).isEqualTo("Grüße 表 😀");
    }

    @Test
    void aFirstLineSaysWhatItLeavesOut() {
        assertThat(Printable.firstLine("select 1", 10)).isEqualTo("select 1");
        assertThat(Printable.firstLine("-- a\nDROP\nx", 10)).isEqualTo("-- a (+2 lines)");
        assertThat(Printable.firstLine("12345678901", 10)).isEqualTo("1234567...");
        assertThat(Printable.firstLine("1234567890", 10)).isEqualTo("1234567890");
        assertThat(Printable.lines("a\u001b\nb")).isEqualTo("a\\u{1b}\nb");
        assertThat(Printable.firstLine("", 10)).isEmpty();
    }
}
