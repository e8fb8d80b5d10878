package dev.sallyport.app.config;

import static dev.sallyport.app.config.ConfigurationFiles.LEAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.role.AccessRole;
import dev.sallyport.role.AccessRole.MaskedColumns;
import dev.sallyport.sql.Effect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that sessions log in to as a role of their own, and what that may do. */
class RolesConfigurationTest {
    private static final String PASSWORD = "{ type: password, username: app, password: secret-in-file }";
    private static final String SESSION = "session: { lasts: 15m }";

    @TempDir
    private Path directory;

    private ConfigurationFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        files = new ConfigurationFiles(directory);
    }

    private static String making(String role) {
        return LEAST.replace(PASSWORD, "{ type: ephemeral-role, admin: { username: keeper, password: x } }")
                .replace(SESSION, SESSION + ", role: " + role);
    }

    private void assertProblem(String configuration, String problem) throws IOException {
        assertThat(files.problems(configuration)).singleElement().asString().contains(problem);
    }

    @Test
    void theyAreReadWithTheirAccessEntry() throws IOException {
        Configuration configuration = files.loaded(making("{ memberOf: [agent_read, Odd], maskedColumns: withheld }"));

        assertThat(configuration.roles())
                .containsOnly(Map.entry(
                        "all",
                        new AccessRole(
                                "all",
                                Set.of(Effect.READ),
                                List.of("agent_read", "Odd"),
                                null,
                                MaskedColumns.WITHHELD)));
        assertThat(configuration.databases().values())
                .singleElement()
                .satisfies(
                        shop -> assertThat(shop.credential().own().username()).isEqualTo("keeper"));
        assertThat(files.loaded(making("{ setRole: app_owner }")).roles())
                .containsOnly(Map.entry(
                        "all",
                        new AccessRole("all", Set.of(Effect.READ), List.of(), "app_owner", MaskedColumns.GRANTED)));
    }

    @Test
    void whatWouldNotMeanWhatItSaysIsAProblem() throws IOException {
        assertProblem(making("{ maskedColumns: withheld }"), "access[0].role: needs either memberOf or setRole");
        assertProblem(making("{ memberOf: [a], setRole: b }"), "access[0].role: needs either memberOf or setRole");
        assertProblem(
                making("{ setRole: b, maskedColumns: withheld }"),
                "access[0].role.maskedColumns: can't be withheld from sessions that run as another role");
        assertProblem(
                making("{ memberOf: sallyport_access_all }"),
                "access[0].role.memberOf: names a role of the gateway's own making");
    }

    @Test
    void namesAreAsLongAsPostgresKeepsThem() throws IOException {
        String longest = "r".repeat(AccessRole.LONGEST_NAME);
        assertThat(files.loaded(making("{ memberOf: " + longest + " }")).roles())
                .hasSize(1);
        assertProblem(
                making("{ memberOf: " + longest + "r }"),
                "access[0].role.memberOf: names a role that no PostgreSQL has: 63 bytes at most");
        assertProblem(making("{ setRole: " + longest + "r }"), "access[0].role.setRole: names a role that no");
    }

    @Test
    void aRoleIsAMemberOfAFew() throws IOException {
        String most = String.join(", ", Collections.nCopies(AccessRole.MOST_ROLES, "a"));
        assertThat(files.loaded(making("{ memberOf: [" + most + "] }")).roles()).hasSize(1);
        assertProblem(making("{ memberOf: [" + most + ", a] }"), "access[0].role.memberOf: has more than 16 roles");
    }

    @Test
    void theyGoWithADatabaseThatMakesThem() throws IOException {
        assertProblem(
                making("{ memberOf: a }").replace(", role: { memberOf: a }", ""),
                "access[0].role: is missing: the credential of database shop makes a role for each session");
        assertProblem(
                LEAST.replace(SESSION, SESSION + ", role: { memberOf: [a] }"),
                "access[0].role: needs a database whose credential is of type ephemeral-role");
    }

    @Test
    void aCredentialHasWhatItsTypeNeedsAndNothingElse() throws IOException {
        assertThat(files.problems(LEAST.replace(PASSWORD, "{ type: password }")))
                .containsExactly(
                        "line 6: databases.shop.credential.password: is missing",
                        "line 6: databases.shop.credential.username: is missing");
        assertProblem(
                LEAST.replace(PASSWORD, PASSWORD.replace(" }", ", admin: { username: a, password: secret-in-file } }")),
                "databases.shop.credential.admin: is for type ephemeral-role");
        assertThat(files.problems(LEAST.replace(PASSWORD, PASSWORD.replace("type: password", "type: ephemeral-role"))
                        .replace(SESSION, SESSION + ", role: { memberOf: [a] }")))
                .hasSize(3)
                .contains("line 6: databases.shop.credential.admin: is missing: the role that makes a role for each"
                        + " session");
        assertProblem(
                LEAST.replace(PASSWORD, "{ type: ephemeral-role, admin: { username: a } }")
                        .replace(SESSION, SESSION + ", role: { memberOf: [a] }"),
                "databases.shop.credential.admin.password: is missing");
    }
}
