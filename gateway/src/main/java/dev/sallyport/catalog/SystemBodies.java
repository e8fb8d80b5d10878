package dev.sallyport.catalog;

import dev.sallyport.sql.Effect;
import dev.sallyport.sql.flow.Dependencies;
import dev.sallyport.sql.flow.NamedFunction.Body;
import dev.sallyport.sql.flow.NamedFunction.Volatility;
import java.util.Set;

/**
 * What the functions of pg_catalog read. An IMMUTABLE one depends on its arguments alone, settings and how the database is made aside.
 * Of the others those that are listed here are known; all that are not listed run SQL of their own (query_to_xml), read tables, sequences,
 * files, large objects, the log, statistics or other sessions, or look up what their arguments name.
 */
final class SystemBodies {

    private static final Body ARGUMENTS_ALONE = new Body.ArgumentsAlone();
    private static final Body NOTHING = new Body.Read(Dependencies.NONE, false, Effect.READ);
    private static final Body NOTHING_AND_CHANGES = new Body.Read(Dependencies.NONE, true, Effect.READ);
    private static final Body UNKNOWN = new Body.Unknown("what it reads is more than its arguments");
    private static final Body FOREIGN = new Body.Unknown("it is written in C");

    /** They make a value of their arguments by the session's settings, or the database's text search configurations and enums. */
    private static final Set<String> OF_ARGUMENTS = words("""
            to_char to_date to_timestamp to_number date time timetz timestamp timestamptz timezone extract date_part date_trunc
            date_add date_subtract make_timestamptz overlaps generate_series numeric money length convert convert_from
            convert_to format concat concat_ws quote_literal quote_nullable array_to_string array_to_json row_to_json to_json
            to_jsonb json_agg json_agg_strict json_build_array json_build_object json_object_agg json_object_agg_strict
            json_object_agg_unique json_object_agg_unique_strict json_populate_record json_populate_recordset json_to_record
            json_to_recordset jsonb_agg jsonb_agg_strict jsonb_build_array jsonb_build_object jsonb_object_agg
            jsonb_object_agg_strict jsonb_object_agg_unique jsonb_object_agg_unique_strict jsonb_populate_record
            jsonb_populate_record_valid jsonb_populate_recordset jsonb_to_record jsonb_to_recordset json_to_tsvector
            jsonb_to_tsvector jsonb_path_exists_tz jsonb_path_match_tz jsonb_path_query_tz jsonb_path_query_array_tz
            jsonb_path_query_first_tz to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery ts_headline
            enum_first enum_last enum_range pg_typeof xml xml_is_well_formed array_shuffle array_sample
            date_pli timestamptz_pl_interval timestamptz_mi_interval interval_pl_timestamptz
            string_agg array_agg array_in array_out array_recv array_send record_in record_out record_recv record_send
            anyarray_out anycompatiblearray_out enum_in enum_out enum_recv enum_send date_in date_out time_in timestamp_in
            timestamp_out timestamptz_in timestamptz_out timetz_in interval_in abstime_in money_in cash_in cash_out
            anytextcat textanycat age pg_column_size pg_column_compression pg_lsn""");

    /** The time, chance, and what the session and the server are. */
    private static final Set<String> OF_NOTHING = words("""
            now transaction_timestamp statement_timestamp clock_timestamp timeofday random random_normal setseed
            gen_random_uuid uuidv4 uuidv7 pg_sleep pg_sleep_for pg_sleep_until
            current_database current_catalog current_schema current_schemas current_user session_user user system_user
            current_role getpgusername version pg_backend_pid pg_is_in_recovery pg_postmaster_start_time pg_conf_load_time
            inet_client_addr inet_client_port inet_server_addr inet_server_port pg_my_temp_schema pg_client_encoding
            pg_trigger_depth pg_jit_available getdatabaseencoding get_current_ts_config current_query
            pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_all pg_advisory_unlock_shared
            pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_try_advisory_lock pg_try_advisory_lock_shared
            pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared""");

    /** They depend on no column either, but change a setting, or tell other sessions. */
    private static final Set<String> CHANGING = words("set_config pg_notify");

    private SystemBodies() {}

    /** What a function does that is part of the system. */
    static Body of(String name, Volatility volatility, String language) {
        return switch (language) {
            case "internal", "sql" -> {
                if (volatility == Volatility.IMMUTABLE || OF_ARGUMENTS.contains(name)) {
                    yield ARGUMENTS_ALONE;
                } else if (CHANGING.contains(name)) {
                    yield NOTHING_AND_CHANGES;
                }
                yield OF_NOTHING.contains(name) ? NOTHING : UNKNOWN;
            }
            default -> FOREIGN;
        };
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
