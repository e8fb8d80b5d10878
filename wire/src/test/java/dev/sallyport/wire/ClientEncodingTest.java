package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientEncodingTest {

    @ParameterizedTest
    @CsvSource({
        "LATIN1, LATIN1",
        "latin-1, LATIN1",
        "ISO 8859-1, LATIN1",
        "iso_8859_15, LATIN9",
        "Windows-1252, WIN1252",
        "koi8, KOI8R",
        "utf-8, UTF8",
        "UNICODE, UTF8",
        "'''utf8''', UTF8",
        "sql_ascii, SQL_ASCII",
        "alt, WIN866"
    })
    void anEncodingHasTheNamesThatTheServerKnowsItBy(String said, String name) {
        assertThat(named(said).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SJIS",
                "SHIFT_JIS_2004",
                "BIG5",
                "GBK",
                "GB18030",
                "UHC",
                "JOHAB",
                "EUC_JP",
                "EUC_JIS_2004",
                "EUC_KR",
                "EUC_CN",
                "EUC_TW",
                "MULE_INTERNAL",
                "LATIN6",
                "LATIN8",
                "",
                "auto",
                "LATIN",
                "\u212aOI8R"
            })
    void anEncodingInWhichTextsCannotBeReadSafelyIsNone(String name) {
        assertThat(ClientEncoding.named(name)).isEmpty();
    }

    @Test
    void asciiIsTheSameInAllOfThem() {
        byte[] ascii = new byte[0x80];
        for (int i = 0; i < ascii.length; i++) {
            ascii[i] = (byte) i;
        }
        for (ClientEncoding encoding : ClientEncoding.values()) {
            assertThat(encoding.toUtf8(Bytes.of(ascii))).isEqualTo(Bytes.of(ascii));
            assertThat(encoding.bytesOf(Bytes.of(ascii).utf8ForDisplay())).isEqualTo(Bytes.of(ascii));
        }
    }

    @Test
    void eachByteOfItsOwnComesBackAndNoTwoAreOneCharacter() {
        for (ClientEncoding encoding : ClientEncoding.values()) {
            String characters = encoding.characters();
            assertThat(characters.chars().distinct().count())
                    .as(encoding.name())
                    .isEqualTo(characters.length());
            Bytes bytes = encoding.bytesOf(characters);
            assertThat(encoding.toUtf8(bytes)).isEqualTo(Bytes.ofUtf8(characters));
        }
    }

    @Test
    void aByteWithoutACharacterIsNoText() {
        ClientEncoding encoding = named("WIN1252");
        assertThat(encoding.toUtf8(bytes('a', 0x81))).isNull();
        assertThat(encoding.display(bytes('a', 0x81))).isEqualTo("a\ufffd");
        assertThat(encoding.toUtf8(bytes('a', 0x80))).isEqualTo(Bytes.ofUtf8("a\u20ac"));
    }

    @Test
    void aCharacterWithoutAByteBecomesAQuestionMark() {
        assertThat(named("LATIN1").bytesOf("\u00e9\u20ac\ud83d\ude00x")).isEqualTo(bytes(0xe9, '?', '?', 'x'));
    }

    @Test
    void bytesThatAreToBeUtf8AreLeftAsTheyAre() {
        assertThat(ClientEncoding.UTF8.toUtf8(bytes(0xff))).isEqualTo(bytes(0xff));
        assertThat(named("SQL_ASCII").toUtf8(bytes(0xff))).isEqualTo(bytes(0xff));
    }

    @Test
    void aNameInAMessageIsReadByTheEncoding() throws ProtocolViolation {
        Frame frame = Frame.of(BodyWriter.of(FrontendType.EXECUTE)
                .terminated(bytes(0xe9))
                .int32(0)
                .finish());
        assertThat(FrontendMessages.decode(frame, named("LATIN1"))).isEqualTo(new FrontendMessage.Execute("\u00e9", 0));
    }

    private static ClientEncoding named(String name) {
        return ClientEncoding.named(name).orElseThrow(() -> new AssertionError(Objects.requireNonNull(name)));
    }

    private static Bytes bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Bytes.of(bytes);
    }
}
