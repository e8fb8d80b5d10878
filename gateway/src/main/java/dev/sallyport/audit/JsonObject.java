package dev.sallyport.audit;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** One JSON object being written. A field whose value is null is left out. For one thread. */
final class JsonObject implements AutoCloseable {
    /** Buffers are kept by thread: the default pool is shared, and costs more than what is written. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    private static final HexFormat HEX = HexFormat.of();

    private final BoundedOutput output;
    private final JsonGenerator generator;

    JsonObject(int limit) {
        output = new BoundedOutput(limit);
        generator = FACTORY.createGenerator(ObjectWriteContext.empty(), output);
        generator.writeStartObject();
    }

    void text(String name, @Nullable String value) {
        if (value != null) {
            generator.writeName(name);
            string(value);
        }
    }

    void texts(String name, Collection<String> values) {
        generator.writeArrayPropertyStart(name);
        values.forEach(this::string);
        generator.writeEndArray();
    }

    /** Writes it if it is true. */
    void flag(String name, boolean value) {
        if (value) {
            generator.writeBooleanProperty(name, true);
        }
    }

    void number(String name, long value) {
        generator.writeNumberProperty(name, value);
    }

    void micros(String name, Duration value) {
        generator.writeNumberProperty(name, TimeUnit.MICROSECONDS.convert(value));
    }

    void identity(String name, @Nullable AuditIdentity identity) {
        if (identity != null) {
            generator.writeObjectPropertyStart(name);
            text("issuer", identity.issuer());
            text("subject", identity.subject());
            texts("groups", identity.groups());
            text("tokenId", identity.tokenId());
            text("claimedUser", identity.claimedUser());
            text("actor", identity.actor());
            generator.writeEndObject();
        }
    }

    void names(String name, @Nullable NameLookup names) {
        if (names != null) {
            generator.writeObjectPropertyStart(name);
            if (names.searchPath() != null) {
                texts("searchPath", names.searchPath());
            }
            flag("roleMayDiffer", names.roleMayDiffer());
            flag("schemaMayDiffer", names.schemaMayDiffer());
            generator.writeEndObject();
        }
    }

    /** Writes a map of plain values, as {@link RecordedClaims} has them. */
    void values(String name, Map<?, ?> values) {
        generator.writeName(name);
        value(values);
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case String text -> string(text);
            case Boolean truth -> generator.writeBoolean(truth);
            case BigInteger number -> generator.writeNumber(number);
            case Float number -> generator.writeNumber(number.doubleValue());
            case Double number -> generator.writeNumber(number);
            case Number number -> generator.writeNumber(number.longValue());
            case Map<?, ?> entries -> {
                generator.writeStartObject();
                entries.forEach((key, entry) -> {
                    generator.writeName((String) key);
                    value(entry);
                });
                generator.writeEndObject();
            }
            case Collection<?> elements -> {
                generator.writeStartArray();
                elements.forEach(this::value);
                generator.writeEndArray();
            }
            case null -> generator.writeNull();
            default ->
                throw new IllegalArgumentException(
                        "no claim is a " + value.getClass().getName());
        }
    }

    byte[] finish() {
        generator.writeEndObject();
        generator.close();
        return output.toByteArray();
    }

    @Override
    public void close() {
        generator.close();
    }

    private void string(String value) {
        if (hasUnpairedSurrogate(value)) {
            generator.writeRawValue(escaped(value));
        } else {
            generator.writeString(value);
        }
    }

    /** UTF-8 has no form for half a surrogate pair, but a token's claim may hold one: JSON's escapes can write it. */
    private static boolean hasUnpairedSurrogate(String value) {
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (Character.isSurrogate(character)) {
                boolean pair = Character.isHighSurrogate(character)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static String escaped(String value) {
        StringBuilder json = new StringBuilder(value.length() + 16).append('"');
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character >= ' ' && character < 0x7f && character != '"' && character != '\\') {
                json.append(character);
            } else {
                json.append("\\u").append(HEX.toHexDigits(character));
            }
        }
        return json.append('"').toString();
    }
}
