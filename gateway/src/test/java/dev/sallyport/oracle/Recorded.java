package dev.sallyport.oracle;

import dev.sallyport.sql.flow.ColumnId;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
    private static final Pattern VALUE = Pattern.compile("'(?:\\w+\\.)?(\\w+)'::(?:pg_catalog\\.)?regproc\\b");

    Recorded {
        columns = Collections.unmodifiableSet(new TreeSet<>(columns));
        fields = Collections.unmodifiableSet(new TreeSet<>(fields));
        relations = Set.copyOf(relations);
        functions = Set.copyOf(functions);
    }

    /**
     * The same without functions that the query names as a value alone, {@code 'f'::regproc}: the server records that it needs them, and
     * does not call them.
     */
    Recorded called(String query) {
        String text = query.toLowerCase(Locale.ROOT);
        Set<String> values = new HashSet<>();
        Matcher value = VALUE.matcher(text);
        while (value.find()) {
            values.add(value.group(1));
        }
        Set<String> called = functions.stream()
                .filter(function -> {
                    String name = function.substring(function.lastIndexOf('.') + 1);
                    return !values.contains(name)
                            || Pattern.compile("\\b" + Pattern.quote(name) + "\\s*\\(")
                                    .matcher(text)
                                    .find();
                })
                .collect(Collectors.toSet());
        return new Recorded(columns, fields, relations, called, writes);
    }
}
