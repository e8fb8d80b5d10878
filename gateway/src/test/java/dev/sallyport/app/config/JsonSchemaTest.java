package dev.sallyport.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonSchemaTest {

    private static String shipped() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(JsonSchemaTest.class.getResourceAsStream("sallyport.schema.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theShippedSchemaIsTheOneThatTheLoaderFollows() throws IOException {
        assertThat(shipped()).isEqualTo(JsonSchema.write());
    }

    @Test
    void theSchemaKnowsEveryKeyThatTheLoaderKnowsAndNoOther() throws IOException {
        Set<String> inSchema = new TreeSet<>();
        collect("", JsonMapper.shared().readTree(shipped()), inSchema);
        Set<String> inLoader = new TreeSet<>();
        collect("", ConfigurationShape.ROOT, inLoader);
        assertThat(inSchema).isEqualTo(inLoader).contains("access[].session.lasts", "databases.*.credential.password");
    }

    private static void collect(String path, JsonNode schema, Set<String> keys) {
        schema.path("properties").properties().forEach(property -> {
            String child = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            keys.add(child);
            collect(child, property.getValue(), keys);
        });
        if (schema.path("additionalProperties").isObject()) {
            collect(path + ".*", schema.path("additionalProperties"), keys);
        }
        if (schema.has("items")) {
            collect(path + "[]", schema.path("items"), keys);
        }
        schema.path("anyOf").forEach(either -> collect(path, either, keys));
    }

    private static void collect(String path, Shape shape, Set<String> keys) {
        switch (shape) {
            case Shape.Section section ->
                section.keys().forEach(key -> {
                    String child = path.isEmpty() ? key.name() : path + "." + key.name();
                    keys.add(child);
                    collect(child, key.shape(), keys);
                });
            case Shape.Named named -> collect(path + ".*", named.value(), keys);
            case Shape.ListOf list -> collect(path + "[]", list.element(), keys);
            case Shape.PrefixedOr either -> collect(path, either.section(), keys);
            case Shape.WordOrOneOf either -> collect(path, either.section(), keys);
            case Shape.ChoiceOr either -> collect(path, either.section(), keys);
            case Shape.Text text -> {}
            case Shape.SecretText secret -> {}
            case Shape.Name name -> {}
            case Shape.Time time -> {}
            case Shape.Size size -> {}
            case Shape.Flag flag -> {}
            case Shape.Whole whole -> {}
            case Shape.Choice choice -> {}
            case Shape.OneOrMore more -> {}
            case Shape.Tree tree -> {}
            case Shape.OneOrMoreOr either -> collect(path, either.section(), keys);
        }
    }
}
