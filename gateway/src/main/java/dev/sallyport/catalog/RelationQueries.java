package dev.sallyport.catalog;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of relations, valid from PostgreSQL 14 on. Each query can be asked of some relations alone: {@code {of column}} stands
 * for the condition that a column has the oid of one of them.
 */
final class RelationQueries {
    private static final Pattern OF = Pattern.compile("\\{of ([a-z_.]+)}");

    /**
     * A query of some relations.
     *
     * @param query one of those below
     * @param relations their oids, unsigned in ints, or null for all relations
     */
    static String of(String query, @Nullable Collection<Integer> relations) {
        if (relations == null) {
            return OF.matcher(query).replaceAll("true");
        }
        String oids = relations.stream().map(Integer::toUnsignedString).collect(Collectors.joining(","));
        return OF.matcher(query)
                .replaceAll(column -> Matcher.quoteReplacement(column.group(1) + " = ANY ('{" + oids + "}'::oid[])"));
    }

    /** Indexes, composite types and the like can't be read from and are left out. */
    static final String RELATIONS = """
            SELECT c.oid, n.nspname, c.relname, c.relkind::text, c.relrowsecurity,
                   c.oid IN (SELECT tgrelid FROM pg_trigger WHERE NOT tgisinternal AND {of tgrelid}),
                   c.oid IN (SELECT ev_class FROM pg_rewrite WHERE rulename <> '_RETURN' AND {of ev_class}),
                   c.reltype, coalesce(y.typarray, 0)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_type y ON y.oid = c.reltype
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 't') AND {of c.oid}""";

    static final String COLUMNS = """
            SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.attnotnull, a.attgenerated::text,
                a.attcollation NOT IN (0, 'pg_catalog."default"'::regcollation, 'pg_catalog."C"'::regcollation),
                a.atttypmod
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 't')
              AND {of a.attrelid}""";

    /** The dependency is recorded at the expression, or before PostgreSQL 15 at the column itself. */
    static final String COMPUTED_FROM = """
            SELECT d.adrelid, d.adnum, p.refobjsubid
            FROM pg_attrdef d JOIN pg_depend p ON p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid
            WHERE p.refclassid = 'pg_class'::regclass AND p.refobjid = d.adrelid AND p.refobjsubid <> 0
              AND p.refobjsubid <> d.adnum AND {of d.adrelid}
            UNION
            SELECT p.objid, p.objsubid, p.refobjsubid
            FROM pg_depend p
            WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass AND p.objid = p.refobjid
              AND p.objsubid <> 0 AND p.refobjsubid <> 0 AND p.objsubid <> p.refobjsubid AND {of p.objid}""";

    /** Of generated columns: what the system's own functions are in is not recorded. */
    static final String COMPUTED_BY_CODE = """
            SELECT d.adrelid, d.adnum
            FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
            WHERE a.attgenerated <> '' AND {of d.adrelid}
              AND EXISTS (SELECT FROM pg_depend p WHERE p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid
                                                    AND p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass))""";

    /** Relations whose writing runs code by other ways than triggers, rules, defaults and checks: indexes' expressions, row security. */
    static final String CODE_ELSEWHERE = """
            SELECT i.indrelid FROM pg_index i JOIN pg_depend p ON p.classid = 'pg_class'::regclass AND p.objid = i.indexrelid
            WHERE p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass) AND {of i.indrelid}
            UNION SELECT polrelid FROM pg_policy WHERE {of polrelid}
            UNION SELECT ftrelid FROM pg_foreign_table WHERE {of ftrelid}""";

