package dev.sallyport.catalog;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is asked of a server's own catalogs: a handful of set-based queries, valid from PostgreSQL 14 on. */
final class CatalogQueries {

    private static final List<String> SOURCES = List.of(
            "pg_amop",
            "pg_amproc",
            "pg_attrdef",
            "pg_attribute",
            "pg_cast",
            "pg_class",
            "pg_constraint",
            "pg_enum",
            "pg_index",
            "pg_inherits",
            "pg_namespace",
            "pg_opclass",
            "pg_operator",
            "pg_partitioned_table",
            "pg_policy",
            "pg_proc",
            "pg_range",
            "pg_rewrite",
            "pg_statistic_ext",
            "pg_trigger",
            "pg_type");

    /** What belongs to an extension, which an index finds among all dependencies. */
    private static final String MEMBERS = "pg_depend WHERE refclassid = 'pg_extension'::regclass";

    /** From which PostgreSQL on what others write is in its statistics without a file of them all being read. */
    private static final int SHARED_STATISTICS = 15;

    private static final String ENDED = """
            CASE WHEN NOT pg_is_in_recovery()
                      OR pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot())
                 THEN pg_current_snapshot()::text END""";

    /**
     * Which transactions have ended, of all databases of the server: two snapshots of which it says the same see the same rows. A
     * standby does not say which transactions between the oldest and the newest are still running, so there it is NULL if there are any.
     */
    static final String TRANSACTIONS = "SELECT " + ENDED;

    /**
     * {@link #TRANSACTIONS}, and how many rows the server's statistics say were ever written to what a catalog is made of: of a
     * transaction that has ended they may tell seconds later. At the same cost whatever there is.
     *
     * @param server the server's major version
     */
    static String glance(int server) {
        return server < SHARED_STATISTICS
                ? "SELECT " + ENDED + ", NULL"
                : "SELECT " + ENDED
                        + ", (SELECT sum(pg_stat_get_tuples_inserted(source) + pg_stat_get_tuples_updated(source)"
                        + " + pg_stat_get_tuples_deleted(source))::text FROM unnest('{" + String.join(",", SOURCES)
                        + "}'::regclass[]) AS source)";
    }

    /** The oldest transaction that could still be running: rows that it or a later one wrote may not be seen yet. */
    static final String HORIZON = "SELECT txid_snapshot_xmin(txid_current_snapshot()) % 4294967296";

    /** How many transactions ago a horizon was, less than 0 if it was longer ago than can be told. */
    static String age(long horizon) {
        return "SELECT age('" + horizon + "'::xid)";
    }

    /**
     * Changes whenever a row changes of which a catalog is made. Whatever was not seen by a snapshot was written by a transaction that is
     * not older than that snapshot's horizon; who wrote such rows and where they lie is part of the mark, of older ones how many there
     * are. Counting how a table grows, which PostgreSQL notes in place, does not change it. What a role may use depends on much, and is
     * asked for itself.
     *
     * @param horizon of a snapshot, as {@link #HORIZON} gives it
     */
    static String mark(long horizon) {
        return Stream.concat(
                                SOURCES.stream().map(source -> mark(source, source, horizon)),
                                Stream.of(mark("members", MEMBERS, horizon)))
                        .collect(Collectors.joining(" UNION ALL "))
                + " UNION ALL SELECT current_user, count(*), sum(hashtextextended(nspname::text, 0))::text FROM pg_namespace"
                + " WHERE has_schema_privilege(oid, 'USAGE')"
                + " UNION ALL SELECT rolname || rolsuper::text, (SELECT count(*) FROM pg_auth_members WHERE member = pg_roles.oid),"
                + " '' FROM pg_roles WHERE rolname = current_user";
    }

    private static String mark(String name, String source, long horizon) {
        return "SELECT '" + name + "', count(*), sum(hashtextextended(xmin::text || ctid::text, 0)) FILTER (WHERE "
                + isSince(horizon) + ")::text FROM " + source;
    }

