package dev.sallyport.app.config;

import dev.sallyport.app.config.Configuration.Database;
import dev.sallyport.credential.Credential;
import dev.sallyport.policy.AccessSetting;
import dev.sallyport.policy.PolicySettings;
import dev.sallyport.role.AccessRole;
import dev.sallyport.role.AccessRole.MaskedColumns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code role} of access entries, which goes with databases of {@code type: ephemeral-role}. */
final class AccessRolesReader {
    private static final String OURS = "sallyport_";

    private final Problems problems;

    AccessRolesReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * What the roles of sessions may do, by the names of access entries.
     *
     * @param databases those that are in order
     */
    Map<String, AccessRole> read(Section root, Map<String, Database> databases, PolicySettings policy) {
        Map<String, AccessRole> roles = new LinkedHashMap<>();
        for (Section entry : root.sections("access")) {
            String name = entry.text("name");
            String databaseName = entry.text("database");
            Database database = databaseName == null ? null : databases.get(databaseName);
            if (database == null) {
                // Reported already.
                continue;
            }
            boolean makesRoles = database.credential() instanceof Credential.EphemeralRole;
            if (makesRoles != entry.has("role")) {
                problems.add(
                        entry.at("role"),
                        makesRoles
                                ? "is missing: the credential of database " + databaseName
                                        + " makes a role for each session, and this says what it may do"
                                : "needs a database whose credential is of type ephemeral-role");
            } else if (makesRoles) {
                AccessSetting setting = policy.access().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElse(null);
                AccessRole role = setting == null ? null : role(entry.section("role"), setting);
                if (role != null) {
                    roles.put(role.access(), role);
                }
            }
        }
        return roles;
    }

    private @Nullable AccessRole role(Section section, AccessSetting access) {
        List<String> memberOf = section.texts("memberOf");
        String setRole = section.text("setRole");
        MaskedColumns maskedColumns =
                MaskedColumns.valueOf(section.choice("maskedColumns", "granted").toUpperCase(Locale.ROOT));
        List<Boolean> checks = new ArrayList<>();
        checks.add(holds(section.path(), memberOf.isEmpty() != (setRole == null), "needs either memberOf or setRole"));
        checks.add(holds(
                section.at("memberOf"),
                memberOf.size() <= AccessRole.MOST_ROLES,
                "has more than " + AccessRole.MOST_ROLES + " roles"));
        checks.add(holds(
                section.at("maskedColumns"),
                setRole == null || maskedColumns == MaskedColumns.GRANTED,
                "can't be withheld from sessions that run as another role: they have all of its rights"));
        memberOf.forEach(role -> checks.add(isName(section.at("memberOf"), role)));
        if (setRole != null) {
            checks.add(isName(section.at("setRole"), setRole));
        }
        return checks.contains(false)
                ? null
                : new AccessRole(access.name(), access.statements(), memberOf, setRole, maskedColumns);
    }

    private boolean holds(String path, boolean holds, String otherwise) {
        if (!holds) {
            problems.add(path, otherwise);
        }
        return holds;
    }

    private boolean isName(String path, String role) {
        boolean fits =
                role.getBytes(StandardCharsets.UTF_8).length <= AccessRole.LONGEST_NAME && role.indexOf('\0') < 0;
        return holds(path, fits, "names a role that no PostgreSQL has: " + AccessRole.LONGEST_NAME + " bytes at most")
                && holds(path, !role.startsWith(OURS), "names a role of the gateway's own making");
    }
}
