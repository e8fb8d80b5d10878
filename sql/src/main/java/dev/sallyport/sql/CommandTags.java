package dev.sallyport.sql;

import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's command tag of a statement node, as its server reports it in CommandComplete and its documentation lists it for
 * event triggers (CreateCommandTag in tcop/utility.c, cmdtaglist.h).
 */
final class CommandTags {
    private static final Map<String, String> BY_NODE = Map.ofEntries(
            Map.entry("AlterCollationStmt", "ALTER COLLATION"),
            Map.entry("AlterDatabaseRefreshCollStmt", "ALTER DATABASE"),
            Map.entry("AlterDatabaseSetStmt", "ALTER DATABASE"),
            Map.entry("AlterDatabaseStmt", "ALTER DATABASE"),
            Map.entry("AlterDefaultPrivilegesStmt", "ALTER DEFAULT PRIVILEGES"),
            Map.entry("AlterDomainStmt", "ALTER DOMAIN"),
            Map.entry("AlterEnumStmt", "ALTER TYPE"),
            Map.entry("AlterEventTrigStmt", "ALTER EVENT TRIGGER"),
            Map.entry("AlterExtensionContentsStmt", "ALTER EXTENSION"),
            Map.entry("AlterExtensionStmt", "ALTER EXTENSION"),
            Map.entry("AlterFdwStmt", "ALTER FOREIGN DATA WRAPPER"),
            Map.entry("AlterForeignServerStmt", "ALTER SERVER"),
            Map.entry("AlterOpFamilyStmt", "ALTER OPERATOR FAMILY"),
            Map.entry("AlterOperatorStmt", "ALTER OPERATOR"),
            Map.entry("AlterPolicyStmt", "ALTER POLICY"),
            Map.entry("AlterPublicationStmt", "ALTER PUBLICATION"),
            Map.entry("AlterRoleSetStmt", "ALTER ROLE"),
            Map.entry("AlterRoleStmt", "ALTER ROLE"),
            Map.entry("AlterSeqStmt", "ALTER SEQUENCE"),
            Map.entry("AlterStatsStmt", "ALTER STATISTICS"),
            Map.entry("AlterSubscriptionStmt", "ALTER SUBSCRIPTION"),
            Map.entry("AlterSystemStmt", "ALTER SYSTEM"),
            Map.entry("AlterTSConfigurationStmt", "ALTER TEXT SEARCH CONFIGURATION"),
            Map.entry("AlterTSDictionaryStmt", "ALTER TEXT SEARCH DICTIONARY"),
            Map.entry("AlterTableSpaceOptionsStmt", "ALTER TABLESPACE"),
            Map.entry("AlterTypeStmt", "ALTER TYPE"),
            Map.entry("AlterUserMappingStmt", "ALTER USER MAPPING"),
            Map.entry("CallStmt", "CALL"),
            Map.entry("CheckPointStmt", "CHECKPOINT"),
            Map.entry("ClusterStmt", "CLUSTER"),
            Map.entry("CommentStmt", "COMMENT"),
            Map.entry("CompositeTypeStmt", "CREATE TYPE"),
            Map.entry("ConstraintsSetStmt", "SET CONSTRAINTS"),
            Map.entry("CopyStmt", "COPY"),
            Map.entry("CreateAmStmt", "CREATE ACCESS METHOD"),
            Map.entry("CreateCastStmt", "CREATE CAST"),
            Map.entry("CreateConversionStmt", "CREATE CONVERSION"),
            Map.entry("CreateDomainStmt", "CREATE DOMAIN"),
            Map.entry("CreateEnumStmt", "CREATE TYPE"),
            Map.entry("CreateEventTrigStmt", "CREATE EVENT TRIGGER"),
            Map.entry("CreateExtensionStmt", "CREATE EXTENSION"),
            Map.entry("CreateFdwStmt", "CREATE FOREIGN DATA WRAPPER"),
            Map.entry("CreateForeignServerStmt", "CREATE SERVER"),
            Map.entry("CreateForeignTableStmt", "CREATE FOREIGN TABLE"),
            Map.entry("CreateOpClassStmt", "CREATE OPERATOR CLASS"),
            Map.entry("CreateOpFamilyStmt", "CREATE OPERATOR FAMILY"),
            Map.entry("CreatePLangStmt", "CREATE LANGUAGE"),
            Map.entry("CreatePolicyStmt", "CREATE POLICY"),
            Map.entry("CreatePublicationStmt", "CREATE PUBLICATION"),
            Map.entry("CreateRangeStmt", "CREATE TYPE"),
            Map.entry("CreateRoleStmt", "CREATE ROLE"),
            Map.entry("CreateSchemaStmt", "CREATE SCHEMA"),
            Map.entry("CreateSeqStmt", "CREATE SEQUENCE"),
            Map.entry("CreateStatsStmt", "CREATE STATISTICS"),
            Map.entry("CreateStmt", "CREATE TABLE"),
            Map.entry("CreateSubscriptionStmt", "CREATE SUBSCRIPTION"),
            Map.entry("CreateTableSpaceStmt", "CREATE TABLESPACE"),
            Map.entry("CreateTransformStmt", "CREATE TRANSFORM"),
            Map.entry("CreateTrigStmt", "CREATE TRIGGER"),
            Map.entry("CreateUserMappingStmt", "CREATE USER MAPPING"),
            Map.entry("CreatedbStmt", "CREATE DATABASE"),
            Map.entry("DeclareCursorStmt", "DECLARE CURSOR"),
            Map.entry("DeleteStmt", "DELETE"),
            Map.entry("DoStmt", "DO"),
            Map.entry("DropOwnedStmt", "DROP OWNED"),
            Map.entry("DropRoleStmt", "DROP ROLE"),
            Map.entry("DropSubscriptionStmt", "DROP SUBSCRIPTION"),
            Map.entry("DropTableSpaceStmt", "DROP TABLESPACE"),
            Map.entry("DropUserMappingStmt", "DROP USER MAPPING"),
            Map.entry("DropdbStmt", "DROP DATABASE"),
            Map.entry("ExecuteStmt", "EXECUTE"),
            Map.entry("ExplainStmt", "EXPLAIN"),
            Map.entry("ImportForeignSchemaStmt", "IMPORT FOREIGN SCHEMA"),
            Map.entry("IndexStmt", "CREATE INDEX"),
            Map.entry("InsertStmt", "INSERT"),
            Map.entry("ListenStmt", "LISTEN"),
            Map.entry("LoadStmt", "LOAD"),
            Map.entry("LockStmt", "LOCK TABLE"),
            Map.entry("MergeStmt", "MERGE"),
            Map.entry("NotifyStmt", "NOTIFY"),
            Map.entry("PrepareStmt", "PREPARE"),
            Map.entry("ReassignOwnedStmt", "REASSIGN OWNED"),
            Map.entry("RefreshMatViewStmt", "REFRESH MATERIALIZED VIEW"),
            Map.entry("ReindexStmt", "REINDEX"),
            Map.entry("RuleStmt", "CREATE RULE"),
            Map.entry("SecLabelStmt", "SECURITY LABEL"),
            Map.entry("TruncateStmt", "TRUNCATE TABLE"),
            Map.entry("UnlistenStmt", "UNLISTEN"),
            Map.entry("UpdateStmt", "UPDATE"),
            Map.entry("VariableShowStmt", "SHOW"),
            Map.entry("ViewStmt", "CREATE VIEW"));

