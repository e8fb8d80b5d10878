package dev.sallyport.masking;

import static dev.sallyport.masking.Answers.INT4;
import static dev.sallyport.masking.Answers.TEXT;
import static dev.sallyport.masking.Answers.column;
import static dev.sallyport.masking.Answers.redact;
import static dev.sallyport.masking.Answers.row;
import static dev.sallyport.masking.Answers.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.Hiding;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.policy.Outputs;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Field;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.Head;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaskPlanTest {
    private static final Optional<MaskRule> REDACTED =
            Optional.of(new MaskRule("pii", "public.t.c9", new MaskFunction.Redact(), Nulls.CONSTANT, List.of()));

    private static final RowDescription THREE = new RowDescription(
            List.of(column(1, INT4, Format.TEXT), column(2, TEXT, Format.TEXT), column(3, TEXT, Format.TEXT)));

    @Test
    void onlyTheColumnsThatHaveAMaskChange() throws MaskingFailure {
        MaskPlan plan = MaskPlan.of(THREE, redact(2));

        assertThat(plan.passes()).isFalse();
        assertThat(plan.mask(row("7", "078-05-1120", "Ann")))
                .isEqualTo(row("7", "[redacted]", "Ann").bytes());
    }

    @Test
    void theBeginningOfALongRowIsMaskedAndItsRestFits() throws MaskingFailure {
        MaskPlan plan = MaskPlan.of(THREE, redact(2));
        Bytes whole = row("7", "078-05-1120", "x".repeat(1000)).bytes();
        Bytes masked = row("7", "[redacted]", "x".repeat(1000)).bytes();
        int secretEnds = Frame.HEADER + 2 + 4 + 1 + 4 + 11;

        for (int size = secretEnds; size < whole.length(); size++) {
            Bytes beginning = plan.mask(new Head(whole.at(0), whole.slice(0, size)));
            Bytes rest = whole.slice(size, whole.length() - size);
            byte[] joined = Arrays.copyOf(beginning.toByteArray(), beginning.length() + rest.length());
            System.arraycopy(rest.toByteArray(), 0, joined, beginning.length(), rest.length());
            assertThat(Bytes.of(joined)).as("head of %d bytes", size).isEqualTo(masked);
        }
        for (int size = Frame.HEADER; size < secretEnds; size++) {
            Head tooShort = new Head(whole.at(0), whole.slice(0, size));
            assertThatThrownBy(() -> plan.mask(tooShort)).isInstanceOf(MaskingFailure.class);
        }
    }

    @Test
    void aMaskedColumnBehindTheBeginningOfALongRowIsTooLongAndNotTheServersFault() {
        Bytes whole = row("7", "x".repeat(100), "078-05-1120").bytes();
        Head head = new Head(whole.at(0), whole.slice(0, 60));

        assertThatThrownBy(() -> MaskPlan.of(THREE, redact(3)).mask(head))
                .isInstanceOfSatisfying(
                        MaskingFailure.class,
                        failure -> assertThat(failure.isTooLong()).isTrue())
                .hasMessageContaining("column 2");
    }

    @Test
    void whetherARowCanBeMaskedDependsOnWhatIsShownAlone() throws MaskingFailure {
        for (String secret : List.of("", "078-05-1120", "s".repeat(1 << 20))) {
            MaskPlan plan = MaskPlan.of(THREE, redact(3));
            String longest = "x".repeat(MaskPlan.MOST_SHOWN_BEFORE - 1);

            assertThat(plan.mask(row("7", longest, secret)).length())
                    .isEqualTo(row("7", longest, "[redacted]").bytes().length());
            tooLong(() -> plan.mask(row("7", longest + "x", secret)));
        }
    }

    @Test
    void aRowThatMayNotFitIntoAMessageIsTooLongHoweverLongWhatIsMaskedIs() throws MaskingFailure {
        for (String secret : List.of("", "078-05-1120", "s".repeat(1000))) {
            MaskPlan plan = MaskPlan.of(THREE, redact(2));
            int total = MaskPlan.MOST_SHOWN + secret.length();

            assertThat(plan.mask(claiming(row("7", secret, "x"), total)).length())
                    .isEqualTo(row("7", "[redacted]", "x").bytes().length());
            tooLong(() -> plan.mask(claiming(row("7", secret, "x"), total + 1)));
        }
    }

    /** The beginning of a row that is that long with its type. */
    private static Head claiming(Frame row, int total) {
        byte[] bytes = row.bytes().toByteArray();
        return new Head(row.type(), Bytes.of(withInt(bytes, 1, total - 1)));
    }

    @Test
    void oneMaskedColumnIsNotShownSoOftenThatItsLengthTells() throws MaskingFailure {
        List<Field> fields = Collections.nCopies(Outputs.MOST_OF_ONE, column(1, TEXT, Format.TEXT));
        List<Field> more = Collections.nCopies(Outputs.MOST_OF_ONE + 1, column(1, TEXT, Format.TEXT));

        assertThat(MaskPlan.of(new RowDescription(fields), redact(1)).passes()).isFalse();
        tooLong(() -> MaskPlan.of(new RowDescription(more), redact(1)));
        assertThat(MaskPlan.of(new RowDescription(more), redact(2)).passes()).isTrue();
    }

    private static void tooLong(ThrowingCallable masking) {
        assertThatThrownBy(masking)
                .isInstanceOfSatisfying(
                        MaskingFailure.class,
                        failure -> assertThat(failure.isTooLong()).isTrue());
    }

    @Test
    void anAnswerWithoutMaskedColumnsPassesUnread() throws MaskingFailure {
        assertThat(MaskPlan.of(THREE, AnswerRules.UNCHANGED).passes()).isTrue();
        assertThat(MaskPlan.of(THREE, redact(4)).passes()).isTrue();
        assertThat(MaskPlan.of(new RowDescription(List.of()), redact(1)).passes())
                .isTrue();
    }

    @Test
    void theSameAttributeOfAnotherTableIsNotMasked() throws MaskingFailure {
        Field other = new Field("c2", Answers.TABLE + 1, (short) 2, TEXT, (short) -1, -1, Format.TEXT);

        assertThat(MaskPlan.of(new RowDescription(List.of(other)), redact(2)).passes())
                .isTrue();
    }

    @Test
    void whatTheStatementMakesOfAMaskedColumnIsMaskedWhateverTheDescriptionSays() throws MaskingFailure {
        MaskPlan plan = MaskPlan.of(
                THREE,
                new AnswerRules(
                        Map.of(),
                        new Outputs(List.of(REDACTED, Optional.empty(), REDACTED), Set.of(Answers.TABLE)),
                        Map.of(),
                        null,
                        Hiding.NOTHING));

        assertThat(plan.mask(row("1", "22", "333")))
                .isEqualTo(row("0", "22", "[redacted]").bytes());
    }

    @Test
    void whatTheStatementIsSilentAboutIsMaskedWhereTheDescriptionNamesIt() throws MaskingFailure {
        List<Optional<MaskRule>> silent = List.of(Optional.empty(), Optional.empty(), Optional.empty());
        MaskPlan plan = MaskPlan.of(
                THREE,
                new AnswerRules(
                        redact(2).masks(), new Outputs(silent, Set.of(Answers.TABLE)), Map.of(), null, Hiding.NOTHING));

        assertThat(plan.mask(row("1", "22", "333")))
                .isEqualTo(row("1", "[redacted]", "333").bytes());
    }

    @Test
    void whatComesFromAnotherTableThanTheStatementReadsIsMasked() throws MaskingFailure {
        List<Optional<MaskRule>> silent = List.of(Optional.empty(), Optional.empty(), Optional.empty());
        MaskPlan plan = MaskPlan.of(
                THREE,
                new AnswerRules(
                        Map.of(), new Outputs(silent, Set.of(Answers.TABLE + 1)), Map.of(), null, Hiding.NOTHING));

        assertThat(plan.mask(row("1", "22", "333")))
                .isEqualTo(row("0", "[redacted]", "[redacted]").bytes());
    }

    @Test
    void anAnswerWithOtherColumnsThanTheStatementThatWasDecidedIsRefused() {
        AnswerRules two = new AnswerRules(
                Map.of(),
                new Outputs(List.of(REDACTED, REDACTED), Set.of(Answers.TABLE)),
                Map.of(),
                null,
                Hiding.NOTHING);

        assertThatThrownBy(() -> MaskPlan.of(THREE, two))
                .isInstanceOf(MaskingFailure.class)
                .hasMessageContaining("3 columns")
                .hasMessageContaining("decided 2");
    }

    @Test
    void aNullIsMaskedLikeAnyValue() throws MaskingFailure {
        MaskPlan plan = MaskPlan.of(THREE, redact(1, 2, 3));

        assertThat(plan.mask(row(null, null, null))).isEqualTo(plan.mask(row("1", "x", "")));
    }

    @Test
    void aColumnSelectedTwiceIsMaskedTwice() throws MaskingFailure {
        Field ssn = column(2, TEXT, Format.TEXT);
        MaskPlan plan = MaskPlan.of(new RowDescription(List.of(ssn, ssn)), redact(2));

        assertThat(plan.mask(row("a", "b")))
                .isEqualTo(row("[redacted]", "[redacted]").bytes());
    }

    @Test
    void theNullFunctionLeavesNothing() throws MaskingFailure {
        MaskPlan plan = MaskPlan.of(THREE, rules(new MaskFunction.Null(), List.of(), 2));

        assertThat(plan.mask(row("7", "secret", "Ann")))
                .isEqualTo(row("7", null, "Ann").bytes());
    }

    @Test
    void aPreparedStatementsFormatsComeFromItsBind() throws MaskingFailure {
        byte[] zero = new byte[Integer.BYTES];
        for (List<Format> formats : List.of(List.of(Format.BINARY), List.of(Format.BINARY, Format.TEXT, Format.TEXT))) {
            MaskPlan plan = MaskPlan.of(THREE, formats, redact(1));
            Bytes masked = plan.mask(row("\0\0\0\7", "x", "y"));
            assertThat(masked).isEqualTo(row("\0\0\0\0", "x", "y").bytes());
            assertThat(masked.slice(11, 4).toByteArray()).isEqualTo(zero);
        }
        assertThatThrownBy(() -> MaskPlan.of(THREE, List.of(Format.TEXT, Format.TEXT), redact(1)))
                .isInstanceOf(MaskingFailure.class);
    }

    @Test
    void aRowWithMoreOrFewerColumnsThanDescribedIsRefused() throws MaskingFailure {
        MaskPlan plan = MaskPlan.of(THREE, redact(2));

        refused(plan, row("1", "2"));
        refused(plan, row("1", "2", "3", "4"));
        refused(plan, row());
    }

    @Test
    void aRowWhoseLengthsDontFitIsRefused() throws MaskingFailure {
        MaskPlan plan = MaskPlan.of(THREE, redact(2));
        byte[] good = row("1", "22", "333").bytes().toByteArray();
        for (int column = 0, at = 7; column < 3; at += 4 + ++column) {
            for (int length : new int[] {-2, Integer.MIN_VALUE, Integer.MAX_VALUE, 1000}) {
                refused(plan, Frame.of(Bytes.of(withInt(good, at, length))));
            }
        }
        refused(plan, resized(good, good.length - 1));
        refused(plan, resized(good, good.length + 1));
        refused(plan, resized(good, 7));
        refused(plan, resized(good, 6));
        refused(plan, resized(good, 5));
    }

    @Test
    void anotherMessageThanARowIsRefused() throws MaskingFailure {
        refused(MaskPlan.of(THREE, redact(2)), Frame.of(new CommandComplete("SELECT 1").encode()));
    }

    @Test
    void aRowAnywhereInAnArrayIsReadInItsPlaceAndNotChanged() throws MaskingFailure {
        byte[] row = row("7", "secret", "Ann").bytes().toByteArray();
        byte[] around = new byte[row.length + 20];
        Arrays.fill(around, (byte) 'x');
        System.arraycopy(row, 0, around, 9, row.length);
        byte[] before = around.clone();

        Bytes masked = MaskPlan.of(THREE, redact(2)).mask(Frame.of(Bytes.of(around, 9, row.length)));

        assertThat(masked).isEqualTo(row("7", "[redacted]", "Ann").bytes());
        assertThat(around).isEqualTo(before);
    }

    @Test
    void rowsThatDifferOnlyInMaskedCellsGiveTheSameBytes() throws MaskingFailure {
        Random random = new Random(20261122);
        List<Integer> types = TypeConstants.ALL.stream()
                .flatMap(type -> java.util.stream.Stream.of(type.oid(), type.array()))
                .toList();
        for (int round = 0; round < 2_000; round++) {
            int columns = 1 + random.nextInt(12);
            List<Field> fields = new ArrayList<>();
            List<@Nullable Bytes> one = new ArrayList<>();
            List<@Nullable Bytes> other = new ArrayList<>();
            int[] masked = random.ints(1 + random.nextInt(3), 1, columns + 1)
                    .distinct()
                    .toArray();
            for (int i = 1; i <= columns; i++) {
                int type = random.nextInt(10) == 0 ? 90_000 : types.get(random.nextInt(types.size()));
                int modifier = random.nextBoolean() ? -1 : random.nextInt(40);
                fields.add(column(i, type, modifier, random.nextBoolean() ? Format.TEXT : Format.BINARY));
                int number = i;
                one.add(value(random));
                other.add(Arrays.stream(masked).anyMatch(m -> m == number) ? value(random) : one.getLast());
            }
            MaskPlan plan = MaskPlan.of(new RowDescription(fields), redact(masked));

            assertThat(plan.mask(Frame.of(new DataRow(one).encode())))
                    .isEqualTo(plan.mask(Frame.of(new DataRow(other).encode())));
        }
    }

    private static @Nullable Bytes value(Random random) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        byte[] value = new byte[random.nextInt(60)];
        random.nextBytes(value);
        return Bytes.of(value);
    }

    private static void refused(MaskPlan plan, Frame frame) {
        assertThatThrownBy(() -> plan.mask(frame)).isInstanceOf(MaskingFailure.class);
    }

    private static byte[] withInt(byte[] array, int at, int value) {
        return ByteBuffer.wrap(array.clone()).putInt(at, value).array();
    }

    private static Frame resized(byte[] frame, int size) {
        return Frame.of(Bytes.of(withInt(Arrays.copyOf(frame, size), 1, size - 1)));
    }
}
