package dev.sallyport.sql;

import dev.sallyport.sql.RoleUse.Manner;
import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which roles a statement names, and what it does with them. Who is said to grant is not among them: it gets and loses nothing. */
final class Roles {
    private static final String ROLE = "role";
    private static final String AUTHORIZATION = "session_authorization";
    private static final String OBJECT_ROLE = "OBJECT_ROLE";

    private final Facts facts;

    private Roles(Facts facts) {
        this.facts = facts;
    }

    /** Notes those of a statement, without those of the statements nested in it. */
    static void note(TreeNode statement, Facts facts) {
        new Roles(facts).note(statement);
    }

    /** Notes whom a session goes on as when a parameter is given a value. */
    static void set(SettingUse setting, Facts facts) {
        if (setting.name().equals(Settings.ANY.name())) {
            facts.role(new RoleUse(RoleUse.ANY, Manner.ASSUMED));
        } else if (setting.name().equals(ROLE) || setting.name().equals(AUTHORIZATION)) {
            facts.role(new RoleUse(Objects.requireNonNullElse(setting.value(), RoleUse.ANY), Manner.ASSUMED));
        }
    }

    /** Notes whom a session goes on as when a parameter goes back to its default. */
    static void reset(String setting, Facts facts) {
        if (setting.equalsIgnoreCase(ROLE)) {
            facts.role(new RoleUse("none", Manner.ASSUMED));
        } else if (setting.equalsIgnoreCase(AUTHORIZATION)) {
            facts.role(new RoleUse("default", Manner.ASSUMED));
        }
    }

    private void note(TreeNode statement) {
        switch (statement.type()) {
            case "CreateRoleStmt" -> {
                use(statement.text("role", RoleUse.ANY), Manner.DEFINED);
                members(statement.text("role", RoleUse.ANY), statement.nodes("options"));
            }
            case "AlterRoleStmt" -> {
                String role = name(specified(statement, "role"));
                use(role, Manner.DEFINED);
                members(role, statement.nodes("options"));
            }
            case "AlterRoleSetStmt" -> use(name(specified(statement, "role")), Manner.DEFINED);
            case "DropRoleStmt" -> all(statement.nodes("roles"), Manner.DEFINED);
            case "RenameStmt" -> {
                if (statement.text("renameType", "").equals(OBJECT_ROLE)) {
                    use(statement.text("subname", RoleUse.ANY), Manner.DEFINED);
                    use(statement.text("newname", RoleUse.ANY), Manner.DEFINED);
                }
            }
            case "CommentStmt", "SecLabelStmt" -> {
                TreeNode object = statement.node("object");
                if (statement.text("objtype", "").equals(OBJECT_ROLE)) {
                    use(object == null ? RoleUse.ANY : String.join(".", object.nameParts()), Manner.DEFINED);
                }
            }
            case "GrantRoleStmt" -> {
                statement
                        .nodes("granted_roles")
                        .forEach(role -> use(role.text("priv_name", RoleUse.ANY), Manner.GRANTED));
                all(statement.nodes("grantee_roles"), Manner.GRANTEE);
            }
            case "GrantStmt" -> all(statement.nodes("grantees"), Manner.GRANTEE);
            case "AlterDefaultPrivilegesStmt" -> {
                option(statement, "options", "roles").forEach(role -> use(name(role), Manner.OWNER));
                TreeNode grant = statement.typed("action", "GrantStmt");
                all(grant == null ? List.of() : grant.nodes("grantees"), Manner.GRANTEE);
            }
            case "CreatePolicyStmt", "AlterPolicyStmt" -> all(statement.nodes("roles"), Manner.GRANTEE);
            case "CreateUserMappingStmt", "AlterUserMappingStmt", "DropUserMappingStmt" ->
                use(name(specified(statement, "user")), Manner.GRANTEE);
            case "AlterTableStmt" ->
                statement.nodes("cmds").stream()
                        .filter(command -> command.has("newowner"))
                        .forEach(command -> use(name(specified(command, "newowner")), Manner.OWNER));
            case "AlterOwnerStmt" -> use(name(specified(statement, "newowner")), Manner.OWNER);
            case "CreateSchemaStmt" -> owner(statement, "authrole");
            case "CreateTableSpaceStmt" -> owner(statement, "owner");
            case "CreatedbStmt" ->
                option(statement, "options", "owner")
                        .forEach(owner -> use(String.join(".", owner.nameParts()), Manner.OWNER));
            case "AlterTableMoveAllStmt", "DropOwnedStmt" -> all(statement.nodes("roles"), Manner.OWNER);
            case "ReassignOwnedStmt" -> {
                all(statement.nodes("roles"), Manner.OWNER);
                owner(statement, "newrole");
            }
            default -> {}
        }
    }

    /** CREATE ROLE ... IN ROLE, ROLE and ADMIN, and ALTER GROUP ... ADD USER grant memberships. */
    private void members(String role, List<TreeNode> options) {
        for (TreeNode option : options) {
            List<TreeNode> others = values(option).toList();
            switch (option.text("defname", "")) {
                case "addroleto" -> {
                    all(others, Manner.GRANTED);
                    use(role, Manner.GRANTEE);
                }
                case "rolemembers", "adminmembers" -> {
                    use(role, Manner.GRANTED);
                    all(others, Manner.GRANTEE);
                }
                default -> {}
            }
        }
    }

    private void owner(TreeNode statement, String field) {
        if (statement.has(field)) {
            use(name(specified(statement, field)), Manner.OWNER);
        }
    }

    private void all(List<TreeNode> roles, Manner manner) {
        roles.forEach(role -> use(name(role), manner));
    }

    private void use(String name, Manner manner) {
        facts.role(new RoleUse(name, manner));
    }

    private static Stream<TreeNode> option(TreeNode statement, String field, String name) {
        return statement.nodes(field).stream()
                .filter(option -> option.text("defname", "").equals(name))
                .flatMap(Roles::values);
    }

    private static Stream<TreeNode> values(TreeNode option) {
        TreeNode value = option.node("arg");
        if (value == null) {
            return Stream.empty();
        }
        return value.is("List") ? value.nodes("items").stream() : Stream.of(value);
    }

    private static @Nullable TreeNode specified(TreeNode statement, String field) {
        return statement.typed(field, "RoleSpec");
    }

    /** Where no role stands, as in ALTER ROLE ALL, every one is meant. */
    private static String name(@Nullable TreeNode role) {
        if (role == null) {
            return RoleUse.ANY;
        }
        String type = role.text("roletype", "");
        return switch (type) {
            case "ROLESPEC_CSTRING" -> role.text("rolename", RoleUse.ANY);
            case "ROLESPEC_PUBLIC" -> "public";
            case "ROLESPEC_CURRENT_ROLE", "ROLESPEC_CURRENT_USER", "ROLESPEC_SESSION_USER" ->
                type.substring("ROLESPEC_".length());
            default -> RoleUse.ANY;
        };
    }
}