    private static final Map<String, String> TRANSACTION = Map.of(
            "TRANS_STMT_BEGIN", "BEGIN",
            "TRANS_STMT_START", "START TRANSACTION",
            "TRANS_STMT_COMMIT", "COMMIT",
            "TRANS_STMT_ROLLBACK", "ROLLBACK",
            "TRANS_STMT_ROLLBACK_TO", "ROLLBACK",
            "TRANS_STMT_SAVEPOINT", "SAVEPOINT",
            "TRANS_STMT_RELEASE", "RELEASE",
            "TRANS_STMT_PREPARE", "PREPARE TRANSACTION",
            "TRANS_STMT_COMMIT_PREPARED", "COMMIT PREPARED",
            "TRANS_STMT_ROLLBACK_PREPARED", "ROLLBACK PREPARED");

    private static final Map<String, String> DISCARD = Map.of(
            "DISCARD_ALL", "DISCARD ALL",
            "DISCARD_PLANS", "DISCARD PLANS",
            "DISCARD_SEQUENCES", "DISCARD SEQUENCES",
            "DISCARD_TEMP", "DISCARD TEMP");

    private static final Map<String, String> SETTING = Map.of(
            "VAR_SET_VALUE", "SET",
            "VAR_SET_DEFAULT", "SET",
            "VAR_SET_CURRENT", "SET",
            "VAR_SET_MULTI", "SET",
            "VAR_RESET", "RESET",
            "VAR_RESET_ALL", "RESET");

