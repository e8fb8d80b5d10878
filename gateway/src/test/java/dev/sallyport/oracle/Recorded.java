package dev.sallyport.oracle;

import dev.sallyport.sql.flow.ColumnId;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the server itself says that a query names. Immutable.
 *
 * @param columns the columns, as those of the relations that are named
 * @param fields columns of relations whose row type it takes a field of, which reads no column: {@code (NULL::customers).ssn}
 * @param relations the relations named
 * @param functions those outside pg_catalog, that operators call included: qualified names
 * @param writes whether it asks for a privilege to write
 */
record Recorded(
        Set<ColumnId> columns, Set<ColumnId> fields, Set<Integer> relations, Set<String> functions, boolean writes) {
    Recorded {
        columns = Collections.unmodifiableSet(new TreeSet<>(columns));
        fields = Collections.unmodifiableSet(new TreeSet<>(fields));
        relations = Set.copyOf(relations);
        functions = Set.copyOf(functions);
    }
}
