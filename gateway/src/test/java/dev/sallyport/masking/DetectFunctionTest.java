package dev.sallyport.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.detection.Pieces;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskFunction.Detect;
import dev.sallyport.policy.MaskFunction.Piece;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.wire.Format;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in a value is masked, and the rest stays. */
class DetectFunctionTest {
    private static final int TEXT = 25;
    private static final int INT4 = 23;
    private static final int VARCHAR = 1043;
    private static final int TEXTS = 1009;
    private static final int JSON = 114;
    private static final int JSONB = 3802;
    private static final Set<Piece> ALL = Set.of(Piece.values());
    private static final MaskFunction REDACTING = new Detect(ALL, new MaskFunction.Redact(), false);

    private static @Nullable String masked(MaskFunction function, int type, int modifier, String value) {
        return masked(function, List.of(), new MaskedColumn(type, modifier, Format.TEXT), value);
    }

    private static @Nullable String masked(
            MaskFunction function, List<String> path, MaskedColumn column, String value) {
        byte[] bytes = Masked.bytes(function, Nulls.KEEP, path, column, value.getBytes(StandardCharsets.UTF_8));
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void whatIsFoundInATextIsReplacedAndTheRestStays() {
        assertThat(masked(REDACTING, TEXT, -1, "Größe: ada@example.com paid with 4111 1111 1111 1111, 😀"))
                .isEqualTo("Größe: [redacted] paid with [redacted], 😀");
        assertThat(masked(REDACTING, TEXT, -1, "nothing to find")).isEqualTo("nothing to find");
        assertThat(masked(REDACTING, TEXT, -1, "")).isEmpty();
    }

    @Test
    void onlyWhatIsLookedForIsFound() {
        MaskFunction cards = new Detect(Set.of(Piece.CARD), new MaskFunction.Redact(), false);
        assertThat(masked(cards, TEXT, -1, "ada@example.com 4111111111111111")).isEqualTo("ada@example.com [redacted]");
    }

    @Test
    void aFunctionWorksOnEachPieceAsOnAText() {
        MaskFunction partial = new Detect(ALL, new MaskFunction.Partial(0, 4), false);
        assertThat(masked(partial, TEXT, -1, "card 4111111111111111!")).isEqualTo("card ***1111!");
        MaskFunction shaped = new Detect(ALL, new MaskFunction.Shaped(MaskFunction.Shape.EMAIL), false);
        assertThat(masked(shaped, TEXT, -1, "ada@example.com, 4111111111111111"))
                .isEqualTo("a***@***.com, [redacted]");
        MaskFunction hash = new Detect(ALL, Masked.HASH, false);
        assertThat(masked(hash, TEXT, -1, "to ada@example.com"))
                .isEqualTo("to " + Masked.text(Masked.HASH, TEXT, "ada@example.com"));
        MaskFunction constant = new Detect(ALL, new MaskFunction.Constant("<gone>"), false);
        assertThat(masked(constant, TEXT, -1, "to ada@example.com")).isEqualTo("to <gone>");
    }

    @Test
    void whatBecomesTooLongForItsColumnBecomesTheConstant() {
        assertThat(masked(REDACTING, VARCHAR, 4 + 12, "a@b.de")).isEqualTo("[redacted]");
        assertThat(masked(REDACTING, VARCHAR, 4 + 12, "a@b.de is it")).isEqualTo("[redacted]");
        assertThat(masked(REDACTING, VARCHAR, 4 + 16, "a@b.de is it")).isEqualTo("[redacted] is it");
    }

    @Test
    void aValueMayBeSoLongAndNoLonger() {
        String longest = "x".repeat(PieceMask.LONGEST);
        assertThat(masked(REDACTING, TEXT, -1, longest)).isEqualTo(longest);
        assertThat(masked(REDACTING, TEXT, -1, longest + "x")).isEqualTo("[redacted]");
        String document = "\"" + "x".repeat(PieceMask.LONGEST - 2) + "\"";
        assertThat(masked(REDACTING, JSON, -1, document)).isEqualTo(document);
        assertThat(masked(REDACTING, JSON, -1, " " + document)).isEqualTo(" " + document);
        assertThat(masked(REDACTING, JSON, -1, "[" + document + "]")).isEqualTo("\"[redacted]\"");
    }

    @Test
    void aValueWithTooMuchToExamineBecomesTheConstant() {
        String candidates = "4111111111111112,";
        MaskFunction cards = new Detect(Set.of(Piece.CARD), new MaskFunction.Redact(), false);
        // More than are examined would be longer than what is searched.
        assertThat(candidates.length() * (Pieces.MOST_CANDIDATES + 1)).isGreaterThan(PieceMask.LONGEST);
        String dense = "+1 2 3 4 5 6 7 8 9 0 1 2,";
        String most = dense.repeat(PieceMask.LONGEST / dense.length());
        assertThat(masked(cards, TEXT, -1, most)).isEqualTo(most);
        assertThat(masked(REDACTING, TEXT, -1, most)).isEqualTo("[redacted]");
        assertThat(masked(REDACTING, JSON, -1, "[\"" + most.substring(100) + "\"]"))
                .isEqualTo("\"[redacted]\"");
        String strings = "[" + ("\"" + dense.substring(0, 24) + "\",").repeat(2_400) + "1]";
        assertThat(masked(REDACTING, JSON, -1, strings)).as("in many strings").isEqualTo("\"[redacted]\"");
    }

    @Test
    void whatIsNoUtf8BecomesTheConstant() {
        byte[] masked = Masked.bytes(
                REDACTING, Nulls.KEEP, new MaskedColumn(TEXT, -1, Format.TEXT), new byte[] {'a', (byte) 0xff});
        assertThat(masked).isEqualTo("[redacted]".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": \"ada@example.com\", \"b\": 1}|{\"a\": \"[redacted]\", \"b\": 1}",
                "{\"ada@example.com\": true}|{\"[redacted]\": true}",
                "[\"x\\u0040example.com \\\"q\\\"\", null, -1.5e7]|[\"[redacted] \\\"q\\\"\", null, -1.5e7]",
                "{\"card\": 4111111111111111, \"not\": 4111111111111112}|{\"card\": \"[redacted]\", \"not\": 4111111111111112}",
                "{\"deep\": [{\"x\": [\"to ada@example.com\"]}]}|{\"deep\": [{\"x\": [\"to [redacted]\"]}]}",
                "{\"kept\": \"\\u00e9\\/\"}|{\"kept\": \"\\u00e9\\/\"}",
                "\"ada@example.com\"|\"[redacted]\"",
                "4111111111111111|\"[redacted]\"",
                "[]|[]"
            })
    void stringsKeysAndNumbersOfDocumentsAreSearched(String document, String expected) {
        assertThat(masked(REDACTING, JSON, -1, document)).isEqualTo(expected);
        assertThat(masked(REDACTING, JSONB, -1, document)).isEqualTo(expected);
        MaskedColumn binary = new MaskedColumn(JSONB, -1, Format.BINARY);
        assertThat(masked(REDACTING, List.of(), binary, "\1" + document)).isEqualTo("\1" + expected);
    }

    @Test
    void underAPathOnlyWhatStandsThereIsSearched() {
        MaskedColumn column = new MaskedColumn(JSONB, -1, Format.TEXT);
        assertThat(masked(REDACTING, List.of("a"), column, "{\"a\": {\"b\": \"a@b.de\"}, \"c\": \"a@b.de\"}"))
                .isEqualTo("{\"a\": {\"b\": \"[redacted]\"}, \"c\": \"a@b.de\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": ", "{\"a\": \"a@b.de\"} x", "a@b.de", ""})
    void whatIsNoDocumentBecomesTheConstant(String value) {
        assertThat(masked(REDACTING, JSON, -1, value)).isEqualTo("\"[redacted]\"");
    }

    @Test
    void theElementsOfArraysAreSearched() {
        assertThat(masked(REDACTING, TEXTS, -1, "{\"to a@b.de\",NULL,x}")).isEqualTo("{\"to [redacted]\",NULL,x}");
    }

    @Test
    void aColumnThatCannotBeSearchedIsMaskedAndWhatIsComputedOtherwiseStays() {
        MaskFunction computed = new Detect(ALL, new MaskFunction.Redact(), true);
        assertThat(masked(REDACTING, INT4, -1, "7")).isEqualTo("0");
        assertThat(masked(computed, TEXT, -1, "to a@b.de")).isEqualTo("to [redacted]");
        assertThat(masked(computed, JSON, -1, "\"a@b.de\"")).isEqualTo("\"[redacted]\"");
        CellMask mask = new Masks(Map.of())
                .of(new MaskRule("m", "c", computed, Nulls.KEEP, List.of()), new MaskedColumn(INT4, -1, Format.BINARY));
        assertThat(mask).isSameAs(KeptCell.KEPT);
    }
}
