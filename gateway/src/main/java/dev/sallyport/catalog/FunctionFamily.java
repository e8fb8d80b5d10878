package dev.sallyport.catalog;

import dev.sallyport.sql.flow.NamedFunction.Volatility;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All functions, aggregates and procedures of one schema that share a name. Which of them a call means depends on its arguments'
 * types, so the least harmless speaks for all.
 *
 * @param schema the schema's name
 * @param name the functions' name
 * @param volatility the worst of theirs
 * @param extension the extension that all of them belong to, or null
 */
public record FunctionFamily(
        String schema,
        String name,
        Volatility volatility,
        @Nullable String extension) {

    /** The families of functions that share a name. */
    static List<FunctionFamily> of(List<Routine> namesakes) {
        Map<String, FunctionFamily> bySchema = new LinkedHashMap<>();
        for (Routine routine : namesakes) {
            FunctionFamily alone =
                    new FunctionFamily(routine.schema(), routine.name(), routine.volatility(), routine.extension());
            bySchema.merge(routine.schema(), alone, FunctionFamily::and);
        }
        return new ArrayList<>(bySchema.values());
    }

    private FunctionFamily and(FunctionFamily other) {
        return new FunctionFamily(
                schema,
                name,
                volatility.compareTo(other.volatility) >= 0 ? volatility : other.volatility,
                Objects.equals(extension, other.extension) ? extension : null);
    }

    /** Its qualified name, without quoting. */
    public String display() {
        return schema + "." + name;
    }
}
