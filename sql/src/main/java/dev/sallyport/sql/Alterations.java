package dev.sallyport.sql;

import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What ALTER does, and clauses that make a statement graver or milder, in the words of PostgreSQL's documentation. */
final class Alterations {
    // The others are called in the documentation as in the tree: AT_DropColumn is DROP COLUMN.
    private static final Map<String, String> SUBCOMMANDS = Map.ofEntries(
            Map.entry("AT_AddIdentity", "ALTER COLUMN ADD IDENTITY"),
            Map.entry("AT_AddInherit", "INHERIT"),
            Map.entry("AT_AddOf", "OF"),
            Map.entry("AT_AlterColumnGenericOptions", "ALTER COLUMN OPTIONS"),
            Map.entry("AT_AlterColumnType", "ALTER COLUMN TYPE"),
            Map.entry("AT_ChangeOwner", "OWNER TO"),
            Map.entry("AT_ClusterOn", "CLUSTER ON"),
            Map.entry("AT_DisableRowSecurity", "DISABLE ROW LEVEL SECURITY"),
            Map.entry("AT_DisableTrig", "DISABLE TRIGGER"),
            Map.entry("AT_DisableTrigAll", "DISABLE TRIGGER"),
            Map.entry("AT_DisableTrigUser", "DISABLE TRIGGER"),
            Map.entry("AT_DropCluster", "SET WITHOUT CLUSTER"),
            Map.entry("AT_DropExpression", "ALTER COLUMN DROP EXPRESSION"),
            Map.entry("AT_DropIdentity", "ALTER COLUMN DROP IDENTITY"),
            Map.entry("AT_DropInherit", "NO INHERIT"),
            Map.entry("AT_DropNotNull", "ALTER COLUMN DROP NOT NULL"),
            Map.entry("AT_DropOf", "NOT OF"),
            Map.entry("AT_EnableAlwaysRule", "ENABLE ALWAYS RULE"),
            Map.entry("AT_EnableAlwaysTrig", "ENABLE ALWAYS TRIGGER"),
            Map.entry("AT_EnableReplicaRule", "ENABLE REPLICA RULE"),
            Map.entry("AT_EnableReplicaTrig", "ENABLE REPLICA TRIGGER"),
            Map.entry("AT_EnableRowSecurity", "ENABLE ROW LEVEL SECURITY"),
            Map.entry("AT_EnableTrig", "ENABLE TRIGGER"),
            Map.entry("AT_EnableTrigAll", "ENABLE TRIGGER"),
            Map.entry("AT_EnableTrigUser", "ENABLE TRIGGER"),
            Map.entry("AT_ForceRowSecurity", "FORCE ROW LEVEL SECURITY"),
            Map.entry("AT_GenericOptions", "OPTIONS"),
            Map.entry("AT_NoForceRowSecurity", "NO FORCE ROW LEVEL SECURITY"),
            Map.entry("AT_ResetRelOptions", "RESET"),
            Map.entry("AT_SetCompression", "ALTER COLUMN SET COMPRESSION"),
            Map.entry("AT_SetExpression", "ALTER COLUMN SET EXPRESSION"),
            Map.entry("AT_SetIdentity", "ALTER COLUMN SET IDENTITY"),
            Map.entry("AT_SetLogged", "SET LOGGED"),
            Map.entry("AT_SetNotNull", "ALTER COLUMN SET NOT NULL"),
            Map.entry("AT_SetOptions", "ALTER COLUMN SET"),
            Map.entry("AT_ResetOptions", "ALTER COLUMN RESET"),
            Map.entry("AT_SetRelOptions", "SET"),
            Map.entry("AT_SetStatistics", "ALTER COLUMN SET STATISTICS"),
            Map.entry("AT_SetStorage", "ALTER COLUMN SET STORAGE"),
            Map.entry("AT_SetTableSpace", "SET TABLESPACE"),
            Map.entry("AT_SetUnLogged", "SET UNLOGGED"));

    private static final Map<String, String> OF_DOMAINS = Map.of(
            "T", "SET DEFAULT",
            "N", "DROP NOT NULL",
            "O", "SET NOT NULL",
            "X", "DROP CONSTRAINT",
            "V", "VALIDATE CONSTRAINT");