    /**
     * Relations with an index or partitions by an operator class that is no part of PostgreSQL, whether it is one for a type that is, so
     * that it runs without a type of users in sight, and the extension that it belongs to, or NULL.
     */
    static final String OPERATOR_CLASSES = """
            WITH used AS (
                SELECT i.indrelid AS relation, k.class FROM pg_index i, unnest(i.indclass::oid[]) AS k(class)
                WHERE k.class >= 16384 AND {of i.indrelid}
                UNION
                SELECT t.partrelid, k.class FROM pg_partitioned_table t, unnest(t.partclass::oid[]) AS k(class)
                WHERE k.class >= 16384 AND {of t.partrelid})
            SELECT u.relation, c.opcintype < 16384, min(e.extname)
            FROM used u JOIN pg_opclass c ON c.oid = u.class
            LEFT JOIN pg_depend d ON d.classid = 'pg_opclass'::regclass AND d.objid = c.oid AND d.deptype = 'e'
                                 AND d.refclassid = 'pg_extension'::regclass
            LEFT JOIN pg_extension e ON e.oid = d.refobjid
            GROUP BY u.relation, c.oid, c.opcintype
            HAVING EXISTS (SELECT FROM pg_amproc s WHERE s.amprocfamily = (SELECT opcfamily FROM pg_opclass o WHERE o.oid = c.oid)
                                                     AND s.amproc >= 16384)
                OR EXISTS (SELECT FROM pg_amop m JOIN pg_operator o ON o.oid = m.amopopr
                           WHERE m.amopfamily = (SELECT opcfamily FROM pg_opclass o WHERE o.oid = c.oid)
                             AND o.oprcode >= 16384)""";

    static final String INHERITANCE = "SELECT inhrelid, inhparent FROM pg_inherits WHERE {of inhrelid}";

    /** A column by itself stands in the key; one in an expression can't be dropped, for it depends on its own table (heap.c). */
    static final String DIVIDED_BY = """
            SELECT t.partrelid, k.attribute
            FROM pg_partitioned_table t, unnest(t.partattrs::int2[]) AS k(attribute)
            WHERE k.attribute <> 0 AND {of t.partrelid}
            UNION
            SELECT t.partrelid, p.objsubid::int2
            FROM pg_partitioned_table t JOIN pg_depend p ON p.classid = 'pg_class'::regclass AND p.objid = t.partrelid
            WHERE p.refclassid = 'pg_class'::regclass AND p.refobjid = t.partrelid
              AND p.objsubid <> 0 AND p.refobjsubid = 0 AND p.deptype = 'i' AND {of t.partrelid}""";

    /**
     * What policies of row security name: columns, relations as column 0, and functions, also of operators, that users wrote. Each depends on
     * its own table automatically.
     */
    static final String POLICIES = """
            SELECT o.polrelid, p.refobjid, p.refobjsubid::int2, 0::oid
            FROM pg_policy o JOIN pg_depend p ON p.classid = 'pg_policy'::regclass AND p.objid = o.oid
            WHERE p.refclassid = 'pg_class'::regclass AND p.deptype = 'n' AND {of o.polrelid}
            UNION
            SELECT o.polrelid, 0::oid, 0::int2, coalesce(r.oprcode, p.refobjid)
            FROM pg_policy o JOIN pg_depend p ON p.classid = 'pg_policy'::regclass AND p.objid = o.oid
            LEFT JOIN pg_operator r ON p.refclassid = 'pg_operator'::regclass AND r.oid = p.refobjid
            WHERE p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass) AND {of o.polrelid}""";

    /** The server writes a whole row in an expression as a star behind its name. */
    static final String POLICIES_OF_WHOLE_ROWS = """
            SELECT o.polrelid FROM pg_policy o
            WHERE (pg_get_expr(o.polqual, o.polrelid) LIKE '%.*%' OR pg_get_expr(o.polwithcheck, o.polrelid) LIKE '%.*%')
              AND {of o.polrelid}""";

