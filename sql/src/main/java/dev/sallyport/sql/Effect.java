package dev.sallyport.sql;

/** What a statement does to the database, from least to most; an access entry grants classes of these. */
public enum Effect {
    /** BEGIN, COMMIT, SAVEPOINT and their kin. */
    TRANSACTION,
    /** Session state alone: SET, SHOW, DISCARD, LISTEN, DEALLOCATE, CLOSE. */
    SESSION,
    /** Reads rows: SELECT, EXPLAIN without ANALYZE, COPY TO STDOUT, FETCH. */
    READ,
    /** Changes rows: INSERT, UPDATE, DELETE, MERGE, COPY FROM, SELECT ... FOR UPDATE, a CTE that writes. */
    WRITE,
    /** Changes the schema: CREATE, ALTER, DROP, TRUNCATE, COMMENT, REINDEX. */
    DDL,
    /** Changes the server, its roles or its files, or runs programs: ALTER SYSTEM, GRANT, COPY ... PROGRAM, DROP DATABASE. */
    ADMIN;

    /** The graver of two effects. */
    public Effect or(Effect other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
