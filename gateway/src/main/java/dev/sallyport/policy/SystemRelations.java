package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.Relation;
import java.util.List;
import java.util.Set;

/**
 * Which of the system's own relations tell of the schema alone. Those not listed hold samples of the data (pg_statistic, pg_stats),
 * data itself (pg_largeobject), the texts and counters of sessions, secrets (pg_authid, pg_user_mapping), or what is not known.
 */
final class SystemRelations {

    private static final Set<String> SCHEMA = Set.of("""
            pg_aggregate pg_am pg_amop pg_amproc pg_attrdef pg_attribute pg_auth_members pg_available_extension_versions
            pg_available_extensions pg_cast pg_class pg_collation pg_constraint pg_conversion pg_database pg_default_acl pg_depend
            pg_description pg_enum pg_event_trigger pg_extension pg_foreign_data_wrapper pg_foreign_server pg_foreign_table
            pg_group pg_index pg_indexes pg_inherits pg_init_privs pg_language pg_matviews pg_namespace pg_opclass pg_operator
            pg_opfamily pg_partitioned_table pg_policies pg_policy pg_proc pg_publication pg_publication_namespace
            pg_publication_rel pg_publication_tables pg_range pg_rewrite pg_roles pg_rules pg_seclabel pg_seclabels pg_sequence
            pg_sequences pg_settings pg_shdepend pg_shdescription pg_statistic_ext pg_tables pg_tablespace pg_timezone_abbrevs
            pg_timezone_names pg_transform pg_trigger pg_ts_config pg_ts_config_map pg_ts_dict pg_ts_parser pg_ts_template
            pg_type pg_user pg_views""".strip().split("\\s+"));

    /** Passwords of foreign servers. */
    private static final Set<String> STANDARD_BUT_SECRET =
            Set.of("user_mapping_options", "user_mappings", "_pg_user_mappings");

    /**
     * Columns that depend on the lengths of stored values, or hold one. They are treated as sensitive, whatever is declared:
     * schema, relation, column.
     */
    static final List<ColumnName> SENSITIVE_COLUMNS = List.of(
            column("pg_class", "relpages"),
            column("pg_class", "relallvisible"),
            column("pg_class", "relallfrozen"),
            column("pg_attribute", "attmissingval"));

    private SystemRelations() {}

    static boolean tellsOfTheSchemaAlone(Relation relation) {
        return relation.schema().equals(Catalog.SYSTEM_SCHEMA)
                ? SCHEMA.contains(relation.name())
                : !STANDARD_BUT_SECRET.contains(relation.name());
    }

    private static ColumnName column(String relation, String column) {
        return new ColumnName(Catalog.SYSTEM_SCHEMA, relation, column, List.of());
    }
}