    /** Columns may come more than once. */
    static final String CHECKED_TOGETHER = """
            SELECT i.indrelid, i.indexrelid, i.indkey::int2[]
            FROM pg_index i
            WHERE (i.indisunique OR i.indisexclusion) AND {of i.indrelid}
            UNION ALL
            SELECT i.indrelid, i.indexrelid, ARRAY[p.refobjsubid::int2]
            FROM pg_index i JOIN pg_depend p ON p.classid = 'pg_class'::regclass AND p.objid = i.indexrelid
            WHERE (i.indisunique OR i.indisexclusion) AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL)
              AND p.refclassid = 'pg_class'::regclass AND p.refobjid = i.indrelid AND p.refobjsubid <> 0 AND {of i.indrelid}
            UNION ALL
            SELECT c.conrelid, c.oid, c.conkey
            FROM pg_constraint c
            WHERE c.contype IN ('c', 'u', 'p', 'x', 'f') AND c.conrelid <> 0 AND c.conkey IS NOT NULL
              AND {of c.conrelid}""";

    /**
     * What the expressions and the condition of an index compute with. pg_depend has a row for a column that is a key by itself, and one
     * more if it is in one of these, too.
     */
    static final String COMPUTED_TOGETHER = """
            SELECT i.indrelid, array_agg(p.refobjsubid::int2)
            FROM pg_index i CROSS JOIN LATERAL (
              SELECT d.refobjsubid, count(*) AS times FROM pg_depend d
              WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid AND d.refobjsubid <> 0
              GROUP BY d.refobjsubid
            ) p
            WHERE NOT (i.indisunique OR i.indisexclusion) AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL)
              AND p.times > CASE WHEN p.refobjsubid = ANY (i.indkey::int2[]) THEN 1 ELSE 0 END AND {of i.indrelid}
            GROUP BY i.indrelid, i.indexrelid HAVING count(*) > 1""";

    static final String CODE_IN_DEFAULTS_AND_CHECKS = """
            SELECT d.adrelid FROM pg_attrdef d JOIN pg_depend p
              ON p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid
                 AND p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass)
            WHERE {of d.adrelid}
            UNION
            SELECT c.conrelid FROM pg_constraint c JOIN pg_depend p
              ON p.classid = 'pg_constraint'::regclass AND p.objid = c.oid
                 AND p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass)
            WHERE c.conrelid <> 0 AND {of c.conrelid}""";

    /**
     * Relations that aren't planned without code: by a check, an index, statistics, or what a partitioned table is divided by, whose
     * dependencies are the table's own. A type counts too, for the checks of a domain run where a constant becomes one.
     */
    static final String CODE_IN_PLANS = """
            SELECT c.conrelid FROM pg_constraint c JOIN pg_depend p ON p.classid = 'pg_constraint'::regclass AND p.objid = c.oid
            WHERE c.conrelid <> 0 AND p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass)
              AND {of c.conrelid}
            UNION
            SELECT i.indrelid FROM pg_index i JOIN pg_depend p ON p.classid = 'pg_class'::regclass AND p.objid = i.indexrelid
            WHERE p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass, 'pg_opclass'::regclass)
              AND {of i.indrelid}
            UNION
            SELECT s.stxrelid FROM pg_statistic_ext s
            JOIN pg_depend p ON p.classid = 'pg_statistic_ext'::regclass AND p.objid = s.oid
            WHERE p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass)
              AND {of s.stxrelid}
            UNION
            SELECT t.partrelid FROM pg_partitioned_table t
            JOIN pg_depend p ON p.classid = 'pg_class'::regclass AND p.objid = t.partrelid
            WHERE p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass, 'pg_opclass'::regclass)
              AND {of t.partrelid}""";

    static final String FOREIGN_KEYS = """
            SELECT c.conrelid, c.conkey, c.confrelid, c.confkey,
                   c.confupdtype IN ('c', 'n', 'd'), c.confdeltype IN ('c', 'n', 'd')
            FROM pg_constraint c WHERE c.contype = 'f' AND {of c.conrelid}""";

    static final String DEFERS_CHECKS = """
            SELECT EXISTS (SELECT FROM pg_constraint WHERE condeferrable)
                OR EXISTS (SELECT FROM pg_trigger WHERE tgdeferrable)""";

    private RelationQueries() {}
}
