package dev.sallyport.policy;

import dev.sallyport.policy.RuleSetting.Verdict;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code pack:read-only}: lets through what is known to only read, and what is about the session or its transaction alone. */
final class ReadOnlyPack {
    /**
     * VOLATILE because each call has another result, not because a call changes something: chance, the clock, samples of tables, sizes
     * of what is stored, what belongs to the session alone, and how far the server's log of writes is.
     */
    private static final String CHANGING_NOTHING = Stream.of(
                    "random random_normal clock_timestamp timeofday gen_random_uuid uuidv4 uuidv7 array_sample"
                            + " array_shuffle bernoulli system",
                    "pg_relation_size pg_table_size pg_indexes_size pg_total_relation_size pg_database_size"
                            + " pg_tablespace_size",
                    "set_config currval lastval pg_sequence_last_value current_query pg_blocking_pids"
                            + " pg_safe_snapshot_blocking_pids",
                    "pg_is_in_recovery pg_current_wal_lsn pg_current_wal_insert_lsn pg_current_wal_flush_lsn"
                            + " pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_last_xact_replay_timestamp",
                    "pg_partition_tree pg_partition_ancestors pg_xact_status txid_status pg_jit_available")
            .flatMap(names -> Stream.of(names.split(" ")))
            .map(name -> "'pg_catalog." + name + "'")
            .collect(Collectors.joining(", ", "[", "]"));

    static final RulePack PACK = new RulePack(
            "read-only",
            List.of(
                    new RuleSetting(
                            "read-only/change",
                            "statement.writes",
                            Verdict.DENY,
                            "Only reading is allowed here: ask for access that writes, or select without locking"
                                    + " rows."),
                    new RuleSetting(
                            "read-only/unreadable-effect",
                            "statement.opaque.size() > 0",
                            Verdict.DENY,
                            "What this does can't be read from its text: write the query itself."),
                    new RuleSetting(
                            "read-only/acting-function",
                            "statement.volatileFunctions.exists(f, !(f in " + CHANGING_NOTHING + "))",
                            Verdict.DENY,
                            "A VOLATILE function can change data: leave it out, or have it declared STABLE if it only"
                                    + " reads."),
                    new RuleSetting(
                            "read-only/unknown",
                            "statement.effect == 'read' && statement.kind != 'FETCH' && statement.kind != 'MOVE'"
                                    + " && !statement.resolved",
                            Verdict.DENY,
                            "What this reaches can't be told: name relations, columns and functions that there are,"
                                    + " with their schemas.")));

    private ReadOnlyPack() {}
}
