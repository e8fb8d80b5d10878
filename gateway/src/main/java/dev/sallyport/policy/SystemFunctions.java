package dev.sallyport.policy;

import java.util.Set;

/**
 * Which functions of pg_catalog reveal nothing but what they are given and what is no secret. An IMMUTABLE one depends on its
 * arguments alone. Of the others those that are listed here are safe: they tell the time, the session, random numbers, the schema,
 * or make text by the session's settings. All that are not listed run SQL of their own (query_to_xml, ts_stat, cursor_to_xml), read
 * tables, files, large objects, the log or other sessions, tell sizes (pg_relation_size: a masked value's length), or change the
 * server.
 */
final class SystemFunctions {

    private static final Set<String> CLOCK_AND_CHANCE = words("""
            now transaction_timestamp statement_timestamp clock_timestamp timeofday age array_shuffle array_sample random
            random_normal setseed gen_random_uuid uuidv4 uuidv7 pg_sleep pg_sleep_for pg_sleep_until bernoulli system""");

    private static final Set<String> SESSION = words("""
            current_database current_schema current_schemas current_setting current_user session_user system_user current_query
            getpgusername set_config version pg_backend_pid pg_is_in_recovery pg_postmaster_start_time pg_conf_load_time
            inet_client_addr inet_client_port inet_server_addr inet_server_port pg_my_temp_schema pg_is_other_temp_schema
            pg_client_encoding pg_notify pg_listening_channels pg_trigger_depth row_security_active pg_current_xact_id
            txid_current pg_current_snapshot txid_current_snapshot pg_jit_available
            pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_all pg_advisory_unlock_shared
            pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_try_advisory_lock pg_try_advisory_lock_shared
            pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared nextval currval lastval setval""");

    private static final Set<String> VALUES = words("""
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
            get_current_ts_config enum_first enum_last enum_range pg_typeof pg_basetype pg_collation_for xml
            xml_is_well_formed""");

    private static final Set<String> SCHEMA = words("""
            aclexplode col_description obj_description shobj_description format_type getdatabaseencoding
            has_any_column_privilege has_column_privilege has_database_privilege has_foreign_data_wrapper_privilege
            has_function_privilege has_language_privilege has_parameter_privilege has_schema_privilege has_sequence_privilege
            has_server_privilege has_table_privilege has_tablespace_privilege has_type_privilege pg_has_role oidvectortypes
            pg_available_extension_versions pg_available_extensions pg_char_to_encoding pg_encoding_to_char
            pg_collation_is_visible pg_conversion_is_visible pg_function_is_visible pg_opclass_is_visible
            pg_operator_is_visible pg_opfamily_is_visible pg_statistics_obj_is_visible pg_table_is_visible
            pg_ts_config_is_visible pg_ts_dict_is_visible pg_ts_parser_is_visible pg_ts_template_is_visible
            pg_type_is_visible pg_column_is_updatable pg_relation_is_updatable pg_describe_object pg_identify_object
            pg_identify_object_as_address pg_get_acl pg_get_constraintdef pg_get_expr pg_get_function_arg_default
            pg_get_function_arguments pg_get_function_identity_arguments pg_get_function_result pg_get_function_sqlbody
            pg_get_functiondef pg_get_indexdef pg_get_keywords pg_get_object_address pg_get_partition_constraintdef
            pg_get_partkeydef pg_get_replica_identity_index pg_get_ruledef pg_get_serial_sequence pg_get_statisticsobjdef
            pg_get_statisticsobjdef_columns pg_get_statisticsobjdef_expressions pg_get_triggerdef pg_get_userbyid
            pg_get_viewdef pg_index_column_has_property pg_index_has_property pg_indexam_has_property pg_options_to_table
            pg_partition_ancestors pg_partition_tree pg_partition_root pg_relation_is_publishable pg_sequence_last_value
            pg_sequence_parameters pg_settings_get_flags pg_show_all_settings pg_tablespace_location pg_timezone_names
            pg_timezone_abbrevs_abbrevs pg_timezone_abbrevs_zone pg_encoding_max_length to_regclass to_regcollation
            to_regnamespace to_regoper to_regoperator to_regproc to_regprocedure to_regrole to_regtype to_regtypemod""");

    private SystemFunctions() {}

    /** Whether a function of pg_catalog that is not IMMUTABLE is safe. */
    static boolean isSafe(String name) {
        return CLOCK_AND_CHANCE.contains(name)
                || SESSION.contains(name)
                || VALUES.contains(name)
                || SCHEMA.contains(name);
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
