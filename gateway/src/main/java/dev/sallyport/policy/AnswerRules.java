package dev.sallyport.policy;

import dev.sallyport.sql.flow.ColumnId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an allowed statement's answer must be subjected to on its way to the client.
 *
 * @param masks the columns that are masked wherever a RowDescription names them; empty for a database without masks
 * @param hidesTexts whether free texts of the server (ErrorResponse and NoticeResponse fields, NotificationResponse payloads) may
 *     carry masked values and are to be replaced; the SQLSTATE stays
 */
public record AnswerRules(Map<ColumnId, MaskRule> masks, boolean hidesTexts) {

    /** Nothing is masked: the answer is the server's, byte for byte. */
    public static final AnswerRules UNCHANGED = new AnswerRules(Map.of(), false);

    public AnswerRules {
        masks = Map.copyOf(masks);
    }

    /**
     * How a column that a RowDescription names is masked; null if it is not.
     *
     * @param table pg_class.oid, unsigned in an int; 0 for what is no table's column
     * @param attribute pg_attribute.attnum
     */
    public @Nullable MaskRule maskOf(int table, short attribute) {
        return masks.get(new ColumnId(table, attribute));
    }
}
