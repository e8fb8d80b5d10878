package dev.sallyport.policy;

import java.util.List;

/**
 * One entry of {@code labels}, as configured and not yet checked: a name for columns of one kind, which a session bears once it has read
 * one of them.
 *
 * @param name unique among labels and masks, for a mask's name is a label of its columns
 * @param database the configured name of a database
 * @param columns the columns: {@code schema.table.column}, or for a key of a jsonb column {@code schema.table.column->>'key'}, which
 *     stands for the whole column
 */
public record LabelSetting(String name, String database, List<String> columns) {

    public LabelSetting {
        columns = List.copyOf(columns);
    }
}
