package dev.sallyport.sql.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The columns of an item of FROM, or of a query's answer, in order. */
interface Columns {

    List<Column> all();

    /** Those of a name: none, one, or several, which the server takes for ambiguous. */
    List<Column> named(String name);

    /** Why there may be others, or others before some of these, as a clause; null if there are none. */
    @Nullable
    String open();

    /** All of them as one. */
    default Dependencies together() {
        Dependencies all =
                Dependencies.all(all().stream().map(Column::dependsOn).toList());
        String open = open();
        return open == null ? all : all.and(Dependencies.unknown(open));
    }

    /** The same under other names, as far as there are any: an alias's list. */
    default Columns renamed(List<String> names) {
        if (names.isEmpty()) {
            return this;
        }
        List<Column> columns = new ArrayList<>(all());
        String open = open();
        for (int i = 0; i < names.size(); i++) {
            if (i < columns.size() && open == null) {
                columns.set(i, columns.get(i).named(names.get(i)));
            } else if (open != null) {
                // Which of them has this place can't be told, so it can be any.
                Column any = Column.of(names.get(i), Value.of(together()));
                if (i < columns.size()) {
                    columns.set(i, any);
                } else {
                    columns.add(any);
                }
            }
        }
        return new ListedColumns(columns, open);
    }

    /** These and then others. */
    default Columns then(Columns others) {
        String open = open();
        return new ListedColumns(
                Stream.concat(all().stream(), others.all().stream()).toList(), open == null ? others.open() : open);
    }

    /** Columns that can't be told. */
    static Columns unknown(String reason) {
        return new ListedColumns(List.of(), reason);
    }
}
