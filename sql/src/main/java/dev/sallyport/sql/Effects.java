package dev.sallyport.sql;

import java.util.Set;

/** The least effect of a statement by its command tag; what is not listed by name falls to the graver side. */
final class Effects {
    private static final Set<String> TRANSACTION =
            Set.of("BEGIN", "START TRANSACTION", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET CONSTRAINTS");
    private static final Set<String> SESSION = Set.of(
            "SET",
            "RESET",
            "SHOW",
            "LISTEN",
            "UNLISTEN",
            "DEALLOCATE",
            "DEALLOCATE ALL",
            "CLOSE CURSOR",
            "CLOSE CURSOR ALL",
            "DISCARD ALL",
            "DISCARD PLANS",
            "DISCARD SEQUENCES",
            "DISCARD TEMP");
    private static final Set<String> READ =
            Set.of("SELECT", "EXPLAIN", "PREPARE", "DECLARE CURSOR", "FETCH", "MOVE", "COPY", "DO");
    // A DO block does what it holds, and is graver where that can't be read.
    // LOCK TABLE keeps others from writing, and NOTIFY carries text to other sessions. What EXECUTE runs is not in its
    // text,
    // and a prepared statement can be nothing graver than a write.
    private static final Set<String> WRITE =
            Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "EXECUTE", "LOCK TABLE", "NOTIFY");
    private static final Set<String> DDL = Set.of(
            "SELECT INTO",
            "TRUNCATE TABLE",
            "COMMENT",
            "REINDEX",
            "VACUUM",
            "ANALYZE",
            "CLUSTER",
            "REFRESH MATERIALIZED VIEW");
    private static final Set<String> DEFINING = Set.of("CREATE ", "ALTER ", "DROP ");
    // Objects whose definition reaches past the schema: the server, its roles and who may do what, its files, other
    // servers, or
    // code that runs as a superuser.
    private static final Set<String> ADMINISTRATIVE = Set.of(
            "ACCESS METHOD",
            "DATABASE",
            "DEFAULT PRIVILEGES",
            "EVENT TRIGGER",
            "EXTENSION",
            "FOREIGN DATA WRAPPER",
            "FOREIGN TABLE",
            "LANGUAGE",
            "OPERATOR CLASS",
            "OPERATOR FAMILY",
            "OWNED",
            "POLICY",
            "PUBLICATION",
            "ROLE",
            "SERVER",
            "SUBSCRIPTION",
            "SYSTEM",
            "TABLESPACE",
            "TEXT SEARCH PARSER",
            "TEXT SEARCH TEMPLATE",
            "TRANSFORM",
            "USER MAPPING");

    private Effects() {}

    static Effect of(String kind) {
        if (TRANSACTION.contains(kind)) {
            return Effect.TRANSACTION;
        } else if (SESSION.contains(kind)) {
            return Effect.SESSION;
        } else if (READ.contains(kind)) {
            return Effect.READ;
        } else if (WRITE.contains(kind)) {
            return Effect.WRITE;
        } else if (DDL.contains(kind) || definesWithinTheSchema(kind)) {
            return Effect.DDL;
        }
        return Effect.ADMIN;
    }

    private static boolean definesWithinTheSchema(String kind) {
        for (String verb : DEFINING) {
            if (kind.startsWith(verb)) {
                return !ADMINISTRATIVE.contains(kind.substring(verb.length()));
            }
        }
        return false;
    }
}
