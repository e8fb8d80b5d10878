package dev.sallyport.policy;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.sql.SettingUse;
import dev.sallyport.sql.Statement;
import java.util.List;
import java.util.Set;

/**
 * What statements can leave changed in their session. Whatever might run code that a user of the database wrote can leave anything
 * changed.
 */
final class SessionChanges {
    private static final Set<String> RUN_NOTHING = Set.of(
            "BEGIN",
            "START TRANSACTION",
            "SAVEPOINT",
            "RELEASE",
            "SHOW",
            "LISTEN",
            "UNLISTEN",
            "NOTIFY",
            "PREPARE",
            "DEALLOCATE",
            "DEALLOCATE ALL",
            "CLOSE CURSOR",
            "CLOSE CURSOR ALL");

    private static final Set<String> SET = Set.of("SET", "RESET");

    /** They take back what the transaction or the session has set. */
    private static final Set<String> TAKE_BACK = Set.of("ROLLBACK", "DISCARD ALL");

    private static final Set<String> ROLES = Set.of("role", "session_authorization");

    private static final String PATH = "search_path";

    /** In place of a name: all settings, or one that only the server knows. */
    private static final String ANY = "*";

    private SessionChanges() {}

    /** What all of them together can leave changed. */
    static SessionChange of(List<Statement> statements, Catalog catalog) {
        SessionChange most = SessionChange.NOTHING;
        for (Statement statement : statements) {
            SessionChange change = of(statement, catalog);
            most = change.compareTo(most) > 0 ? change : most;
        }
        return most;
    }

    private static SessionChange of(Statement statement, Catalog catalog) {
        String kind = statement.kind();
        if (kind.equals("COMMIT")) {
            // It takes back SET LOCAL, and what was put off to it may run triggers.
            return catalog.defersChecks() ? SessionChange.ROLE : SessionChange.SETTINGS;
        } else if (TAKE_BACK.contains(kind)) {
            return SessionChange.SETTINGS;
        } else if (RUN_NOTHING.contains(kind)) {
            return SessionChange.NOTHING;
        } else if (SET.contains(kind)) {
            // RESET ALL leaves the role as it is.
            return of(statement.settings(), SessionChange.SETTINGS);
        } else if (OnlyReads.runsNoCodeOfUsers(statement, catalog)) {
            return of(statement.settings(), SessionChange.ROLE);
        }
        return SessionChange.ROLE;
    }

    private static SessionChange of(List<SettingUse> settings, SessionChange byAny) {
        SessionChange most = SessionChange.NOTHING;
        for (SettingUse setting : settings) {
            String name = setting.name();
            SessionChange change = ROLES.contains(name)
                    ? SessionChange.ROLE
                    : name.equals(PATH) ? SessionChange.SETTINGS : name.equals(ANY) ? byAny : SessionChange.NOTHING;
            most = change.compareTo(most) > 0 ? change : most;
        }
        return most;
    }
}
