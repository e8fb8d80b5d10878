package dev.sallyport.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the configuration's shape as a JSON Schema, so that editors know it.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core">JSON Schema 2020-12</a>
 */
final class JsonSchema {

    private static final String TYPE = "type";

    private JsonSchema() {}

    /** The schema of the whole file, as it ships. */
    static String write() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Sallyport configuration");
        schema.putAll(of(ConfigurationShape.ROOT));
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        return mapper.writeValueAsString(schema).replace("\r\n", "\n") + "\n";
    }

    private static Map<String, Object> of(Shape shape) {
        Map<String, Object> schema = new LinkedHashMap<>();
        switch (shape) {
            case Shape.Text text -> schema.putAll(text());
            case Shape.SecretText secret -> schema.putAll(text());
            case Shape.Name name -> {
                schema.put(TYPE, "string");
                schema.put("pattern", whole(ShapeCheck.NAME.pattern()));
            }
            case Shape.Time time -> {
                schema.put(TYPE, "string");
                schema.put("pattern", whole(Quantities.TIME));
            }
            case Shape.Size size -> {
                schema.put(TYPE, List.of("string", "integer"));
                schema.put("pattern", whole(Quantities.SIZE));
            }
            case Shape.Flag flag -> schema.put(TYPE, "boolean");
            case Shape.Whole number -> {
                schema.put(TYPE, "integer");
                schema.put("minimum", number.least());
                schema.put("maximum", number.most());
            }
            case Shape.Choice choice -> schema.put("enum", choices(choice));
            case Shape.ListOf list -> {
                schema.put(TYPE, "array");
                schema.put("maxItems", ConfigurationLimits.ENTRIES);
                schema.put("items", of(list.element()));
            }
            case Shape.Tree tree -> schema.put(TYPE, "object");
            case Shape.OneOrMore more -> schema.put("anyOf", List.of(text(), of(new Shape.ListOf(new Shape.Text()))));
            case Shape.OneOrMoreOr either ->
                schema.put("anyOf", List.of(text(), of(new Shape.ListOf(new Shape.Text())), of(either.section())));
            case Shape.Named named -> {
                schema.put(TYPE, "object");
                schema.put("maxProperties", ConfigurationLimits.ENTRIES);
                schema.put("propertyNames", Map.of("pattern", whole(ShapeCheck.NAME.pattern())));
                schema.put("additionalProperties", of(named.value()));
            }
            case Shape.PrefixedOr either ->
                schema.put("anyOf", List.of(prefixed(either.prefix()), of(either.section())));
            case Shape.WordOrOneOf either ->
                schema.put("anyOf", List.of(of(new Shape.Choice(either.words())), oneOf(either.section())));
            case Shape.ChoiceOr either -> {
                Map<String, Object> section = section(either.section());
                section.put("minProperties", 1);
                schema.put("anyOf", List.of(of(either.choice()), section));
            }
            case Shape.Section section -> schema.putAll(section(section));
        }
        return schema;
    }

    private static Map<String, Object> section(Shape.Section section) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Shape.Key key : section.keys()) {
            Map<String, Object> property = new LinkedHashMap<>();
            property.put("description", key.description());
            property.putAll(of(key.shape()));
            properties.put(key.name(), property);
            if (key.required()) {
                required.add(key.name());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(TYPE, "object");
        schema.put("additionalProperties", false);
        schema.put("required", required);
        schema.put("properties", properties);
        return schema;
    }

    private static Map<String, Object> oneOf(Shape.Section section) {
        Map<String, Object> schema = section(section);
        schema.put("minProperties", 1);
        schema.put("maxProperties", 1);
        return schema;
    }

    private static Map<String, Object> text() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(TYPE, List.of("string", "number"));
        schema.put("minLength", 1);
        schema.put("maxLength", ConfigurationLimits.TEXT_LENGTH);
        return schema;
    }

    private static List<@Nullable Object> choices(Shape.Choice choice) {
        List<@Nullable Object> choices = new ArrayList<>(choice.choices());
        if (choice.choices().contains("null")) {
            choices.add(null);
        }
        return choices;
    }

    private static Map<String, Object> prefixed(String prefix) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(TYPE, "string");
        schema.put("pattern", "^" + prefix);
        return schema;
    }

    private static String whole(String pattern) {
        return "^(?:" + pattern + ")$";
    }
}
