package dev.sallyport.masking;

import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.Outputs;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Field;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrameLimits;
import dev.sallyport.wire.Head;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is done to each row of one answer. Planned once from its RowDescription. For one thread, the one that the session runs on: a function
 * may hold a cipher and room to work in.
 *
 * <p>A column is masked when the description says that it comes from a column that has a mask, or the statement that it is made of
 * one. The formats must be those
 * that the rows really have: the description of a portal or of a simple query has them, that of a prepared statement has
 * not. Documents of json and jsonb are read as UTF-8, so the session's {@code client_encoding} must be UTF8; in another
 * one more is masked, not less.
 */
public final class MaskPlan {
    /**
     * The most bytes that are not masked before the last column that is. What is masked does not count: whether a row can be masked would
     * tell how long it is. It has as much room again in the beginning of a row that is held.
     */
    public static final int MOST_SHOWN_BEFORE = FrameLimits.LONGEST_ROW / 2;

    /**
     * The most bytes of a row that are not masked. With more of them the server itself would fail, or not, by how long what is masked is: a
     * message has 1 GB at most.
     */
    public static final int MOST_SHOWN = 512 << 20;

    private static final int COUNT = Short.BYTES;

    /** The most that is made ready because of the row before. */
    private static final int MOST_READY = 64 * 1024;

    private final CellMask[] cells;
    private final boolean passes;
    private final int headroom;
    /** How many columns there are up to the last that is masked. */
    private final int masked;

    /** How long the row before became: the next will be about as long, and an array that is long enough is not copied. */
    private int before;

