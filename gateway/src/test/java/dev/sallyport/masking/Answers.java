package dev.sallyport.masking;

import dev.sallyport.policy.AnswerRules;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskRule;
import dev.sallyport.policy.MaskSetting.Nulls;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.wire.BackendMessage.DataRow;
import dev.sallyport.wire.BackendMessage.RowDescription;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Field;
import dev.sallyport.wire.Format;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.ProtocolViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Descriptions, rules and rows for tests. */
final class Answers {
    static final int TABLE = 16400;
    static final int TEXT = 25;
    static final int INT4 = 23;
    static final int JSON = 114;
    static final int JSONB = 3802;

    private Answers() {}

    static Field column(int number, int type, Format format) {
        return column(number, type, -1, format);
    }

    static Field column(int number, int type, int modifier, Format format) {
        return new Field("c" + number, TABLE, (short) number, type, (short) -1, modifier, format);
    }

    static AnswerRules redact(int... columns) {
        return rules(new MaskFunction.Redact(), List.of(), columns);
    }

    static AnswerRules rules(MaskFunction function, List<String> path, int... columns) {
        return rules(function, Nulls.CONSTANT, path, columns);
    }

    static AnswerRules rules(MaskFunction function, Nulls nulls, List<String> path, int... columns) {
        Map<ColumnId, MaskRule> masks = new java.util.HashMap<>();
        for (int column : columns) {
            masks.put(
                    new ColumnId(TABLE, (short) column),
                    new MaskRule("pii", "public.t.c" + column, function, nulls, path));
        }
        return new AnswerRules(masks, true);
    }

    static Frame row(@Nullable String... values) {
        List<@Nullable Bytes> bytes = new ArrayList<>();
        for (String value : values) {
            bytes.add(value == null ? null : Bytes.ofUtf8(value));
        }
        return Frame.of(new DataRow(bytes).encode());
    }

    /** The only value of a row after masking, as text; null for NULL. */
    static @Nullable String masked(Field column, AnswerRules rules, @Nullable Bytes value) {
        List<@Nullable Bytes> values = new ArrayList<>();
        values.add(value);
        try {
            Bytes masked = MaskPlan.of(new RowDescription(List.of(column)), rules)
                    .mask(Frame.of(new DataRow(values).encode()));
            Bytes cell = ((DataRow) BackendMessages.decode(Frame.of(masked)))
                    .values()
                    .getFirst();
            return cell == null ? null : cell.utf8();
        } catch (MaskingFailure | ProtocolViolation e) {
            throw new AssertionError(e);
        }
    }
}
