package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DataRowTest {
    private static final Bytes VALUE = Bytes.ofUtf8("value");

    @Test
    void aReaderSeesTheSameValuesAsTheMessage() throws ProtocolViolation {
        DataRowReader reader = new DataRowReader();
        for (List<@Nullable Bytes> values : rows()) {
            reader.read(frame(values));
            assertThat(reader.columns()).isEqualTo(values.size());
            List<@Nullable Bytes> seen = new ArrayList<>();
            while (reader.next()) {
                assertThat(reader.column()).isEqualTo(seen.size());
                seen.add(reader.isNull() ? null : reader.value());
            }
            assertThat(seen).isEqualTo(values);
        }
    }

    @Test
    void copiedRowsAreTheSameBytes() throws ProtocolViolation {
        DataRowReader reader = new DataRowReader();
        DataRowWriter writer = new DataRowWriter();
        for (List<@Nullable Bytes> values : rows()) {
            copy(reader, writer, frame(values));
        }
        assertThat(writer.rows()).isEqualTo(rows().size());
        Bytes expected =
                Samples.joined(rows().stream().map(values -> frame(values).bytes()));
        assertThat(writer.size()).isEqualTo(expected.length());
        assertThat(writer.take()).isEqualTo(expected);
        assertThat(writer.rows()).isZero();
        assertThat(writer.take()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void whatWasTakenIsNotWrittenToAgain() {
        DataRowWriter writer = new DataRowWriter();
        writeRow(writer, VALUE);
        Bytes first = writer.take();
        byte[] before = first.toByteArray();
        writeRow(writer, Bytes.ofUtf8("other"));
        assertThat(writer.take()).isNotEqualTo(first);
        assertThat(first.toByteArray()).isEqualTo(before);
    }

    @Test
    void anAbandonedRowLeavesTheRowsBeforeIt() {
        DataRowWriter writer = new DataRowWriter();
        writeRow(writer, VALUE);
        writer.beginRow(2);
        writer.writeNull();
        writer.abandonRow();
        writer.abandonRow();
        writeRow(writer, VALUE);
        Bytes row = frame(List.of(VALUE)).bytes();
        assertThat(writer.take()).isEqualTo(Samples.joined(Stream.of(row, row)));
    }

    @Test
    void onlyWholeRowsCanBeTaken() {
        DataRowWriter writer = new DataRowWriter();
        assertThatThrownBy(writer::endRow).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::writeNull).isInstanceOf(IllegalStateException.class);
        writer.beginRow(1);
        assertThatThrownBy(writer::take).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::endRow).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.beginRow(1)).isInstanceOf(IllegalStateException.class);
        writer.write(VALUE);
        assertThatThrownBy(() -> writer.write(VALUE)).isInstanceOf(IllegalStateException.class);
        writer.endRow();
        assertThat(writer.take()).isEqualTo(frame(List.of(VALUE)).bytes());
    }

    @Test
    void aRowThatCouldNotBeWrittenCanOnlyBeAbandoned() {
        int longest = Integer.BYTES + Short.BYTES + Integer.BYTES + VALUE.length();
        DataRowWriter writer = new DataRowWriter(longest);
        writeRow(writer, VALUE);
        writer.beginRow(1);
        assertThatThrownBy(() -> writer.write(Bytes.ofUtf8("value+"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(writer::writeNull).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::endRow).isInstanceOf(IllegalStateException.class);
        writer.abandonRow();
        assertThatThrownBy(() -> writer.beginRow(0x10000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(writer::endRow).isInstanceOf(IllegalStateException.class);
        writer.abandonRow();
        assertThat(writer.take()).isEqualTo(frame(List.of(VALUE)).bytes());
    }

    @Test
    void aRowHasUpTo65535Values() throws ProtocolViolation {
        List<@Nullable Bytes> most = Collections.nCopies(0xffff, null);
        DataRowReader reader = new DataRowReader();
        DataRowWriter writer = new DataRowWriter();
        Frame frame = frame(most);
        copy(reader, writer, frame);
        assertThat(writer.take()).isEqualTo(frame.bytes());
        assertThat(BackendMessages.decode(frame)).isEqualTo(new BackendMessage.DataRow(most));
        List<@Nullable Bytes> over = Collections.nCopies(0x10000, null);
        assertThatThrownBy(() -> frame(over)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMalformedRowIsRefusedByTheReaderAsByTheMessage() {
        DataRowReader reader = new DataRowReader();
        for (byte[] body : new byte[][] {
            {},
            {0},
            {0, 1},
            {0, 1, 0, 0, 0},
            {0, 1, 0, 0, 0, 1},
            {0, 1, -1, -1, -1, -2},
            {0, 1, Byte.MIN_VALUE, 0, 0, 0},
            {0, 1, Byte.MAX_VALUE, -1, -1, -1, 0},
            {0, 1, -1, -1, -1, -1, 0},
            {0, 2, 0, 0, 0, 4, 0, 0, 0, 0},
            {0, 0, 0},
            {-1, -1, 0, 0, 0, 0},
        }) {
            Frame frame = Frame.of(
                    BodyWriter.of(BackendType.DATA_ROW).bytes(Bytes.of(body)).finish());
            assertThatThrownBy(() -> BackendMessages.decode(frame)).isInstanceOf(ProtocolViolation.class);
            assertThatThrownBy(() -> copy(reader, new DataRowWriter(), frame)).isInstanceOf(ProtocolViolation.class);
        }
        Frame other = Frame.of(new BackendMessage.NoData().encode());
        assertThatThrownBy(() -> reader.read(other)).isInstanceOf(ProtocolViolation.class);
    }

    private static void copy(DataRowReader reader, DataRowWriter writer, Frame frame) throws ProtocolViolation {
        reader.read(frame);
        writer.beginRow(reader.columns());
        while (reader.next()) {
            writer.copy(reader);
        }
        writer.endRow();
    }

    private static void writeRow(DataRowWriter writer, Bytes value) {
        writer.beginRow(1);
        writer.write(value);
        writer.endRow();
    }

    private static List<List<@Nullable Bytes>> rows() {
        return List.of(
                List.of(),
                List.of(VALUE),
                Arrays.asList((Bytes) null),
                Arrays.asList(Bytes.EMPTY, null, VALUE),
                List.of(Bytes.of(new byte[100_000]), VALUE));
    }

    private static Frame frame(List<@Nullable Bytes> values) {
        return Frame.of(new BackendMessage.DataRow(values).encode());
    }
}
