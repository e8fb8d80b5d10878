package dev.sallyport.catalog;

/**
 * What is asked of types, valid from PostgreSQL 14 on. Each relation has two types of its own, so that there can be very many: what has to
 * look at all of them does so once. Constraints of types are asked for by {@code contypid > 0}, which an index has.
 */
final class TypeQueries {

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
            WHERE t.typrelid = 0
                  AND (t.typelem = 0 OR t.oid NOT IN (SELECT typarray FROM pg_type WHERE typrelid <> 0))
               OR t.typrelid IN (SELECT oid FROM pg_class WHERE relkind = 'c')
               OR t.oid IN (SELECT typarray FROM pg_type
                            WHERE typrelid IN (SELECT oid FROM pg_class WHERE relkind = 'c'))""";

    /** Of composite types the relations that describe them, too; without columns where they have none. */
    static final String TYPE_FIELDS = """
            SELECT t.oid, c.oid, a.attname, a.atttypid, a.atttypmod
            FROM pg_class c JOIN pg_type t ON t.oid = c.reltype
            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind = 'c'
            ORDER BY c.oid, a.attnum""";

    static final String LABELS = "SELECT enumtypid, enumlabel FROM pg_enum ORDER BY enumtypid, enumsortorder";

    /** What ranges are made of, what is taken for another type as it is, and what checks of domains name. */
    static final String TYPE_PARTS = """
            SELECT rngtypid, rngsubtype FROM pg_range
            UNION ALL SELECT rngmultitypid, rngtypid FROM pg_range
            UNION ALL SELECT castsource, casttarget FROM pg_cast WHERE castmethod = 'b' AND castsource >= 16384
            UNION ALL
            SELECT c.contypid, d.refobjid
            FROM pg_constraint c JOIN pg_depend d ON d.classid = 'pg_constraint'::regclass AND d.objid = c.oid
            WHERE c.contypid > 0 AND d.refclassid = 'pg_type'::regclass AND d.refobjid <> c.contypid""";

    /** What the server calls of itself for values of a type: to make one (m), to use one (u), to show one (s). */
    static final String TYPE_CODE = """
            SELECT t.oid, f.kind, f.oid
            FROM pg_type t CROSS JOIN LATERAL (VALUES
                ('m', t.typinput::oid), ('m', t.typreceive), ('m', t.typmodin),
                ('s', t.typoutput), ('s', t.typsend), ('u', t.typsubscript)) AS f (kind, oid)
            WHERE (t.typinput >= 16384 OR t.typreceive >= 16384 OR t.typmodin >= 16384
                   OR t.typoutput >= 16384 OR t.typsend >= 16384 OR t.typsubscript >= 16384) AND f.oid >= 16384
            UNION ALL
            SELECT c.contypid, 'm', coalesce(o.oprcode, d.refobjid)
            FROM pg_constraint c JOIN pg_depend d ON d.classid = 'pg_constraint'::regclass AND d.objid = c.oid
            LEFT JOIN pg_operator o ON d.refclassid = 'pg_operator'::regclass AND o.oid = d.refobjid
            WHERE c.contypid > 0 AND d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass)
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
            WHERE (t.typinput >= 16384 OR t.typreceive >= 16384 OR t.typmodin >= 16384)
              AND p.pronamespace <> 'pg_catalog'::regnamespace
            UNION
            SELECT c.contypid, n.nspname, p.proname
            FROM pg_constraint c JOIN pg_depend d ON d.classid = 'pg_constraint'::regclass AND d.objid = c.oid
            JOIN pg_proc p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
            JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE c.contypid > 0
            UNION
            SELECT c.casttarget, n.nspname, p.proname
            FROM pg_cast c JOIN pg_proc p ON p.oid = c.castfunc JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE c.casttarget >= 16384 AND n.nspname <> 'pg_catalog'""";

    private TypeQueries() {}
}
