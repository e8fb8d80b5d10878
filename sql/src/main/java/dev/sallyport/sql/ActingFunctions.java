package dev.sallyport.sql;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What calls of the system's own functions do, as far as they do more than read: a SELECT of them is no read. Locks that a session takes
 * by advice, chance and the clock change nothing that stays, and are not among them.
 *
 * @see <a href="https://www.postgresql.org/docs/18/functions-admin.html">PostgreSQL documentation, system administration functions</a>
 */
final class ActingFunctions {
    private static final Map<String, Effect> EFFECTS = new HashMap<>();
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    static {
        // Sequences, large objects, notifications, indexes' own housekeeping, messages in the log of writes.
        all(Effect.WRITE, """
                nextval setval lo_creat lo_create lo_from_bytea lo_put lowrite lo_truncate lo_truncate64 lo_unlink pg_notify
                brin_summarize_new_values brin_summarize_range brin_desummarize_range gin_clean_pending_list
                pg_logical_emit_message pg_current_xact_id txid_current""");
        // Other sessions, the server, its log of writes, replication, statistics, files.
        all(Effect.ADMIN, """
                pg_terminate_backend pg_cancel_backend pg_reload_conf pg_rotate_logfile pg_rotate_logfile_old
                pg_log_backend_memory_contexts pg_get_process_memory_contexts pg_switch_wal pg_create_restore_point pg_promote
                pg_backup_start pg_backup_stop pg_start_backup pg_stop_backup pg_wal_replay_pause pg_wal_replay_resume
                pg_log_standby_snapshot pg_create_physical_replication_slot pg_create_logical_replication_slot
                pg_copy_physical_replication_slot pg_copy_logical_replication_slot pg_drop_replication_slot
                pg_replication_slot_advance pg_sync_replication_slots pg_logical_slot_get_changes
                pg_logical_slot_get_binary_changes pg_replication_origin_create pg_replication_origin_drop
                pg_replication_origin_advance pg_replication_origin_session_setup pg_replication_origin_session_reset
                pg_replication_origin_xact_setup pg_replication_origin_xact_reset pg_import_system_collations
                pg_stat_reset pg_stat_reset_shared pg_stat_reset_single_table_counters
                pg_stat_reset_single_function_counters pg_stat_reset_backend_stats pg_stat_reset_slru
                pg_stat_reset_replication_slot pg_stat_reset_subscription_stats pg_stat_statements_reset
                pg_clear_relation_stats pg_clear_attribute_stats pg_restore_relation_stats pg_restore_attribute_stats
                pg_nextoid pg_stop_making_pinned_objects pg_extension_config_dump
                lo_import lo_export pg_read_file pg_read_file_old pg_read_binary_file pg_stat_file pg_ls_dir pg_ls_logdir
                pg_ls_waldir pg_ls_tmpdir pg_ls_archive_statusdir pg_ls_logicalsnapdir pg_ls_logicalmapdir
                pg_ls_replslotdir pg_ls_summariesdir pg_file_read pg_file_write pg_file_sync pg_file_rename pg_file_unlink
                pg_logdir_ls pg_hba_file_rules pg_ident_file_mappings pg_show_all_file_settings
                dblink dblink_exec dblink_open dblink_fetch dblink_close dblink_connect dblink_connect_u dblink_send_query
                dblink_get_result""");
        // What they are given is a text that they run.
        all(Effect.ADMIN, """
                query_to_xml query_to_xmlschema query_to_xml_and_xmlschema ts_stat""");
    }

    private ActingFunctions() {}

    private static void all(Effect effect, String names) {
        BLANKS.splitAsStream(names.strip()).forEach(name -> EFFECTS.put(name, effect));
    }

    /**
     * What a call does; null if it does nothing, or nothing is known of it.
     *
     * @param schema as written, or null; extensions' functions can be in any
     */
    static @Nullable Effect of(@Nullable String schema, String name) {
        Effect effect = EFFECTS.get(name);
        boolean meant = schema == null
                || schema.equals("pg_catalog")
                || name.startsWith("dblink")
                || name.equals("pg_stat_statements_reset");
        return meant ? effect : null;
    }

    /** The functions by name. */
    static Map<String, Effect> all() {
        return Map.copyOf(EFFECTS);
    }
}
