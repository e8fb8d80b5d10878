package dev.sallyport.masking;

import dev.sallyport.masking.FunctionGuide.Example;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The mask functions there are, as documentation tells of them. */
public final class MaskFunctions {
    private static final MaskKey KEY = new MaskKey("an example of a key");

    /** All of them, in the order in which documentation lists them. */
    public static final List<FunctionGuide> ALL = List.of(
            new FunctionGuide(
                    MaskFunction.Redact.NAME,
                    "Every value, also NULL, becomes the same constant of the column's type. Texts are cut to the column's length.",
                    "",
                    constants()),
            new FunctionGuide(
                    MaskFunction.Null.NAME,
                    "Every value becomes NULL; inside a JSON document, JSON's null.",
                    "",
                    List.of(
                            new Example("any type", null, "NULL"),
                            new Example("a value inside json or jsonb", null, JsonConstant.NULL.toString()))),
            new FunctionGuide(
                    MaskFunction.Constant.NAME,
                    "Every value becomes the configured one, if it is a value of the column's type; otherwise what `redact` shows.",
                    "",
                    constant()),
            new FunctionGuide(
                    MaskFunction.Partial.NAME,
                    "Some characters of a text stay; three asterisks stand for the others, however many they are.",
                    "the characters that stay, and whether the value has the shape",
                    partial()),
            new FunctionGuide(
                    MaskFunction.Hash.NAME,
                    "HMAC-SHA-256 under the mask's key, brought into the type's range.",
                    "which values are equal, in all columns with the same key; to who has the key, every value that can be guessed",
                    hash()),
            new FunctionGuide(
                    MaskFunction.Bucket.NAME,
                    "Numbers become the greatest multiple of a width that is not above them; dates and times likewise.",
                    "the bucket, and with it the order of values in different ones",
                    bucket()),
            new FunctionGuide(
                    MaskFunction.TruncateDate.NAME,
                    "Dates become the first day of their year, quarter, month, week or day.",
                    "the year, quarter, month, week or day",
                    truncateDate()),
            new FunctionGuide(
                    MaskFunction.FormatPreserving.NAME,
                    "FF1 of NIST SP 800-38G under the mask's key: digits become digits, letters letters of the same case.",
                    "which values are equal, in all columns with the same key; the form: how many digits and letters, and everything else",
                    formatPreserving()),
            new FunctionGuide(
                    MaskFunction.Detect.NAME,
                    "What is found in a text or a document is masked by the function that `with` names, and the rest stays.",
                    "everything that has none of the forms that are looked for",
                    detect()));

    private MaskFunctions() {}

    private static List<Example> constants() {
        List<Example> examples = new ArrayList<>();
        for (TypeConstant constant : TypeConstants.ALL) {
            examples.add(new Example(constant.type(), null, constant.text()));
        }
        Examples others = new Examples();
        for (String type : List.of(Examples.ENUM, Examples.COMPOSITE, Examples.CITEXT)) {
            others.constant(type, new MaskFunction.Redact());
        }
        examples.addAll(others.list());
        examples.add(new Example("array of any of these", null, TypeConstants.EMPTY_ARRAY));
        examples.add(new Example("any other type", null, "NULL"));
        examples.add(new Example("a value inside json or jsonb", null, JsonConstant.REDACTED.toString()));
        return examples;
    }

    private static List<Example> constant() {
        Examples examples = new Examples();
        MaskFunction number = new MaskFunction.Constant("-1");
        examples.constant("text", number);
        examples.constant("int4", number);
        examples.constant("numeric", number);
        examples.constant("date", number);
        examples.constant("int4[]", number);
        examples.constant(Examples.ENUM, number);
        examples.constant(Examples.COMPOSITE, number);
        examples.add("json at a path", "{\"a\": true}", number);
        return examples.list();
    }

    private static List<Example> partial() {
        Examples examples = new Examples();
        examples.add("text", "078-05-1120", new MaskFunction.Partial(0, 4));
        examples.add("text", "DE89370400440532013000", new MaskFunction.Partial(2, 4));
        examples.add("text", "Ann", new MaskFunction.Partial(1, 0));
        examples.add("text", "ada@mail.example.com", new MaskFunction.Shaped(MaskFunction.Shape.EMAIL));
        examples.add("text", "4111 1111 1111 1111", new MaskFunction.Shaped(MaskFunction.Shape.CARD));
        examples.add("text", "+49 30 901820", new MaskFunction.Shaped(MaskFunction.Shape.PHONE));
        examples.add("text[]", "{078-05-1120,Ann}", new MaskFunction.Partial(0, 4));
        examples.add(Examples.CITEXT, "078-05-1120", new MaskFunction.Partial(0, 4));
        examples.add(Examples.COMPOSITE, "(078-05-1120,7,high)", new MaskFunction.Partial(0, 4));
        examples.add("json at a path", "{\"a\": \"078-05-1120\"}", new MaskFunction.Partial(0, 4));
        examples.add("int4", "1234567", new MaskFunction.Partial(0, 4));
        return examples.list();
    }