    /** The relations of which a column may have changed since a snapshot. */
    static String relationsWithChangedColumns(long horizon) {
        return "SELECT DISTINCT attrelid FROM pg_attribute WHERE " + isSince(horizon);
    }

    private static String isSince(long horizon) {
        return "age(xmin) <= (SELECT age('" + horizon + "'::xid))";
    }

    /** Indexes, composite types and the like can't be read from and are left out. */
    static final String RELATIONS = """
            SELECT c.oid, n.nspname, c.relname, c.relkind::text, c.relrowsecurity,
                   c.oid IN (SELECT tgrelid FROM pg_trigger WHERE NOT tgisinternal),
                   c.oid IN (SELECT ev_class FROM pg_rewrite WHERE rulename <> '_RETURN'),
                   c.reltype, coalesce(y.typarray, 0)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_type y ON y.oid = c.reltype
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 't')""";

    /** Of all relations. */
    static String columns() {
        return COLUMNS.formatted("");
    }

    /** Of some relations, by their oids as numbers. */
    static String columns(Collection<Integer> relations) {
        return COLUMNS.formatted(relations.stream()
                .map(Integer::toUnsignedString)
                .collect(Collectors.joining(",", "AND a.attrelid = ANY ('{", "}'::oid[])")));
    }

    private static final String COLUMNS = """
            SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.attnotnull, a.attgenerated::text,
                a.attcollation NOT IN (0, 'pg_catalog."default"'::regcollation, 'pg_catalog."C"'::regcollation),
                a.atttypmod
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 't')
            %s""";

    /** The dependency is recorded at the expression, or before PostgreSQL 15 at the column itself. */
    static final String COMPUTED_FROM = """
            SELECT d.adrelid, d.adnum, p.refobjsubid
            FROM pg_attrdef d JOIN pg_depend p ON p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid
            WHERE p.refclassid = 'pg_class'::regclass AND p.refobjid = d.adrelid AND p.refobjsubid <> 0
              AND p.refobjsubid <> d.adnum
            UNION
            SELECT p.objid, p.objsubid, p.refobjsubid
            FROM pg_depend p
            WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass AND p.objid = p.refobjid
              AND p.objsubid <> 0 AND p.refobjsubid <> 0 AND p.objsubid <> p.refobjsubid""";

    /** Of generated columns: what the system's own functions are in is not recorded. */
    static final String COMPUTED_BY_CODE = """
            SELECT d.adrelid, d.adnum
            FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
            WHERE a.attgenerated <> ''
              AND EXISTS (SELECT FROM pg_depend p WHERE p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid
                                                    AND p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass))""";

    /** Relations whose writing runs code by other ways than triggers, rules, defaults and checks: indexes' expressions, row security. */
    static final String CODE_ELSEWHERE = """
            SELECT i.indrelid FROM pg_index i JOIN pg_depend p ON p.classid = 'pg_class'::regclass AND p.objid = i.indexrelid
            WHERE p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass)
            UNION SELECT polrelid FROM pg_policy
            UNION SELECT ftrelid FROM pg_foreign_table""";

