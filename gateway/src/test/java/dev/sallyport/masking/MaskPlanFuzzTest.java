package dev.sallyport.masking;

import static dev.sallyport.masking.Answers.JSON;
import static dev.sallyport.masking.Answers.TEXT;
import static dev.sallyport.masking.Answers.column;
import static dev.sallyport.masking.Answers.redact;
import static dev.sallyport.masking.Answers.row;
import static dev.sallyport.masking.Answers.rules;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.Head;
import dev.sallyport.wire.ProtocolViolation;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server says a row is, it is masked or not let through. {@code bench/fuzz} looks for more than the samples. */
class MaskPlanFuzzTest {
    private static final RowDescription DESCRIPTION = new RowDescription(
            List.of(column(1, TEXT, Format.TEXT), column(2, TEXT, Format.TEXT), column(3, JSON, Format.TEXT)));

    @MethodSource("rows")
    @FuzzTest(maxDuration = "1m")
    void aRowIsMaskedOrRefused(byte[] body) throws ProtocolViolation, MaskingFailure {
        Frame row = Frame.of(Bytes.of(ByteBuffer.allocate(Frame.HEADER + body.length)
                .put(BackendType.DATA_ROW)
                .putInt(Integer.BYTES + body.length)
                .put(body)
                .array()));
        MaskPlan column = MaskPlan.of(DESCRIPTION, redact(2));
        try {
            Frame masked = Frame.of(column.mask(row));
            DataRow values = (DataRow) BackendMessages.decode(masked);
            assertThat(values.values()).hasSize(3);
            assertThat(values.values().get(1)).isEqualTo(Bytes.ofUtf8("[redacted]"));
            heads(column, row, masked.bytes());
        } catch (MaskingFailure refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        try {
            Bytes masked = MaskPlan.of(DESCRIPTION, rules(new MaskFunction.Redact(), List.of("ssn"), 3))
                    .mask(row);
            assertThat(BackendMessages.decode(Frame.of(masked))).isInstanceOf(DataRow.class);
        } catch (MaskingFailure refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    /** Masked in its beginning, it is the same row. */
    private static void heads(MaskPlan plan, Frame row, Bytes masked) {
        for (int size = Frame.HEADER; size < row.bytes().length(); size += 1 + size / 8) {
            try {
                Bytes begun = plan.mask(new Head(row.type(), row.bytes().slice(0, size)));
                assertThat(begun).isEqualTo(masked.slice(0, begun.length()));
                assertThat(begun.length() + row.bytes().length() - size).isEqualTo(masked.length());
            } catch (MaskingFailure tooShort) {
                assertThat(tooShort.getMessage()).isNotBlank();
            }
        }
    }

    static Stream<byte[]> rows() {
        return Stream.of(
                        row("1", "078-05-1120", "{\"ssn\": \"078-05-1120\", \"a\": [1, {\"ssn\": null}]}"),
                        row(null, null, null),
                        row("", "", "{}"),
                        row("x", "y", "not json {\"ssn\""))
                .map(frame -> frame.body().toByteArray());
    }
}
