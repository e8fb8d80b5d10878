package dev.sallyport.masking;

import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.CopyRules;
import dev.sallyport.policy.Hiding;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.Outputs;
import dev.sallyport.sql.CopyOut;
import dev.sallyport.wire.BackendMessage.CopyOutResponse;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Field;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done to each message of COPY ... TO STDOUT that has masked columns: the server sends one row in each (PostgreSQL documentation,
 * "COPY Operations"). The masked values are taken out of the row, masked as the columns of a DataRow are, and put back. For one thread.
 */
public final class CopyPlan {
    /** The columns' names come first. */
    private boolean header;

    private final CopyRows rows;
    private final int[] masked;
    private final MaskPlan plan;

    private CopyPlan(CopyRows rows, int[] masked, MaskPlan plan, boolean header) {
        this.rows = rows;
        this.masked = masked;
        this.plan = plan;
        this.header = header;
    }

    /**
     * The plan for the rows that an answer begins with.
     *
     * @throws MaskingFailure if the answer is not to the statement that was decided: it comes in another format or has other columns
     */
    public static CopyPlan of(CopyOutResponse answer, CopyRules rules) throws MaskingFailure {
        boolean binary = rules.how().format() == CopyOut.Format.BINARY;
        int count = rules.columns().size();
        if ((answer.format() == Format.BINARY) != binary || answer.columns().size() != count) {
            throw new MaskingFailure(
                    "rows of COPY come with " + answer.columns().size()
                            + " columns, or in another format, than the statement that was decided has: " + count);
        }
        List<Field> fields = new ArrayList<>();
        List<Optional<MaskRule>> masks = new ArrayList<>();
        int[] masked = new int[count];
        for (int i = 0; i < count; i++) {
            CopyRules.Column column = rules.columns().get(i);
            if (column.mask().isPresent()) {
                masked[fields.size()] = i;
                fields.add(new Field(
                        column.name(),
                        0,
                        (short) 0,
                        column.type(),
                        (short) -1,
                        column.modifier(),
                        binary ? Format.BINARY : Format.TEXT));
                masks.add(column.mask());
            }
        }
        MaskPlan plan = MaskPlan.of(
                new RowDescription(fields),
                new AnswerRules(Map.of(), new Outputs(masks, Set.of()), rules.types(), null, Hiding.NOTHING));
        CopyRows rows = switch (rules.how().format()) {
            case TEXT -> new TextCopyRows(rules.how(), count);
            case CSV -> new CsvCopyRows(rules);
            case BINARY -> new BinaryCopyRows(count);
        };
        return new CopyPlan(
                rows, Arrays.copyOf(masked, fields.size()), plan, rules.how().header() && !binary);
    }

    /** A row that is not held whole can't be masked; nor is one that would be held whole or not by what is masked. */
    public static MaskingFailure tooLong() {
        return MaskingFailure.tooLong(
                "a row of COPY has more than " + MaskPlan.MOST_SHOWN_BEFORE + " bytes beside what is masked");
    }

    /**
     * Masks one message.
     *
     * @param copyData a CopyData; not changed
     * @return a CopyData, the same if there is nothing to mask in it
     * @throws MaskingFailure if it does not hold one row of these columns
     */
    public Bytes mask(Frame copyData) throws MaskingFailure {
        if (copyData.type() != BackendType.COPY_DATA) {
            throw new MaskingFailure("a row of COPY was expected and another message came");
        }
        if (header) {
            header = false;
            return copyData.bytes();
        }
        byte[] body = copyData.bytes()
                .slice(Frame.HEADER, copyData.bytes().length() - Frame.HEADER)
                .toByteArray();
        List<CopyRows.Cell> cells = rows.read(body);
        if (cells.isEmpty()) {
            return copyData.bytes();
        }
        RowOutput wanted = new RowOutput(Frame.HEADER + Short.BYTES);
        wanted.int8(BackendType.DATA_ROW);
        wanted.int32(0);
        wanted.int8((byte) (masked.length >> Byte.SIZE));
        wanted.int8((byte) masked.length);
        int shown = body.length;
        for (int column : masked) {
            byte[] value = rows.value(body, cells.get(column), column);
            shown -= cells.get(column).end() - cells.get(column).start();
            wanted.int32(value == null ? -1 : value.length);
            if (value != null) {
                wanted.copy(value, 0, value.length);
            }
        }
        if (shown > MaskPlan.MOST_SHOWN_BEFORE) {
            throw tooLong();
        }
        wanted.putInt32(1, wanted.length() - 1);
        return put(body, cells, plan.mask(Frame.of(wanted.bytes())));
    }

    /** Puts the masked values in the places of the others. */
    private Bytes put(byte[] body, List<CopyRows.Cell> cells, Bytes values) throws MaskingFailure {
        RowOutput out = new RowOutput(Frame.HEADER + body.length);
        out.int8(BackendType.COPY_DATA);
        out.int32(0);
        byte[] row = values.toByteArray();
        int at = Frame.HEADER + Short.BYTES;
        int copied = 0;
        for (int column : masked) {
            int length = RowOutput.int32(row, at);
            at += Integer.BYTES;
            byte @Nullable [] value = length < 0 ? null : Arrays.copyOfRange(row, at, at + length);
            at += Math.max(0, length);
            CopyRows.Cell cell = cells.get(column);
            out.copy(body, copied, cell.start() - copied);
            rows.write(value, column, out);
            copied = cell.end();
        }
        out.copy(body, copied, body.length - copied);
        out.putInt32(1, out.length() - 1);
        return out.bytes();
    }
}