    private static final Set<String> OTHERS = Set.of(
            "SELECT",
            "CLOSE CURSOR",
            "CLOSE CURSOR ALL",
            "DEALLOCATE",
            "DEALLOCATE ALL",
            "MOVE",
            "FETCH",
            "VACUUM",
            "ANALYZE",
            "GRANT",
            "REVOKE",
            "GRANT ROLE",
            "REVOKE ROLE");

    private CommandTags() {}

    /** Every tag that {@link #of} gives. */
    static Set<String> all() {
        Set<String> tags = ObjectTypes.tags();
        List.of(BY_NODE, TRANSACTION, DISCARD, SETTING).forEach(table -> tags.addAll(table.values()));
        tags.addAll(OTHERS);
        return Set.copyOf(tags);
    }

    /** The command tag, or null if the node is no statement or one of a form that is not known. */
    static @Nullable String of(TreeNode node) {
        String tag = BY_NODE.get(node.type());
        return tag != null ? tag : ofDetail(node);
    }

    private static @Nullable String ofDetail(TreeNode node) {
        return switch (node.type()) {
            case "SelectStmt" -> hasInto(node) ? "SELECT INTO" : "SELECT";
            case "TransactionStmt" -> TRANSACTION.get(node.text("kind", ""));
            case "VariableSetStmt" -> SETTING.get(node.text("kind", ""));
            case "DiscardStmt" -> DISCARD.get(node.text("target", ""));
            case "ClosePortalStmt" -> node.has("portalname") ? "CLOSE CURSOR" : "CLOSE CURSOR ALL";
            case "DeallocateStmt" -> node.has("name") ? "DEALLOCATE" : "DEALLOCATE ALL";
            case "FetchStmt" -> node.flag("ismove") ? "MOVE" : "FETCH";
            case "VacuumStmt" -> node.flag("is_vacuumcmd") ? "VACUUM" : "ANALYZE";
            case "GrantStmt" -> node.flag("is_grant") ? "GRANT" : "REVOKE";
            case "GrantRoleStmt" -> node.flag("is_grant") ? "GRANT ROLE" : "REVOKE ROLE";
            case "CreateFunctionStmt" -> node.flag("is_procedure") ? "CREATE PROCEDURE" : "CREATE FUNCTION";
            case "CreateTableAsStmt" -> ObjectTypes.createAsTag(node);
            case "DropStmt" -> ObjectTypes.tag("DROP ", node.text("removeType", ""));
            case "DefineStmt" -> ObjectTypes.tag("CREATE ", node.text("kind", ""));
            case "AlterFunctionStmt", "AlterTableStmt", "AlterTableMoveAllStmt" ->
                ObjectTypes.alterTag(node.text("objtype", ""));
            case "AlterObjectDependsStmt", "AlterObjectSchemaStmt", "AlterOwnerStmt" ->
                ObjectTypes.alterTag(node.text("objectType", ""));
            case "RenameStmt" -> ObjectTypes.renameTag(node);
            default -> null;
        };
    }

    /** Whether the leftmost SELECT of a set operation, where alone it may stand, has an INTO clause. */
    private static boolean hasInto(TreeNode select) {
        TreeNode leftmost = select;
        for (TreeNode left = select; left != null; left = left.typed("larg", "SelectStmt")) {
            leftmost = left;
        }
        return leftmost.has("intoClause");
    }
}