    private static final Map<String, String> FLAGS = Map.of(
            "replace", "OR REPLACE",
            "concurrent", "CONCURRENTLY",
            "missing_ok", "IF EXISTS",
            "if_not_exists", "IF NOT EXISTS",
            "restart_seqs", "RESTART IDENTITY");

    private static final String ADD_COLUMN = "AT_AddColumn";
    private static final Set<String> GENERATING = Set.of("CONSTR_GENERATED", "CONSTR_IDENTITY");
    private static final Set<String> CHECKED =
            Set.of("CONSTR_CHECK", "CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_FOREIGN");
    // By these names alone, without a schema: transformColumnDefinition in parse_utilcmd.c.
    private static final Set<String> SERIAL =
            Set.of("smallserial", "serial2", "serial", "serial4", "bigserial", "serial8");

    private Alterations() {}

    /** Notes those of a statement. */
    static void note(TreeNode statement, Facts facts) {
        FLAGS.forEach((flag, clause) -> {
            if (statement.flag(flag)) {
                facts.clause(clause);
            }
        });
        if (statement.flag("replace")) {
            facts.replaces(!isNew(statement, facts));
        }
        cascade(statement, facts);
        switch (statement.type()) {
            case "AlterTableStmt" -> {
                for (TreeNode command : statement.nodes("cmds")) {
                    facts.alteration(subcommand(command));
                    cascade(command, facts);
                    if (command.text("subtype", "").equals(ADD_COLUMN) && isConstrained(command.node("def"))) {
                        facts.alteration("ADD CONSTRAINT");
                    }
                }
            }
            case "AlterDomainStmt" -> facts.alteration(ofDomain(statement));
            case "RenameStmt" -> facts.alteration(renamed(statement.text("renameType", "")));
            case "AlterObjectSchemaStmt" -> facts.alteration("SET SCHEMA");
            case "AlterOwnerStmt" -> facts.alteration("OWNER TO");
            case "AlterEnumStmt" -> facts.alteration(statement.has("oldVal") ? "RENAME VALUE" : "ADD VALUE");
            case "AlterSeqStmt" -> options(statement.nodes("options"), facts);
            case "AlterFunctionStmt" -> options(statement.nodes("actions"), facts);
            case "CreateFunctionStmt" -> statement.nodes("options").forEach(option -> ofRoutine(option, facts));
            case "VacuumStmt" -> {
                for (TreeNode option : statement.nodes("options")) {
                    if (option.text("defname", "").equals("full") && !Statements.isFalse(option.node("arg"))) {
                        facts.clause("FULL");
                    }
                }
            }
            case "ReindexStmt" -> {
                if (isConcurrent(statement.nodes("params"))) {
                    facts.clause("CONCURRENTLY");
                }
            }
            default -> {}
        }
    }

    /** Whether there is certain to be nothing yet that OR REPLACE would replace. */
    private static boolean isNew(TreeNode statement, Facts facts) {
        return switch (statement.type()) {
            case "ViewStmt" -> {
                TreeNode view = statement.typed("view", "RangeVar");
                yield view != null
                        && !view.has("catalogname")
                        && facts.isNewRelation(view.text("schemaname"), view.text("relname", ""));
            }
            case "CreateFunctionStmt" -> facts.isNewFunction(statement.names("funcname"));
            case "DefineStmt" ->
                statement.text("kind", "").equals("OBJECT_AGGREGATE")
                        && facts.isNewFunction(statement.names("defnames"));
            default -> false;
        };
    }

    /** A clause that makes a statement milder counts only if no option says otherwise: the last one would hold. */
    private static boolean isConcurrent(List<TreeNode> options) {
        List<TreeNode> said = options.stream()
                .filter(option -> option.text("defname", "").equals("concurrently"))
                .toList();
        return !said.isEmpty() && said.stream().noneMatch(option -> Statements.isFalse(option.node("arg")));
    }

    private static void cascade(TreeNode node, Facts facts) {
        if (node.text("behavior", "").equals("DROP_CASCADE")) {
            facts.clause("CASCADE");
        }
    }

