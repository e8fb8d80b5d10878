package dev.sallyport.oracle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which tables an answer can come from, as the server tells it: behind views, partitions and functions. */
final class Reach {
    private static final String BEHIND = """
            SELECT w.ev_class, d.refobjid FROM pg_rewrite w JOIN pg_depend d
              ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass
            WHERE d.refobjid <> w.ev_class
            UNION SELECT inhparent, inhrelid FROM pg_inherits""";

    private static final String CALLS = """
            SELECT w.ev_class, n.nspname || '.' || p.proname FROM pg_rewrite w
            JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
            LEFT JOIN pg_operator o ON d.refclassid = 'pg_operator'::regclass AND o.oid = d.refobjid
            JOIN pg_proc p ON p.oid = CASE WHEN d.refclassid = 'pg_proc'::regclass THEN d.refobjid ELSE o.oprcode END
            JOIN pg_namespace n ON n.oid = p.pronamespace""";

    private static final String TEXTS = """
            SELECT n.nspname || '.' || p.proname, c.oid
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            JOIN pg_class c ON c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm')
            WHERE p.oid >= 16384 AND p.prokind <> 'a' AND position(c.relname IN pg_get_functiondef(p.oid)) > 0""";

    private static final String MATERIALIZED = """
            SELECT c.oid, format('%I.%I', n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'm' ORDER BY c.oid""";

    private final Map<Integer, Set<Integer>> behind = new HashMap<>();
    private final Map<Integer, Set<String>> calls = new HashMap<>();
    private final Map<String, Set<Integer>> texts = new HashMap<>();
    private final Map<Integer, String> materialized = new TreeMap<>();

    Reach(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(BEHIND)) {
                while (row.next()) {
                    behind.computeIfAbsent((int) row.getLong(1), absent -> new HashSet<>())
                            .add((int) row.getLong(2));
                }
            }
            try (ResultSet row = statement.executeQuery(CALLS)) {
                while (row.next()) {
                    calls.computeIfAbsent((int) row.getLong(1), absent -> new HashSet<>())
                            .add(row.getString(2));
                }
            }
            try (ResultSet row = statement.executeQuery(TEXTS)) {
                while (row.next()) {
                    texts.computeIfAbsent(row.getString(1), absent -> new HashSet<>())
                            .add((int) row.getLong(2));
                }
            }
            try (ResultSet row = statement.executeQuery(MATERIALIZED)) {
                while (row.next()) {
                    materialized.put((int) row.getLong(1), row.getString(2));
                }
            }
        }
    }

    /** The relations behind a query. A function is taken to reach every relation whose name is in its text. */
    Set<Integer> of(Recorded recorded) {
        Set<Integer> begin = new HashSet<>(recorded.relations());
        recorded.functions().forEach(function -> begin.addAll(texts.getOrDefault(function, Set.of())));
        return closure(begin);
    }

    /** The materialized views that a table is behind, in the order in which they can be refreshed. */
    List<String> materializedViewsOver(int table) {
        List<String> over = new ArrayList<>();
        materialized.forEach((oid, name) -> {
            if (closure(Set.of(oid)).contains(table)) {
                over.add(name);
            }
        });
        return over;
    }

    private Set<Integer> closure(Set<Integer> relations) {
        Set<Integer> reached = new HashSet<>();
        Deque<Integer> open = new ArrayDeque<>(relations);
        while (!open.isEmpty()) {
            int relation = open.remove();
            if (reached.add(relation)) {
                open.addAll(behind.getOrDefault(relation, Set.of()));
                calls.getOrDefault(relation, Set.of())
                        .forEach(function -> open.addAll(texts.getOrDefault(function, Set.of())));
            }
        }
        return reached;
    }
}
