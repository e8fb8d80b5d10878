package dev.sallyport.masking;

import static dev.sallyport.masking.Answers.JSON;
import static dev.sallyport.masking.Answers.JSONB;
import static dev.sallyport.masking.Answers.TEXT;
import static dev.sallyport.masking.Answers.column;
import static dev.sallyport.masking.Answers.masked;
import static dev.sallyport.masking.Answers.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.MaskFunction;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Format;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class JsonPathMaskTest {
    private static final String WHOLE = "\"[redacted]\"";

    private final JsonMapper mapper = JsonMapper.builder().build();

    @Test
    void onlyTheValueAtThePathChanges() {
        assertThat(ssn("{ \"a\" : 1.50e+3,\"ssn\":\"078-05-1120\" , \"b\":[ true ] }\n"))
                .isEqualTo("{ \"a\" : 1.50e+3,\"ssn\":\"[redacted]\" , \"b\":[ true ] }\n");
    }

    @Test
    void aValueOfAnyKindIsReplacedAsAWhole() {
        for (String value : List.of(
                "1",
                "-0.5E-7",
                "null",
                "true",
                "false",
                "\"\"",
                "{}",
                "[]",
                "{\"x\":[{\"y\":\"\\\"}\"}]}",
                "[[],[1]]")) {
            assertThat(ssn("{\"ssn\":" + value + ",\"b\":2}")).isEqualTo("{\"ssn\":\"[redacted]\",\"b\":2}");
        }
    }

    @Test
    void aDocumentWithoutThePathStaysAsItIs() {
        for (String document :
                List.of("{}", "{\"SSN\":1}", "{\"a\":{\"ssn\":1}}", "[]", "5", "\"ssn\"", "null", "{\"ssn \":\"x\"}")) {
            assertThat(ssn(document)).isEqualTo(document);
        }
        assertThat(masked(column(1, JSONB, Format.TEXT), rules(new MaskFunction.Redact(), List.of("ssn"), 1), null))
                .isNull();
    }

    @Test
    void everyValueOfAKeyThatOccursTwiceIsReplaced() {
        assertThat(ssn("{\"ssn\":1,\"a\":2,\"ssn\":3}"))
                .isEqualTo("{\"ssn\":\"[redacted]\",\"a\":2,\"ssn\":\"[redacted]\"}");
    }

    @Test
    void aKeyIsFoundHoweverItIsEscaped() {
        assertThat(ssn("{\"s\\u0073n\":1}")).isEqualTo("{\"s\\u0073n\":\"[redacted]\"}");
        assertThat(path("{\"a\\/\\\"\\u00E4\\b\":1}", "a/\"ä\b")).isEqualTo("{\"a\\/\\\"\\u00E4\\b\":\"[redacted]\"}");
        assertThat(path("{\"ä\":1}", "ä")).isEqualTo("{\"ä\":\"[redacted]\"}");
        assertThat(path("{\"\\ud83d\\ude00\":1,\"😀\":2}", "😀"))
                .isEqualTo("{\"\\ud83d\\ude00\":\"[redacted]\",\"😀\":\"[redacted]\"}");
    }

    @Test
    void aPathLeadsThroughObjectsAndThroughEveryElementOfArrays() {
        assertThat(path("{\"a\":{\"b\":1,\"c\":2},\"b\":3}", "a", "b"))
                .isEqualTo("{\"a\":{\"b\":\"[redacted]\",\"c\":2},\"b\":3}");
        assertThat(path("[{\"a\":[[{\"b\":1}],{\"b\":2},3]}]", "a", "b"))
                .isEqualTo("[{\"a\":[[{\"b\":\"[redacted]\"}],{\"b\":\"[redacted]\"},3]}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"ssn\"",
                "{\"ssn\":",
                "{\"ssn\":1",
                "{\"ssn\":1,",
                "{\"ssn\":1,}",
                "{\"ssn\" 1}",
                "{ssn:1}",
                "{'ssn':1}",
                "{\"ssn\":1}}",
                "{\"ssn\":1} {",
                "[1,]",
                "[1 2]",
                "[1}",
                "{\"a\":1]",
                "{\"a\":[1,{]}}",
                "01",
                "-",
                "1.",
                ".5",
                "1e",
                "1e+",
                "+1",
                "tru",
                "nul",
                "True",
                "NaN",
                "\"",
                "\"\\",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12\"",
                "\"\n\"",
                "{\"ssn\":[1}",
                "{\"a\":1}//",
                "\ufeff{\"ssn\":1}",
                "{\"a\":{\"ssn\":}}",
                "{\"ssn\":{\"a\"}}",
                "{,}",
                "[,1]",
                "{\"a\":tru,\"ssn\":1}"
            })
    void aDocumentThatDoesNotParseIsMaskedAsAWhole(String document) {
        assertThat(ssn(document)).isEqualTo(WHOLE);
    }

    @Test
    void bytesThatAreNotUtf8AreMaskedAsAWhole() {
        for (byte[] string : new byte[][] {
            {(byte) 0x80},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xc3},
            {(byte) 0xe0, (byte) 0x9f, (byte) 0xbf},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {(byte) 0xf0, (byte) 0x8f, (byte) 0xbf, (byte) 0xbf},
            {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            "表".getBytes(Charset.forName("Shift_JIS"))
        }) {
            byte[] document = ("{\"a\":\"" + new String(string, StandardCharsets.ISO_8859_1) + "\",\"ssn\":\"1\"}")
                    .getBytes(StandardCharsets.ISO_8859_1);
            assertThat(masked(
                            column(1, JSON, Format.TEXT),
                            rules(new MaskFunction.Redact(), List.of("ssn"), 1),
                            Bytes.of(document)))
                    .isEqualTo(WHOLE);
        }
    }

    @Test
    void everyCharacterOfUtf8Passes() {
        String text = "\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff";
        String document = "{\"a\":\"" + text + "\"}";

        assertThat(ssn(document)).isEqualTo(document);
    }

    @Test
    void theWayToAValueMayBeAsDeepAsTheLimitAndNotDeeper() {
        String inside = "[".repeat(JsonSplice.DEEPEST - 1) + "{\"ssn\":1}" + "]".repeat(JsonSplice.DEEPEST - 1);

        assertThat(ssn(inside)).isEqualTo(inside.replace("1", WHOLE));
        assertThat(ssn("[" + inside + "]")).isEqualTo(WHOLE);
    }

    @Test
    void howDeepAMaskedValueIsDoesNotShow() {
        int depth = 100_000;
        String deep = "{\"x\":[".repeat(depth) + "1" + "]}".repeat(depth);

        assertThat(ssn("{\"ssn\":" + deep + "}")).isEqualTo(ssn("{\"ssn\":1}"));
        assertThat(ssn("{\"a\":" + deep + "}")).isEqualTo("{\"a\":" + deep + "}");
    }

    @Test
    void theVersionOfBinaryJsonbIsKeptAndAnyOtherIsMaskedAsAWhole() {
        var binary = column(1, JSONB, Format.BINARY);
        var rules = rules(new MaskFunction.Redact(), List.of("ssn"), 1);

        assertThat(masked(binary, rules, Bytes.ofUtf8("\1{\"ssn\": 1}"))).isEqualTo("\1{\"ssn\": \"[redacted]\"}");
        assertThat(masked(binary, rules, Bytes.ofUtf8("\2{\"ssn\": 1}"))).isEqualTo("\1" + WHOLE);
        assertThat(masked(binary, rules, Bytes.ofUtf8("{\"ssn\": 1}"))).isEqualTo("\1" + WHOLE);
        assertThat(masked(binary, rules, Bytes.EMPTY)).isEqualTo("\1" + WHOLE);
        assertThat(masked(column(1, JSON, Format.BINARY), rules, Bytes.ofUtf8("{\"ssn\": 1}")))
                .isEqualTo("{\"ssn\": \"[redacted]\"}");
    }

    @Test
    void theNullFunctionPutsNullThereAndLeavesNothingOfAnOddDocument() {
        var rules = rules(new MaskFunction.Null(), List.of("ssn"), 1);

        assertThat(masked(column(1, JSON, Format.TEXT), rules, Bytes.ofUtf8("{\"ssn\":1}")))
                .isEqualTo("{\"ssn\":null}");
        assertThat(masked(column(1, JSON, Format.TEXT), rules, Bytes.ofUtf8("{\"ssn\":1")))
                .isNull();
    }

    @Test
    void aPathIntoAColumnThatIsNoDocumentMasksItAll() {
        assertThat(masked(
                        column(1, TEXT, Format.TEXT),
                        rules(new MaskFunction.Redact(), List.of("ssn"), 1),
                        Bytes.ofUtf8("{\"a\":1}")))
                .isEqualTo("[redacted]");
    }

    @Test
    void aJsonLibraryReadsTheSameDocumentWithOnlyThatValueChanged() {
        Random random = new Random(20261122);
        for (int round = 0; round < 3_000; round++) {
            JsonNode document = document(random, 5);
            String text = random.nextBoolean() ? document.toString() : document.toPrettyString();

            String result = path(text, "k1", "k2");

            assertThat(mapper.readTree(result)).isEqualTo(expected(document, 0));
        }
    }

    private JsonNode document(Random random, int depth) {
        return switch (depth == 0 ? random.nextInt(4) : random.nextInt(8)) {
            case 0 -> mapper.getNodeFactory().numberNode(random.nextInt(-1000, 1000));
            case 1 -> mapper.getNodeFactory().stringNode("\"k1\":{\\" + Character.toString(32 + random.nextInt(5000)));
            case 2 -> mapper.getNodeFactory().booleanNode(random.nextBoolean());
            case 3 -> mapper.getNodeFactory().nullNode();
            case 4 -> {
                ArrayNode array = mapper.createArrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(document(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = mapper.createObjectNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.set("k" + random.nextInt(4), document(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private JsonNode expected(JsonNode node, int level) {
        if (level == 2) {
            return mapper.getNodeFactory().stringNode(TypeConstants.REDACTED);
        }
        if (node instanceof ArrayNode array) {
            ArrayNode changed = mapper.createArrayNode();
            array.forEach(element -> changed.add(expected(element, level)));
            return changed;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode changed = mapper.createObjectNode();
            object.properties()
                    .forEach(entry -> changed.set(
                            entry.getKey(),
                            entry.getKey().equals("k" + (level + 1))
                                    ? expected(entry.getValue(), level + 1)
                                    : entry.getValue()));
            return changed;
        }
        return node;
    }

    private static @Nullable String ssn(String document) {
        return path(document, "ssn");
    }

    private static @Nullable String path(String document, String... keys) {
        return masked(
                column(1, JSON, Format.TEXT),
                rules(new MaskFunction.Redact(), List.of(keys), 1),
                Bytes.ofUtf8(document));
    }
}
