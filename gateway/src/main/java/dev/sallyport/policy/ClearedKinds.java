package dev.sallyport.policy;

import java.util.Set;

/** Which kinds of statements may run at all where masks apply, by command tag. What is not listed is refused. */
final class ClearedKinds {

    /** Those whose own output columns an answer's RowDescription describes, now or when the cursor or prepared statement is used. */
    private static final Set<String> DESCRIBED =
            Set.of("SELECT", "DECLARE CURSOR", "PREPARE", "INSERT", "UPDATE", "DELETE", "MERGE");

    private static final Set<String> OTHERS = Set.of(
            "ABORT",
            "ALTER INDEX",
            "ALTER SEQUENCE",
            "ALTER TABLE",
            "ALTER TYPE",
            "ANALYZE",
            "BEGIN",
            "CHECKPOINT",
            "CLOSE CURSOR",
            "CLOSE CURSOR ALL",
            "COMMENT",
            "COMMIT",
            "COMMIT PREPARED",
            "COPY",
            "CREATE DOMAIN",
            "CREATE INDEX",
            "CREATE MATERIALIZED VIEW",
            "CREATE SCHEMA",
            "CREATE SEQUENCE",
            "CREATE TABLE",
            "CREATE TABLE AS",
            "CREATE TYPE",
            "CREATE VIEW",
            "DEALLOCATE",
            "DEALLOCATE ALL",
            "DISCARD ALL",
            "DISCARD PLANS",
            "DISCARD SEQUENCES",
            "DISCARD TEMP",
            "DROP DOMAIN",
            "DROP INDEX",
            "DROP MATERIALIZED VIEW",
            "DROP SEQUENCE",
            "DROP TABLE",
            "DROP TYPE",
            "DROP VIEW",
            "EXECUTE",
            "EXPLAIN",
            "FETCH",
            "GRANT",
            "LISTEN",
            "LOCK TABLE",
            "MOVE",
            "NOTIFY",
            "PREPARE TRANSACTION",
            "REFRESH MATERIALIZED VIEW",
            "REINDEX",
            "RELEASE",
            "RESET",
            "REVOKE",
            "ROLLBACK",
            "ROLLBACK PREPARED",
            "SAVEPOINT",
            "SELECT INTO",
            "SET",
            "SET CONSTRAINTS",
            "SHOW",
            "START TRANSACTION",
            "TRUNCATE TABLE",
            "UNLISTEN",
            "VACUUM");

    /** Those that may name a sensitive relation as the thing they work on: they neither move its values nor change what it is. */
    private static final Set<String> LEAVING_DEFINITIONS_ALONE =
            Set.of("ANALYZE", "COMMENT", "GRANT", "LOCK TABLE", "REVOKE", "TRUNCATE TABLE", "VACUUM");

    private ClearedKinds() {}

    static boolean contains(String kind) {
        return DESCRIBED.contains(kind) || OTHERS.contains(kind);
    }

    static boolean isDescribed(String kind) {
        return DESCRIBED.contains(kind);
    }

    static boolean leavesDefinitionsAlone(String kind) {
        return LEAVING_DEFINITIONS_ALONE.contains(kind);
    }
}