    /**
     * Relations with an index or partitions by an operator class that is no part of PostgreSQL, whether it is one for a type that is, so
     * that it runs without a type of users in sight, and the extension that it belongs to, or NULL.
     */
    static final String OPERATOR_CLASSES = """
            WITH used AS (
                SELECT i.indrelid AS relation, k.class FROM pg_index i, unnest(i.indclass::oid[]) AS k(class)
                WHERE k.class >= 16384
                UNION
                SELECT t.partrelid, k.class FROM pg_partitioned_table t, unnest(t.partclass::oid[]) AS k(class)
                WHERE k.class >= 16384)
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

    static final String INHERITANCE = "SELECT inhrelid, inhparent FROM pg_inherits";

    /** Columns may come more than once. */
    static final String CHECKED_TOGETHER = """
            SELECT i.indrelid, i.indexrelid, i.indkey::int2[]
            FROM pg_index i
            WHERE i.indisunique OR i.indisexclusion
            UNION ALL
            SELECT i.indrelid, i.indexrelid, ARRAY[p.refobjsubid::int2]
            FROM pg_index i JOIN pg_depend p ON p.classid = 'pg_class'::regclass AND p.objid = i.indexrelid
            WHERE (i.indisunique OR i.indisexclusion) AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL)
              AND p.refclassid = 'pg_class'::regclass AND p.refobjid = i.indrelid AND p.refobjsubid <> 0
            UNION ALL
            SELECT c.conrelid, c.oid, c.conkey
            FROM pg_constraint c
            WHERE c.contype IN ('c', 'u', 'p', 'x', 'f') AND c.conrelid <> 0 AND c.conkey IS NOT NULL""";

    static final String CODE_IN_DEFAULTS_AND_CHECKS = """
            SELECT d.adrelid FROM pg_attrdef d JOIN pg_depend p
              ON p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid
                 AND p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass)
            UNION
            SELECT c.conrelid FROM pg_constraint c JOIN pg_depend p
              ON p.classid = 'pg_constraint'::regclass AND p.objid = c.oid
                 AND p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass)
            WHERE c.conrelid <> 0""";

    /**
     * Relations that aren't planned without code: by a check, an index, statistics, or what a partitioned table is divided by, whose
     * dependencies are the table's own. A type counts too, for the checks of a domain run where a constant becomes one.
     */
    static final String CODE_IN_PLANS = """
            SELECT c.conrelid FROM pg_constraint c JOIN pg_depend p ON p.classid = 'pg_constraint'::regclass AND p.objid = c.oid
            WHERE c.conrelid <> 0 AND p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass)
            UNION
            SELECT i.indrelid FROM pg_index i JOIN pg_depend p ON p.classid = 'pg_class'::regclass AND p.objid = i.indexrelid
            WHERE p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass, 'pg_opclass'::regclass)
            UNION
            SELECT s.stxrelid FROM pg_statistic_ext s
            JOIN pg_depend p ON p.classid = 'pg_statistic_ext'::regclass AND p.objid = s.oid
            WHERE p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass)
            UNION
            SELECT t.partrelid FROM pg_partitioned_table t
            JOIN pg_depend p ON p.classid = 'pg_class'::regclass AND p.objid = t.partrelid
            WHERE p.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass, 'pg_opclass'::regclass)""";

    static final String FOREIGN_KEYS = """
            SELECT c.conrelid, c.conkey, c.confrelid, c.confkey,
                   c.confupdtype IN ('c', 'n', 'd'), c.confdeltype IN ('c', 'n', 'd')
            FROM pg_constraint c WHERE c.contype = 'f'""";

    static final String DEFERS_CHECKS = """
            SELECT EXISTS (SELECT FROM pg_constraint WHERE condeferrable)
                OR EXISTS (SELECT FROM pg_trigger WHERE tgdeferrable)""";

    static final String VIEWS = """
            SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            ORDER BY c.oid""";

    /** Functions whose bodies may be read; whether names in a body were followed when it was defined, and its own settings. */
    static final String BODIES = """
            SELECT p.oid, p.prosqlbody IS NOT NULL, p.proconfig
            FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE l.lanname IN ('sql', 'plpgsql') AND p.prokind IN ('f', 'p') AND NOT p.prosecdef
              AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            ORDER BY p.oid""";

    /** Schemas in which the role that is connected finds what it names without them, and the role. */
    static final String PLACES = """
            SELECT current_user, array(SELECT nspname::text FROM pg_namespace WHERE has_schema_privilege(oid, 'USAGE')
                                       ORDER BY nspname),
                   (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
                   OR EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = current_user)
                   OR session_user <> current_user""";

    static final String FUNCTIONS = """
            SELECT p.oid, n.nspname, p.proname, p.pronargs - p.pronargdefaults, p.pronargs, p.provariadic <> 0,
                   p.provolatile::text, l.lanname, p.prosecdef, p.prorettype, p.proallargtypes, p.proargmodes::text[],
                   p.proargnames,
                   CASE WHEN count(*) = count(e.extname) AND count(DISTINCT e.extname) = 1 THEN min(e.extname::text) END,
                   p.proretset, CASE WHEN p.oid >= 16384 THEN p.proargtypes::oid[] END,
                   l.lanname = 'internal' AND p.prosrc ~ '^(multi)?range_constructor[0-3]$'
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
            LEFT JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
            LEFT JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass
            GROUP BY p.oid, n.nspname, l.lanname""";

    static final String OPERATORS = """
            SELECT n.nspname, o.oprname, pn.nspname, p.proname, p.oid, o.oprleft, o.oprright
            FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
            JOIN pg_proc p ON p.oid = o.oprcode JOIN pg_namespace pn ON pn.oid = p.pronamespace
            WHERE n.nspname <> 'pg_catalog'""";

    /** But for the row types of relations, and arrays of such: they are read with the relations. */
    static final String TYPES = """
            SELECT t.oid, n.nspname, t.typname, t.typbasetype, t.typelem,
                   t.typsubscript = 'array_subscript_handler'::regproc, t.typtype IN ('b', 'e'),
                   t.typtype = 'd'
                   OR t.oid IN (SELECT casttarget FROM pg_cast WHERE castcontext = 'i' AND castsource < 16384),
                   t.typtypmod, t.typname = 'citext' AND EXISTS (
                       SELECT FROM pg_depend p JOIN pg_extension x ON x.oid = p.refobjid
                       WHERE p.classid = 'pg_type'::regclass AND p.objid = t.oid AND p.deptype = 'e'
                         AND p.refclassid = 'pg_extension'::regclass AND x.extname = 'citext')
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
            LEFT JOIN pg_type e ON e.typarray = t.oid
            LEFT JOIN pg_class c ON c.oid = CASE WHEN t.typrelid <> 0 THEN t.typrelid ELSE e.typrelid END
            WHERE c.relkind IS NULL OR c.relkind = 'c'""";

    static final String TYPE_FIELDS = """
            SELECT t.oid, a.attname, a.atttypid, a.atttypmod
            FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind = 'c' AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attrelid, a.attnum""";

    static final String LABELS = "SELECT enumtypid, enumlabel FROM pg_enum ORDER BY enumtypid, enumsortorder";

    /** What ranges are made of, what is taken for another type as it is, and what checks of domains name. */
    static final String TYPE_PARTS = """
            SELECT rngtypid, rngsubtype FROM pg_range
            UNION ALL SELECT rngmultitypid, rngtypid FROM pg_range
            UNION ALL SELECT castsource, casttarget FROM pg_cast WHERE castmethod = 'b' AND castsource >= 16384
            UNION ALL
            SELECT c.contypid, d.refobjid
            FROM pg_constraint c JOIN pg_depend d ON d.classid = 'pg_constraint'::regclass AND d.objid = c.oid
            WHERE c.contypid <> 0 AND d.refclassid = 'pg_type'::regclass AND d.refobjid <> c.contypid""";

    /** What the server calls of itself for values of a type: to make one (m), to use one (u), to show one (s). */
    static final String TYPE_CODE = """
            SELECT oid, 'm', typinput::oid FROM pg_type WHERE typinput >= 16384
            UNION ALL
            SELECT oid, 'm', typreceive FROM pg_type WHERE typreceive >= 16384
            UNION ALL
            SELECT oid, 'm', typmodin FROM pg_type WHERE typmodin >= 16384
            UNION ALL
            SELECT oid, 's', typoutput FROM pg_type WHERE typoutput >= 16384
            UNION ALL
            SELECT oid, 's', typsend FROM pg_type WHERE typsend >= 16384
            UNION ALL
            SELECT oid, 'u', typsubscript FROM pg_type WHERE typsubscript >= 16384
            UNION ALL
            SELECT c.contypid, 'm', coalesce(o.oprcode, d.refobjid)
            FROM pg_constraint c JOIN pg_depend d ON d.classid = 'pg_constraint'::regclass AND d.objid = c.oid
            LEFT JOIN pg_operator o ON d.refclassid = 'pg_operator'::regclass AND o.oid = d.refobjid
            WHERE c.contypid <> 0 AND d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass)
            UNION ALL
            SELECT t.oid, 'm', coalesce(o.oprcode, d.refobjid)
            FROM pg_type t JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.objid = t.oid
            LEFT JOIN pg_operator o ON d.refclassid = 'pg_operator'::regclass AND o.oid = d.refobjid
            WHERE t.typtype = 'd' AND d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass)
            UNION ALL
            SELECT casttarget, 'm', castfunc FROM pg_cast WHERE castfunc >= 16384 AND casttarget >= 16384
            UNION ALL
            SELECT casttarget, 'u', castfunc FROM pg_cast WHERE castfunc >= 16384 AND casttarget >= 16384
            UNION ALL
            SELECT castsource, 'u', castfunc FROM pg_cast
            WHERE castfunc >= 16384 AND (castsource >= 16384 OR casttarget < 16384)
            UNION ALL
            SELECT rngtypid, 'm', rngcanonical FROM pg_range WHERE rngcanonical >= 16384
            UNION ALL
            SELECT rngtypid, 'u', rngcanonical FROM pg_range WHERE rngcanonical >= 16384
            UNION ALL
            SELECT rngtypid, 'u', rngsubdiff FROM pg_range WHERE rngsubdiff >= 16384
            UNION ALL
            SELECT r.rngtypid, kind.kind, s.amproc
            FROM pg_range r JOIN pg_opclass k ON k.oid = r.rngsubopc JOIN pg_amproc s ON s.amprocfamily = k.opcfamily,
                 (VALUES ('m'), ('u')) AS kind (kind)
            WHERE s.amproc >= 16384 AND k.opcintype IN (s.amproclefttype, s.amprocrighttype)
            UNION ALL
            SELECT k.opcintype, 'u', s.amproc
            FROM pg_opclass k JOIN pg_amproc s ON s.amprocfamily = k.opcfamily
            WHERE k.opcdefault AND s.amproc >= 16384 AND k.opcintype IN (s.amproclefttype, s.amprocrighttype)
              AND (k.opcintype >= 16384 OR s.amproclefttype = s.amprocrighttype)
            UNION ALL
            SELECT k.opcintype, 'u', o.oprcode
            FROM pg_opclass k JOIN pg_amop m ON m.amopfamily = k.opcfamily JOIN pg_operator o ON o.oid = m.amopopr
            WHERE k.opcdefault AND o.oprcode >= 16384 AND k.opcintype IN (m.amoplefttype, m.amoprighttype)
              AND (k.opcintype >= 16384 OR m.amoplefttype = m.amoprighttype)""";

    /** Of functions that have no place in pg_catalog and that make values of a type, the names. */
    static final String TYPE_FUNCTIONS = """
            SELECT t.oid, n.nspname, p.proname
            FROM pg_type t CROSS JOIN LATERAL (VALUES (t.typinput), (t.typreceive), (t.typmodin)) AS f (oid)
            JOIN pg_proc p ON p.oid = f.oid JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE p.pronamespace <> 'pg_catalog'::regnamespace
            UNION
            SELECT c.contypid, n.nspname, p.proname
            FROM pg_constraint c JOIN pg_depend d ON d.classid = 'pg_constraint'::regclass AND d.objid = c.oid
            JOIN pg_proc p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
            JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE c.contypid <> 0
            UNION
            SELECT c.casttarget, n.nspname, p.proname
            FROM pg_cast c JOIN pg_proc p ON p.oid = c.castfunc JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE c.casttarget >= 16384 AND n.nspname <> 'pg_catalog'""";

    /** What a cast to a system's type runs; the types that users made are with those. */
    static final String CASTS = """
            SELECT DISTINCT p.oid
            FROM pg_cast c JOIN pg_proc p ON p.oid = c.castfunc
            WHERE c.casttarget < 16384 AND p.pronamespace <> 'pg_catalog'::regnamespace
              AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_cast'::regclass AND e.objid = c.oid
                                                       AND e.deptype = 'e')""";

    private CatalogQueries() {}
}
