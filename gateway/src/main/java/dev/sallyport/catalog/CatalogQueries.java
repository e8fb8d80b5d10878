package dev.sallyport.catalog;

/** What is asked of a server's own catalogs: a handful of set-based queries, valid from PostgreSQL 14 on. */
final class CatalogQueries {

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

    /** What a cast to a system's type runs; the types that users made are with those. */
    static final String CASTS = """
            SELECT DISTINCT p.oid
            FROM pg_cast c JOIN pg_proc p ON p.oid = c.castfunc
            WHERE c.casttarget < 16384 AND p.pronamespace <> 'pg_catalog'::regnamespace
              AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_cast'::regclass AND e.objid = c.oid
                                                       AND e.deptype = 'e')""";

    private CatalogQueries() {}
}