    private MaskPlan(CellMask[] cells) {
        this.cells = cells;
        boolean allKept = true;
        int sum = 0;
        int last = 0;
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != KeptCell.KEPT) {
                allKept = false;
                last = i + 1;
            }
            sum += cells[i].headroom();
        }
        this.masked = last;
        this.passes = allKept;
        this.headroom = sum;
    }

    /**
     * The plan for rows whose formats are those of their description.
     *
     * @throws MaskingFailure if it does not have the columns that the rules are for
     */
    public static MaskPlan of(RowDescription description, AnswerRules rules) throws MaskingFailure {
        return of(
                description.fields(),
                description.fields().stream().map(Field::format).toList(),
                rules);
    }

    /**
     * The plan for rows of a prepared statement that was described before it was bound.
     *
     * @param resultFormats the result-column formats of the Bind: none, one for all, or one for each
     * @throws MaskingFailure if there are several formats, but not one for each column, or not the columns that the rules are for
     */
    public static MaskPlan of(RowDescription description, List<Format> resultFormats, AnswerRules rules)
            throws MaskingFailure {
        if (resultFormats.size() > 1
                && resultFormats.size() != description.fields().size()) {
            throw new MaskingFailure("a Bind has " + resultFormats.size() + " result formats for "
                    + description.fields().size() + " columns");
        }
        return of(description.fields(), resultFormats, rules);
    }

    private static MaskPlan of(List<Field> fields, List<Format> formats, AnswerRules rules) throws MaskingFailure {
        int expected = rules.outputs().count();
        if (expected != 0 && expected != fields.size()) {
            throw new MaskingFailure(
                    "an answer has " + fields.size() + " columns, and the statement that was decided " + expected);
        }
        Masks masks = new Masks(rules.types());
        Map<Object, Integer> times = new HashMap<>();
        CellMask[] cells = new CellMask[fields.size()];
        for (int i = 0; i < cells.length; i++) {
            Field field = fields.get(i);
            MaskRule rule = rules.maskOf(i, field.tableOid(), field.attributeNumber());
            if (rule != null
                    && field.typeLength() < 0
                    && times.merge(origin(field, rule), 1, Integer::sum) > Outputs.MOST_OF_ONE) {
                throw MaskingFailure.tooLong(
                        "an answer has more than " + Outputs.MOST_OF_ONE + " columns made of " + rule.column());
            }
            cells[i] = rule == null
                    ? KeptCell.KEPT
                    : masks.of(rule, new MaskedColumn(field.typeOid(), field.typeModifier(), Format.of(formats, i)));
        }
        return new MaskPlan(cells);
    }

    private static Object origin(Field field, MaskRule rule) {
        return field.tableOid() == 0 ? rule.column() : new ColumnId(field.tableOid(), field.attributeNumber());
    }

    /** Whether no column is masked, so that the rows may pass unread. */
    public boolean passes() {
        return passes;
    }

    /**
     * Masks one row.
     *
     * @param dataRow a DataRow; not changed
     * @return a DataRow, in an array of its own
     * @throws MaskingFailure if it is not a row of this description
     */
    public Bytes mask(Frame dataRow) throws MaskingFailure {
        return mask(dataRow.type(), dataRow.bytes(), cells.length);
    }

    /**
     * Masks the beginning of a row that is too long to be held, up to the last column that is masked. What is behind that stays as
     * it is, and so can the rest of the row.
     *
     * @return the beginning of a DataRow, in an array of its own
     * @throws MaskingFailure if it is not a row of this description, or a column to mask is not within the beginning
     */
    public Bytes mask(Head dataRow) throws MaskingFailure {
        return mask(dataRow.type(), dataRow.bytes(), masked);
    }

    /** Masks the first columns; all that are masked are among them. */
    private Bytes mask(byte type, Bytes bytes, int columns) throws MaskingFailure {
        if (type != BackendType.DATA_ROW || bytes.length() < Frame.HEADER + COUNT) {
            throw new MaskingFailure("a row was expected and another message came");
        }
        byte[] row = bytes.array();
        int copied = bytes.offset();
        int end = copied + bytes.length();
        long rest = 1L + bytes.intAt(1) - bytes.length();
        int at = copied + Frame.HEADER;
        int count = ((row[at] & 0xff) << Byte.SIZE) | (row[at + 1] & 0xff);
        if (count != cells.length) {
            throw new MaskingFailure("a row has " + count + " columns, its description " + cells.length);
        }
        at += COUNT;
        RowOutput out = new RowOutput(Math.max(Math.addExact(bytes.length(), headroom), before));
        long shown = 1L + bytes.intAt(1);
        int shownBefore = 0;
        for (int i = 0; i < columns; i++) {
            int value = at + Integer.BYTES;
            int length = value > end ? -1 : RowOutput.int32(row, at);
            if (value > end || length < -1 || length > end - value) {
                throw rest > 0 && length >= -1
                        ? MaskingFailure.tooLong("column " + (i + 1) + " of a row ends behind its first "
                                + bytes.length() + " bytes, and what is masked must be within them")
                        : new MaskingFailure("column " + (i + 1) + " of a row is longer than the row");
            }
            int next = value + Math.max(0, length);
            if (cells[i] != KeptCell.KEPT) {
                if (shownBefore > MOST_SHOWN_BEFORE) {
                    throw MaskingFailure.tooLong(
                            "column " + (i + 1) + " of a row is masked, and before it come more than "
                                    + MOST_SHOWN_BEFORE + " bytes that are not");
                }
                out.copy(row, copied, at - copied);
                cells[i].write(row, value, length, out);
                copied = next;
                shown -= next - value;
            } else {
                shownBefore += next - value;
            }
            at = next;
        }
        if (shown > MOST_SHOWN) {
            throw MaskingFailure.tooLong("beside what is masked a row has more than " + MOST_SHOWN + " bytes");
        }
        if (rest == 0 && at != end) {
            throw new MaskingFailure("a row is longer than its columns");
        }
        out.copy(row, copied, end - copied);
        long length = out.length() - 1 + rest;
        if (length > FrameLimits.LONGEST) {
            throw MaskingFailure.tooLong("the masked row would be longer than a message may be");
        }
        out.putInt32(1, (int) length);
        before = Math.min(out.length(), MOST_READY);
        return out.bytes();
    }
}
