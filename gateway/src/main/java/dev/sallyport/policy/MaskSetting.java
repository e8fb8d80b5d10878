package dev.sallyport.policy;

import java.util.List;

/**
 * One entry of {@code masks}, as configured and not yet checked.
 *
 * @param name unique among masks; access entries name it in {@code unmask}
 * @param database the configured name of a database
 * @param columns the sensitive columns: {@code schema.table.column}, or for a key of a jsonb column {@code schema.table.column->>'key'}
 * @param with the mask function
 * @param nulls what becomes of NULL
 * @param flows what becomes of a statement that uses a column of it otherwise than by selecting it
 */
public record MaskSetting(
        String name, String database, List<String> columns, MaskFunction with, Nulls nulls, Flows flows) {

    public MaskSetting {
        columns = List.copyOf(columns);
    }

    /** What becomes of NULL. */
    public enum Nulls {
        /** The same constant that stands for every value that a function can't mask: not even its absence shows. */
        CONSTANT,
        /** It stays NULL. */
        KEEP
    }
}
