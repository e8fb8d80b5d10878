package dev.sallyport.policy;

import dev.sallyport.policy.RuleSetting.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Rules that ship with the gateway, named {@code pack:NAME} in a configuration.
 *
 * @param name its name after {@code pack:}
 * @param rules its rules, their names prefixed with the pack's
 */
public record RulePack(String name, List<RuleSetting> rules) {

    /** What an agent should not do unasked: lose data that can't be brought back, or write without bounds. */
    public static final RulePack SAFE_AGENT = new RulePack(
            "safe-agent",
            List.of(
                    new RuleSetting(
                            "safe-agent/unbounded-write",
                            "statement.kinds.exists(k, k in ['INSERT', 'UPDATE', 'DELETE', 'MERGE'])"
                                    + " && !statement.bounded && !statement.temporary",
                            Verdict.DENY,
                            "A write without bounds can hit every row: say which rows by a condition on what they"
                                    + " hold."),
                    new RuleSetting(
                            "safe-agent/truncate",
                            "'TRUNCATE TABLE' in statement.kinds && !statement.temporary",
                            Verdict.DENY,
                            "TRUNCATE can't be taken back: delete the rows that you mean, by a condition."),
                    new RuleSetting(
                            "safe-agent/drop",
                            "statement.kinds.exists(k, k.startsWith('DROP ')) && !statement.temporary",
                            Verdict.DENY,
                            "What is dropped is lost: ask a person to drop it."),
                    new RuleSetting(
                            "safe-agent/alter",
                            "!statement.temporary && statement.alterations.exists(a, !(a in ['ADD COLUMN',"
                                    + " 'ADD COLUMN GENERATED',"
                                    + " 'ADD CONSTRAINT', 'ADD CONSTRAINT NOT VALID', 'ADD CONSTRAINT USING INDEX',"
                                    + " 'VALIDATE CONSTRAINT', 'ADD VALUE',"
                                    + " 'ALTER COLUMN SET DEFAULT', 'ALTER COLUMN SET NOT NULL']))",
                            Verdict.DENY,
                            "This can lose data or break who uses the object: add something new next to it."),
                    new RuleSetting(
                            "safe-agent/replace",
                            "statement.replaces && !statement.temporary",
                            Verdict.DENY,
                            "What is replaced is lost: create it under a new name."),
                    new RuleSetting(
                            "safe-agent/administration",
                            "statement.effect == 'admin' || statement.settings.exists(s, s in ['role',"
                                    + " 'session_authorization', 'session_replication_role', 'event_triggers',"
                                    + " 'session_preload_libraries', 'local_preload_libraries', 'dynamic_library_path',"
                                    + " 'allow_system_table_mods', 'row_security'])",
                            Verdict.DENY,
                            "Roles, privileges, files and the server are for its administrators."),
                    new RuleSetting(
                            "safe-agent/exclusive-lock",
                            "statement.kinds.exists(k, k in ['CLUSTER', 'REINDEX', 'LOCK TABLE'])"
                                    + " || 'FULL' in statement.clauses",
                            Verdict.DENY,
                            "This keeps everyone else from the table: use VACUUM or ANALYZE without FULL, or lock rows"
                                    + " alone."),
                    new RuleSetting(
                            "safe-agent/acting-function",
                            "statement.actingFunctions.exists(f, (f.startsWith('pg_catalog.') || f.contains('dblink'))"
                                    + " && !(f in ['pg_catalog.nextval', 'pg_catalog.pg_notify', 'pg_catalog.lo_creat',"
                                    + " 'pg_catalog.lo_create', 'pg_catalog.pg_current_xact_id',"
                                    + " 'pg_catalog.txid_current']))",
                            Verdict.DENY,
                            "This function acts on sequences, other sessions, files or other servers: ask its"
                                    + " administrators."),
                    new RuleSetting(
                            "safe-agent/unreadable-effect",
                            "statement.kind != 'EXECUTE' && statement.opaque.size() > 0",
                            Verdict.APPROVE,
                            "What this does can't be read from its text: write the statements themselves, or have a"
                                    + " person look."),
                    new RuleSetting(
                            "safe-agent/schema-change",
                            "statement.effect == 'ddl' && !statement.temporary",
                            Verdict.APPROVE,
                            "A change of the schema concerns everyone who uses it, so a person looks first.")));

    public RulePack {
        rules = List.copyOf(rules);
    }

    /** All there are. */
    public static List<RulePack> all() {
        return List.of(SAFE_AGENT, ReadOnlyPack.PACK, MigrationsPack.PACK);
    }

    /** The pack of that name, without {@code pack:}. */
    public static Optional<RulePack> named(String name) {
        return all().stream().filter(pack -> pack.name.equals(name)).findFirst();
    }
}
