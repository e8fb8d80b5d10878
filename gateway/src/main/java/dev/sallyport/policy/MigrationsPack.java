package dev.sallyport.policy;

import dev.sallyport.policy.RuleSetting.Verdict;
import java.util.List;

/**
 * {@code pack:migrations}: stops what rewrites a table, or keeps others from it while it is scanned, and says what to write instead. What
 * has another way is denied, the rest waits for approval. (PostgreSQL documentation: ALTER TABLE, Notes; Explicit Locking.)
 */
final class MigrationsPack {
    private static final String NOT_TEMPORARY = " && !statement.temporary";

    static final RulePack PACK = new RulePack(
            "migrations",
            List.of(
                    new RuleSetting(
                            "migrations/rewrite",
                            "statement.alterations.exists(a, a in ['ALTER COLUMN TYPE', 'ALTER COLUMN SET EXPRESSION',"
                                    + " 'SET LOGGED', 'SET UNLOGGED', 'SET TABLESPACE', 'SET ACCESS METHOD'])"
                                    + NOT_TEMPORARY,
                            Verdict.APPROVE,
                            "This can rewrite the table while nobody can read it: add a new column or table, fill it in"
                                    + " batches, then switch."),
                    new RuleSetting(
                            "migrations/computed-column",
                            "('ADD COLUMN GENERATED' in statement.alterations || 'ADD COLUMN' in statement.alterations"
                                    + " && statement.volatileFunctions.size() > 0)" + NOT_TEMPORARY,
                            Verdict.DENY,
                            "A new column with a value of each row's own rewrites the table: add it without a default, set"
                                    + " the default for new rows, then fill the old ones in batches."),
                    new RuleSetting(
                            "migrations/set-not-null",
                            "statement.alterations.exists(a, a in ['ALTER COLUMN SET NOT NULL', 'SET NOT NULL'])"
                                    + NOT_TEMPORARY,
                            Verdict.APPROVE,
                            "This scans the table while nobody can read it, unless a valid CHECK (c IS NOT NULL) is there:"
                                    + " add that as NOT VALID and validate it first."),
                    new RuleSetting(
                            "migrations/validated-constraint",
                            "'ADD CONSTRAINT' in statement.alterations" + NOT_TEMPORARY,
                            Verdict.DENY,
                            "This checks each row while nobody can write: add the constraint as NOT VALID and then VALIDATE"
                                    + " it, or a key USING INDEX over an index made CONCURRENTLY."),
                    new RuleSetting(
                            "migrations/blocking-index",
                            unlessConcurrently("CREATE INDEX"),
                            Verdict.DENY,
                            "Nobody can write to the table while this runs: write CREATE INDEX CONCURRENTLY, outside of a"
                                    + " transaction."),
                    new RuleSetting(
                            "migrations/blocking-reindex",
                            unlessConcurrently("REINDEX"),
                            Verdict.DENY,
                            "Nobody can write to the table while this runs: write REINDEX (CONCURRENTLY), outside of a"
                                    + " transaction."),
                    new RuleSetting(
                            "migrations/exclusive-rewrite",
                            "'CLUSTER' in statement.kinds || 'FULL' in statement.clauses",
                            Verdict.DENY,
                            "Nobody can read the table while this rewrites it: use VACUUM without FULL, or REINDEX"
                                    + " (CONCURRENTLY)."),
                    new RuleSetting(
                            "migrations/drop",
                            "(statement.kinds.exists(k, k in ['DROP TABLE', 'DROP SCHEMA', 'DROP MATERIALIZED VIEW'])"
                                    + " || 'DROP COLUMN' in statement.alterations)" + NOT_TEMPORARY,
                            Verdict.APPROVE,
                            "What is dropped is lost, and programs that still use it fail: release those first, then rename"
                                    + " it, and drop it later."),
                    new RuleSetting(
                            "migrations/truncate",
                            "'TRUNCATE TABLE' in statement.kinds" + NOT_TEMPORARY,
                            Verdict.APPROVE,
                            "This loses all rows and locks the table: delete in batches, by a range of keys."),
                    new RuleSetting(
                            "migrations/lock",
                            "'LOCK TABLE' in statement.kinds" + NOT_TEMPORARY,
                            Verdict.APPROVE,
                            "Others wait until the transaction ends: lock the rows that you need, by SELECT FOR UPDATE."),
                    new RuleSetting(
                            "migrations/unbounded-write",
                            "statement.kinds.exists(k, k in ['INSERT', 'UPDATE', 'DELETE', 'MERGE'])"
                                    + " && !statement.bounded" + NOT_TEMPORARY,
                            Verdict.DENY,
                            "This locks every row until the transaction ends: write in batches, by a range of keys."),
                    new RuleSetting(
                            "migrations/unreadable-effect",
                            "statement.kind != 'EXECUTE' && statement.opaque.size() > 0",
                            Verdict.APPROVE,
                            "What this does can't be read from its text: write the statements themselves.")));

    private MigrationsPack() {}

    /** CONCURRENTLY of another statement within a block is none of this one. */
    private static String unlessConcurrently(String kind) {
        return "'" + kind + "' in statement.kinds && !(statement.kind == '" + kind
                + "' && 'CONCURRENTLY' in statement.clauses)" + NOT_TEMPORARY;
    }
}
