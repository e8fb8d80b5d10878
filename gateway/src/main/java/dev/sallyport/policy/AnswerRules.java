package dev.sallyport.policy;

import java.util.Map;

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
}
