package dev.sallyport.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Where the statements of a grant may be about something: in schemas, and of tables there, by pattern. Each of the two lists is a
 * restriction by itself; an empty one is none. Immutable.
 *
 * @param schemas patterns, one of which a schema must match
 * @param tables patterns, one of which a qualified name must match
 */
record Territory(List<NamePattern> schemas, List<Table> tables) {
    /** Everywhere. */
    static final Territory EVERYWHERE = new Territory(List.of(), List.of());

    private static final String TEMPORARY = "pg_temp";

    /** Patterns for a relation's schema and its name. */
    record Table(NamePattern schema, NamePattern name) {}

    Territory {
        schemas = List.copyOf(schemas);
        tables = List.copyOf(tables);
    }

    /**
     * Reads patterns.
     *
     * @param problems takes what is wrong with one: its path below the entry's, and what
     */
    static Territory of(AccessSetting setting, BiConsumer<String, String> problems) {
        List<NamePattern> schemas = new ArrayList<>();
        List<Table> tables = new ArrayList<>();
        for (int i = 0; i < setting.schemas().size(); i++) {
            switch (NamePattern.ofSchema(setting.schemas().get(i))) {
                case NamePattern.Parsed.Good good -> schemas.add(good.parts().getFirst());
                case NamePattern.Parsed.Malformed(String reason) -> problems.accept("schemas[" + i + "]", reason);
            }
        }
        for (int i = 0; i < setting.tables().size(); i++) {
            switch (NamePattern.ofRelation(setting.tables().get(i))) {
                case NamePattern.Parsed.Good good ->
                    tables.add(new Table(good.parts().getFirst(), good.parts().getLast()));
                case NamePattern.Parsed.Malformed(String reason) -> problems.accept("tables[" + i + "]", reason);
            }
        }
        return new Territory(schemas, tables);
    }

    /** Whether nothing is left out. */
    boolean isEverywhere() {
        return schemas.isEmpty() && tables.isEmpty();
    }

    /** Whether something of this name is in it. What is temporary is its session's own. */
    boolean holds(String schema, String name) {
        return schema.startsWith(TEMPORARY)
                || ((schemas.isEmpty() || schemas.stream().anyMatch(pattern -> pattern.matchesSchema(schema)))
                        && (tables.isEmpty()
                                || tables.stream()
                                        .anyMatch(table -> table.schema().matchesSchema(schema)
                                                && table.name().matches(name))));
    }

    /** Whether a schema is in it with all that it holds or will hold. */
    boolean holdsAllOf(String schema) {
        return schema.startsWith(TEMPORARY)
                || ((schemas.isEmpty() || schemas.stream().anyMatch(pattern -> pattern.matchesSchema(schema)))
                        && (tables.isEmpty()
                                || tables.stream()
                                        .anyMatch(table -> table.schema().matchesSchema(schema)
                                                && table.name().isEvery())));
    }

    /** As the configuration has it, to be shown. */
    @Override
    public String toString() {
        List<String> shown = new ArrayList<>();
        schemas.forEach(pattern -> shown.add(pattern + ".*"));
        tables.forEach(table -> shown.add(table.schema() + "." + table.name()));
        return String.join(", ", shown);
    }
}