    private static String subcommand(TreeNode command) {
        String subtype = command.text("subtype", "");
        if (subtype.equals("AT_ColumnDefault")) {
            return command.has("def") ? "ALTER COLUMN SET DEFAULT" : "ALTER COLUMN DROP DEFAULT";
        }
        if (subtype.equals(ADD_COLUMN) && isGenerated(command.node("def"))) {
            return "ADD COLUMN GENERATED";
        }
        if (subtype.equals("AT_AddConstraint")) {
            return constraint(command.node("def"));
        }
        String words = SUBCOMMANDS.get(subtype);
        return words != null ? words : words(subtype);
    }

    /** Those that hold for new rows alone, and those over an index that is there, leave the rows alone. */
    private static String constraint(@Nullable TreeNode constraint) {
        if (constraint != null && constraint.flag("skip_validation")) {
            return "ADD CONSTRAINT NOT VALID";
        }
        return constraint != null && constraint.has("indexname") ? "ADD CONSTRAINT USING INDEX" : "ADD CONSTRAINT";
    }

    /** Whether a new column has a value of its own in each row that is there: GENERATED, an identity, or a serial type. */
    private static boolean isGenerated(@Nullable TreeNode column) {
        if (column == null) {
            return false;
        }
        TreeNode type = column.typed("typeName", "TypeName");
        List<String> name = type == null ? List.of() : type.names("names");
        return constraints(column).anyMatch(GENERATING::contains)
                || (name.size() == 1 && SERIAL.contains(name.getFirst()));
    }

    private static boolean isConstrained(@Nullable TreeNode column) {
        return column != null && constraints(column).anyMatch(CHECKED::contains);
    }

    private static Stream<String> constraints(TreeNode column) {
        return column.nodes("constraints").stream().map(constraint -> constraint.text("contype", ""));
    }

    private static String words(String subtype) {
        String name = subtype.startsWith("AT_") ? subtype.substring(3) : subtype;
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
    }

    /** What makes a function graver than its body. */
    private static void ofRoutine(TreeNode option, Facts facts) {
        TreeNode value = option.node("arg");
        switch (option.text("defname", "")) {
            case "language" -> {
                List<String> name = value == null ? List.of() : value.nameParts();
                facts.clause("LANGUAGE " + (name.isEmpty() ? "" : name.getFirst()));
            }
            case "security" -> {
                if (!Statements.isFalse(value)) {
                    facts.clause("SECURITY DEFINER");
                }
            }
            case "leakproof" -> {
                if (!Statements.isFalse(value)) {
                    facts.clause("LEAKPROOF");
                }
            }
            case "support" -> facts.clause("SUPPORT");
            case "transform" -> facts.clause("TRANSFORM");
            case "window" -> facts.clause("WINDOW");
            default -> {}
        }
    }

    private static String ofDomain(TreeNode alter) {
        String subtype = alter.text("subtype", "");
        if (subtype.equals("T") && !alter.has("def")) {
            return "DROP DEFAULT";
        }
        if (subtype.equals("C")) {
            return constraint(alter.node("def"));
        }
        return OF_DOMAINS.getOrDefault(subtype, subtype);
    }

    private static String renamed(String type) {
        return switch (type) {
            case "OBJECT_COLUMN" -> "RENAME COLUMN";
            case "OBJECT_ATTRIBUTE" -> "RENAME ATTRIBUTE";
            case "OBJECT_TABCONSTRAINT", "OBJECT_DOMCONSTRAINT" -> "RENAME CONSTRAINT";
            default -> "RENAME TO";
        };
    }

    private static void options(List<TreeNode> options, Facts facts) {
        for (TreeNode option : options) {
            facts.alteration(option.text("defname", "").replace('_', ' ').toUpperCase(Locale.ROOT));
        }
    }

    /** Whether a relation is certain to be the session's own temporary table, and no view, through which others' rows are written. */
    static boolean isTemporary(RelationUse use, @Nullable Namespace names) {
        if (names == null || use.database() != null) {
            return false;
        }
        var meant = names.relations(use.schema(), use.name());
        return !meant.isEmpty() && meant.stream().allMatch(one -> one.schema().startsWith("pg_temp") && !one.isView());
    }
}
