package dev.sallyport.app.config;

import static dev.sallyport.app.config.ConfigurationFiles.LEAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Flows;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskFunction.Bucket;
import dev.sallyport.policy.MaskFunction.Detect;
import dev.sallyport.policy.MaskFunction.Partial;
import dev.sallyport.policy.MaskFunction.Piece;
import dev.sallyport.policy.MaskFunction.Shape;
import dev.sallyport.policy.MaskFunction.Shaped;
import dev.sallyport.policy.MaskFunction.TruncateDate;
import dev.sallyport.policy.MaskFunction.Unit;
import dev.sallyport.policy.MaskKey;
import dev.sallyport.policy.MaskSetting;
import dev.sallyport.policy.MaskSetting.Nulls;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskFunctionReaderTest {
    private static final String KEY = "sixteen or more!";

    @TempDir
    private Path directory;

    private ConfigurationFiles files;

    @BeforeEach
    void create() throws IOException {
        files = new ConfigurationFiles(directory);
        Files.writeString(directory.resolve("mask.key"), KEY + "\n");
    }

    @Test
    void everyFunctionIsReadWithItsSettings() throws IOException {
        assertThat(read("redact")).isEqualTo(new MaskFunction.Redact());
        assertThat(read("{ constant: { value: 7 } }")).isEqualTo(new MaskFunction.Constant("7"));
        assertThat(read("{ partial: { first: 2, last: 4 } }")).isEqualTo(new Partial(2, 4));
        assertThat(read("{ partial: { last: 32 } }")).isEqualTo(new Partial(0, 32));
        assertThat(read("{ partial: { shape: email } }")).isEqualTo(new Shaped(Shape.EMAIL));
        assertThat(read("{ hash: { key: '${file:mask.key}' } }")).isEqualTo(new MaskFunction.Hash(new MaskKey(KEY)));
        assertThat(read("{ bucket: { width: 0.5, time: 7d } }"))
                .isEqualTo(new Bucket(new BigDecimal("0.5"), Duration.ofDays(7)));
        assertThat(read("{ bucket: { time: 1m } }")).isEqualTo(new Bucket(null, Duration.ofMinutes(1)));
        assertThat(read("{ truncate-date: { to: quarter } }"))
                .isEqualTo(new TruncateDate(Unit.QUARTER, ZoneOffset.UTC));
        assertThat(read("{ truncate-date: { to: day, zone: Europe/Berlin } }"))
                .isEqualTo(new TruncateDate(Unit.DAY, ZoneId.of("Europe/Berlin")));
        assertThat(read("{ format-preserving: { key: '${file:mask.key}' } }"))
                .isEqualTo(new MaskFunction.FormatPreserving(new MaskKey(KEY)));
    }

    @Test
    void nullsAreMaskedUnlessTheyAreKept() throws IOException {
        assertThat(mask("redact").nulls()).isEqualTo(Nulls.CONSTANT);
        assertThat(mask("redact, nulls: constant").nulls()).isEqualTo(Nulls.CONSTANT);
        assertThat(mask("redact, nulls: keep").nulls()).isEqualTo(Nulls.KEEP);
    }

    @Test
    void aMaskThatLooksForPiecesKeepsNullsAndAllowsUsesIfItDoesNotSayOtherwise() throws IOException {
        MaskSetting mask = mask("redact, detect: [email, national-id]");
        assertThat(mask.with())
                .isEqualTo(new Detect(Set.of(Piece.EMAIL, Piece.NATIONAL_ID), new MaskFunction.Redact(), false));
        assertThat(mask.nulls()).isEqualTo(Nulls.KEEP);
        assertThat(mask.flows()).isEqualTo(Flows.ALLOW);

        MaskSetting strict = mask("redact, detect: [card], nulls: constant, flows: deny");
        assertThat(strict.nulls()).isEqualTo(Nulls.CONSTANT);
        assertThat(strict.flows()).isEqualTo(Flows.DENY);
        assertThat(mask("{ partial: { last: 4 } }, detect: [card]").with())
                .isEqualTo(new Detect(Set.of(Piece.CARD), new Partial(0, 4), false));
    }

    @Test
    void whatIsWrongWithDetectIsTold() throws IOException {
        problem("redact, detect: []", "detect: names nothing to look for");
        problem("'null', detect: [email]", "with: null takes no piece of a text");
        problem("{ bucket: { width: 10 } }, detect: [email]", "with: bucket takes no piece of a text");
        problem("redact, detect: [email, shoe-size]", "detect[1]: must be one of email, card, iban, phone,");
    }

    @Test
    void aKeyIsNowhereShown() throws IOException {
        MaskSetting mask = mask("{ hash: { key: '${file:mask.key}' } }");

        assertThat(mask.toString()).contains("***").doesNotContain(KEY);
    }

    @Test
    void whatIsWrongIsToldWithItsPlace() throws IOException {
        problem(
                "shred",
                "with: must be one of redact, null, or a mapping with one of the keys constant, partial, hash,");
        problem("[redact]", "with: must be a mapping with the keys constant, partial, hash,");
        problem("{}", "with: must have exactly one key");
        problem("{ partial: { first: 1 }, constant: { value: x } }", "with: must have exactly one key");
        problem("{ shred: { first: 1 } }", "with.shred: is not a key that is known here; known are constant,");
        problem("{ partial: { first: 1, middle: 1 } }", "with.partial.middle: is not a key that is known here");
        problem("{ partial: { first: 33 } }", "with.partial.first: must be a whole number from 0 to 32");
        problem("{ partial: { first: 1, last: -1 } }", "with.partial.last: must be a whole number from 0 to 32");
        problem("{ partial: { first: 0 } }", "with.partial: keeps nothing: give first, last or a shape");
        problem("{ partial: { shape: ssn } }", "with.partial.shape: must be one of email, card, phone");
        problem("{ partial: { shape: card, last: 4 } }", "with.partial: has a shape, and so neither first nor last");
        problem("{ constant: { } }", "with.constant.value: is missing");
        problem("{ constant: { value: \"a\\0b\" } }", "with.constant.value: can't hold a zero byte");
        problem("{ hash: { key: '${file:gone.key}' } }", "with.hash.key: the file can't be read");
        problem("{ bucket: { } }", "with.bucket: has no width: give width for numbers, time for dates, or both");
        problem("{ bucket: { time: 59s } }", "with.bucket.time: must be a minute or longer");
        problem("{ truncate-date: { } }", "with.truncate-date.to: is missing");
        problem(
                "{ truncate-date: { to: hour } }",
                "with.truncate-date.to: must be one of year, quarter, month, week, day");
        problem("{ truncate-date: { to: day, zone: Mars } }", "with.truncate-date.zone: is not a time zone");
    }

    @Test
    void aWidthIsMoreThanZeroAndHasFewDigits() throws IOException {
        assertThat(read("{ bucket: { width: '123456789012345678' } }"))
                .isEqualTo(new Bucket(new BigDecimal("123456789012345678"), null));
        assertThat(read("{ bucket: { width: '0.000000000000000001' } }"))
                .isEqualTo(new Bucket(new BigDecimal("0.000000000000000001"), null));
        for (String width : List.of("0", "-1", "ten", "1e3", "1.", "1234567890123456789", "1.123456789012345678")) {
            problem("{ bucket: { width: '" + width + "' } }", "with.bucket.width: must be a number greater than zero");
        }
    }

    @Test
    void aKeyIsNeitherTooShortNorTooLong() throws IOException {
        for (String function : List.of("hash", "format-preserving")) {
            assertThat(read("{ " + function + ": { key: " + "k".repeat(MaskKey.SHORTEST) + " } }")
                            .isConstant())
                    .isFalse();
            assertThat(read("{ " + function + ": { key: " + "k".repeat(MaskKey.LONGEST) + " } }")
                            .isConstant())
                    .isFalse();
            for (int length : new int[] {MaskKey.SHORTEST - 1, MaskKey.LONGEST + 1}) {
                problem(
                        "{ " + function + ": { key: " + "k".repeat(length) + " } }",
                        "with." + function + ".key: must have 16 to 1024 bytes");
            }
        }
    }

    private MaskFunction read(String with) throws IOException {
        return mask(with).with();
    }

    private MaskSetting mask(String with) throws IOException {
        return files.loaded(LEAST + yaml(with)).policy().masks().getFirst();
    }

    private void problem(String with, String problem) throws IOException {
        assertThat(files.problems(LEAST + yaml(with)))
                .singleElement()
                .asString()
                .contains(": masks[0]." + problem);
    }

    private static String yaml(String with) {
        return "masks: [ { name: m, database: shop, columns: [public.a.b], with: " + with + " } ]\n";
    }
}
