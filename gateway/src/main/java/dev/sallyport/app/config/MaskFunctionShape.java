package dev.sallyport.app.config;

import static dev.sallyport.app.config.Shape.optional;
import static dev.sallyport.app.config.Shape.required;
import static dev.sallyport.app.config.Shape.section;

import dev.sallyport.policy.MaskFunction;
import java.util.List;

/** What {@code with} of a mask may be. */
final class MaskFunctionShape {

    private static final Shape KEPT = new Shape.Whole(0, MaskFunction.Partial.MOST_KEPT);
    private static final Shape KEYED =
            section(required("key", new Shape.SecretText(), "The key; those who have it can find values by trying."));

    private static final Shape.Section FUNCTIONS = section(
            optional(
                    MaskFunction.Constant.NAME,
                    section(required("value", new Shape.Text(), "The value, as PostgreSQL writes it.")),
                    "One value for all."),
            optional(
                    MaskFunction.Partial.NAME,
                    section(
                            optional("first", KEPT, "How many of the first characters stay; none if absent."),
                            optional("last", KEPT, "How many of the last characters stay; none if absent."),
                            optional(
                                    "shape",
                                    new Shape.Choice(List.of("email", "card", "phone")),
                                    "What the texts are, instead of first and last.")),
                    "Some characters of a text stay."),
            optional(MaskFunction.Hash.NAME, KEYED, "HMAC-SHA-256: equal values stay equal."),
            optional(
                    MaskFunction.Bucket.NAME,
                    section(
                            optional("width", new Shape.Text(), "Numbers become a multiple of it: 10 or 0.5."),
                            optional("time", new Shape.Time(), "Dates and times become a multiple of it: 15m or 7d.")),
                    "Values are rounded down."),
            optional(
                    MaskFunction.TruncateDate.NAME,
                    section(
                            required(
                                    "to",
                                    new Shape.Choice(List.of("year", "quarter", "month", "week", "day")),
                                    "What stays of a date."),
                            optional("zone", new Shape.Text(), "Whose days count for timestamptz; UTC if absent.")),
                    "Dates become the first of their month, or so."),
            optional(MaskFunction.FormatPreserving.NAME, KEYED, "FF1: another value of the same form."));

    static final Shape.WordOrOneOf WITH =
            new Shape.WordOrOneOf(List.of(MaskFunction.Redact.NAME, MaskFunction.Null.NAME), FUNCTIONS);

    private MaskFunctionShape() {}
}