    private static List<Example> hash() {
        Examples examples = new Examples();
        MaskFunction hash = new MaskFunction.Hash(KEY);
        examples.add("text", "ada@example.com", hash);
        examples.add("varchar(8)", "ada@example.com", hash);
        examples.add("int2", "4711", hash);
        examples.add("int4", "4711", hash);
        examples.add("int8", "4711", hash);
        examples.add("numeric", "12.50", hash);
        examples.add("numeric(10,2)", "12.50", hash);
        examples.add("float4", "12.5", hash);
        examples.add("float8", "12.5", hash);
        examples.add("date", "1990-02-28", hash);
        examples.add("time", "12:34:56", hash);
        examples.add("timestamp", "1990-02-28 12:34:56", hash);
        examples.add("timestamptz", "1990-02-28 12:34:56+00", hash);
        examples.add("uuid", "c0ffee00-1234-4567-89ab-cdef01234567", hash);
        examples.add("bytea", "\\xc0ffee", hash);
        examples.add("int4range", "[1,5)", hash);
        examples.add("int4[]", "{1,2,1}", hash);
        examples.add(Examples.ENUM, "middle", hash);
        examples.add(Examples.ENUM + "[]", "{low,middle,low}", hash);
        examples.add(Examples.COMPOSITE, "(ada@example.com,4711,middle)", hash);
        examples.add("bool", "t", hash);
        examples.add("json at a path", "{\"a\": \"ada@example.com\"}", hash);
        return examples.list();
    }

    private static List<Example> bucket() {
        Examples examples = new Examples();
        MaskFunction bucket = new MaskFunction.Bucket(BigDecimal.TEN, Duration.ofDays(7));
        examples.add("int4", "47", bucket);
        examples.add("int4", "-47", bucket);
        examples.add("numeric", "47.11", bucket);
        examples.add("float8", "47.11", bucket);
        examples.add("date", "1990-02-28", bucket);
        examples.add("timestamp", "1990-02-28 12:34:56", bucket);
        examples.add("timestamptz", "1990-02-28 12:34:56+00", bucket);
        examples.add("time", "12:34:56", new MaskFunction.Bucket(null, Duration.ofMinutes(15)));
        examples.add("int4range", "[12,47)", bucket);
        examples.add("int4multirange", "{[1,5),[12,25),[27,40)}", bucket);
        examples.add("int4[]", "{1,47}", bucket);
        examples.add("text", "47", bucket);
        examples.add("json at a path", "{\"a\": 47.11}", bucket);
        return examples.list();
    }

    private static List<Example> truncateDate() {
        Examples examples = new Examples();
        examples.add("date", "1990-02-28", truncate(MaskFunction.Unit.YEAR));
        examples.add("date", "1990-05-31", truncate(MaskFunction.Unit.QUARTER));
        examples.add("date", "1990-02-28", truncate(MaskFunction.Unit.WEEK));
        examples.add("date", "1990-02-28", truncate(MaskFunction.Unit.DAY));
        examples.add("timestamp", "1990-02-28 12:34:56", truncate(MaskFunction.Unit.DAY));
        examples.add("timestamptz", "1990-02-28 12:34:56+00", truncate(MaskFunction.Unit.MONTH));
        examples.add("daterange", "[1990-02-28,1990-05-31)", truncate(MaskFunction.Unit.MONTH));
        examples.add("date[]", "{1990-02-28,infinity}", truncate(MaskFunction.Unit.YEAR));
        return examples.list();
    }

    private static MaskFunction truncate(MaskFunction.Unit unit) {
        return new MaskFunction.TruncateDate(unit, ZoneOffset.UTC);
    }

    private static List<Example> detect() {
        Examples examples = new Examples();
        Set<MaskFunction.Piece> all = Set.of(MaskFunction.Piece.values());
        MaskFunction detect = new MaskFunction.Detect(all, new MaskFunction.Redact(), false);
        examples.add("text", "Refund to ada@example.com, card 4111 1111 1111 1111.", detect);
        examples.add(
                "text",
                "Refund to card 4111 1111 1111 1111.",
                new MaskFunction.Detect(all, new MaskFunction.Partial(0, 4), false));
        examples.add("text[]", "{ada@example.com,Ann}", detect);
        examples.add("json", "{\"to\": \"ada@example.com\", \"card\": 4111111111111111, \"n\": 7}", detect);
        examples.add("int4", "1234567", detect);
        return examples.list();
    }

    private static List<Example> formatPreserving() {
        Examples examples = new Examples();
        MaskFunction preserving = new MaskFunction.FormatPreserving(KEY);
        examples.add("text", "4111 1111 1111 1111", preserving);
        examples.add("text", "GB82 WEST 1234 5698 7654 32", preserving);
        examples.add("text", "12-345", preserving);
        examples.add("int4", "1234567", preserving);
        examples.add("int8", "-123456789012", preserving);
        examples.add("int4", "123456", preserving);
        examples.add("numeric(10,2)", "12345.67", preserving);
        examples.add("json at a path", "{\"a\": \"078-05-1120\"}", preserving);
        return examples.list();
    }
}
