package dev.sallyport.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.policy.MaskedRelations;
import dev.sallyport.role.AccessRole.MaskedColumns;
import dev.sallyport.role.EphemeralRoles.Made;
import dev.sallyport.sql.Effect;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles for single sessions, on a real server. */
class EphemeralRolesTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String SHORT_LIVED = "rolname ~ '^sallyport_[a-z2-7]{26}$'";

    private static RoleDatabase database;

    private EphemeralRoles roles;

    @BeforeAll
    static void start() throws IOException, SQLException {
        database = RoleDatabase.start();
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @BeforeEach
    void makeRoles() {
        roles = roles(() -> database.keeper());
    }

    @AfterEach
    void noRoleIsLeft() throws SQLException {
        roles.close();
        assertThat(shortLived()).isZero();
    }

    private static EphemeralRoles roles(EphemeralRoles.Connections connections) {
        return new EphemeralRoles(
                "shop",
                Map.of(
                        "reads", access("reads", List.of("agent_read"), null, MaskedColumns.GRANTED),
                        "owns", access("owns", List.of(), "app_owner", MaskedColumns.GRANTED),
                        "withheld", access("withheld", List.of("agent_read"), null, MaskedColumns.WITHHELD),
                        "nobody", access("nobody", List.of("no_such_role"), null, MaskedColumns.GRANTED)),
                access -> CompletableFuture.supplyAsync(database::masked, Thread::startVirtualThread),
                connections,
                Thread::startVirtualThread,
                new SecureRandom(),
                InstantSource.system(),
                System::nanoTime);
    }

    private static AccessRole access(
            String name, List<String> memberOf, @Nullable String setRole, MaskedColumns columns) {
        return new AccessRole(name, Set.of(Effect.READ, Effect.WRITE, Effect.DDL), memberOf, setRole, columns);
    }

    private Made.Login make(String access) {
        return (Made.Login) roles.make(access, Instant.now().plusSeconds(600), "session-1");
    }

    private static int shortLived() throws SQLException {
        return Integer.parseInt(database.value("SELECT count(*) FROM pg_roles WHERE " + SHORT_LIVED));
    }

    private static Connection connect(Made.Login login) throws SQLException {
        return database.connect(login.user(), login.password().reveal());
    }

    private static String asked(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void until(String description, Condition condition) throws SQLException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime() - end).as(description).isNegative();
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static void untilGone(Made.Login login) throws SQLException {
        until(
                "the role is gone",
                () -> database.value("SELECT count(*) FROM pg_roles WHERE rolname = '" + login.user() + "'")
                        .equals("0"));
    }

    @Test
    void aSessionHasTheRightsOfTheRolesAndNothingElse() throws SQLException {
        Made.Login login = make("reads");
        try (Connection session = connect(login)) {
            assertThat(asked(session, "SELECT session_user = current_user AND current_user = '" + login.user() + "'"))
                    .isEqualTo("t");
            assertThat(asked(session, "SELECT ssn FROM public.customers")).isEqualTo("078-05-1120");
            assertThatThrownBy(() -> execute(session, "CREATE ROLE another")).hasMessageContaining("permission denied");
            assertThatThrownBy(() -> execute(session, "SET ROLE agent_read"))
                    .as("PostgreSQL 16 and newer")
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> execute(session, "SET ROLE app_owner")).hasMessageContaining("permission denied");
            assertThatThrownBy(() -> connect(login).close()).hasMessageContaining("too many connections for role");
        }
        assertThat(database.value("SELECT rolconnlimit || ' ' || (rolvaliduntil > now()) || ' '"
                        + " || (rolvaliduntil < now() + interval '11 minutes') FROM pg_roles WHERE " + SHORT_LIVED))
                .isEqualTo("1 true true");
        login.over().run();
        untilGone(login);
        assertThatThrownBy(() -> connect(login).close()).isInstanceOf(SQLException.class);
    }

    @Test
    void theServerGivesNothingThatIsMaskedWhoeverAsks() throws SQLException {
        Made.Login login = make("withheld");
        try (Connection session = connect(login)) {
            assertThat(asked(session, "SELECT has_column_privilege('public.customers', 'ssn', 'SELECT')"))
                    .isEqualTo("f");
            assertThat(asked(session, "SELECT name FROM public.customers")).isEqualTo("Ada");
            for (String sql : List.of(
                    "SELECT ssn FROM public.customers",
                    "SELECT * FROM public.customers",
                    "SELECT to_jsonb(c) FROM public.customers c",
                    "SELECT id FROM public.customers WHERE ssn LIKE '078%'",
                    "UPDATE public.customers SET name = ssn",
                    "DELETE FROM public.customers RETURNING ssn",
                    "SELECT document FROM public.whole_rows")) {
                assertThatThrownBy(() -> execute(session, sql))
                        .as(sql)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                denied -> assertThat(denied.getSQLState()).isEqualTo("42501"));
            }
            assertThatThrownBy(() -> execute(session, "SET ROLE agent_read")).hasMessageContaining("permission denied");
            assertThatThrownBy(() -> execute(session, "SET ROLE sallyport_access_withheld"))
                    .hasMessageContaining("permission denied");
        }
        login.over().run();
        untilGone(login);
    }

    @Test
    void whatASessionCreatesBelongsToTheRoleThatItRunsAs() throws SQLException {
        Made.Login login = make("owns");
        try (Connection session = connect(login)) {
            assertThat(asked(session, "SELECT current_user")).isEqualTo("app_owner");
            execute(session, "CREATE TABLE public.made_as_owner (id integer)");
        }
        login.over().run();
        untilGone(login);
        assertThat(database.value("SELECT tableowner FROM pg_tables WHERE tablename = 'made_as_owner'"))
                .isEqualTo("app_owner");
    }

    @Test
    void whatBelongsToASessionsRoleIsKeptWhenTheRoleGoes() throws SQLException {
        database.shop.execute("GRANT CREATE ON SCHEMA public TO agent_read");
        Made.Login login = make("reads");
        try (Connection session = connect(login)) {
            execute(
                    session,
                    "CREATE TABLE public.made (id integer); INSERT INTO public.made VALUES (7);"
                            + "CREATE TEMPORARY TABLE passing (id integer)");
        }
        login.over().run();
        untilGone(login);
        assertThat(database.value("SELECT tableowner FROM pg_tables WHERE tablename = 'made'"))
                .isEqualTo(RoleNames.kept(login.user()));
        assertThat(database.value("SELECT id FROM public.made")).isEqualTo("7");
    }

    @Test
    void whatASessionLeavesRunsForNobodyWithRightsThatTheSessionDidNotHave() throws SQLException {
        database.shop.execute("GRANT CREATE ON SCHEMA public TO agent_read");
        database.shop.execute("CREATE TABLE IF NOT EXISTS public.of_the_admin (id integer);"
                + "GRANT SELECT ON public.of_the_admin TO \"Role's keeper\"");
        Made.Login login = make("reads");
        try (Connection session = connect(login)) {
            execute(session, "CREATE VIEW public.left_view AS SELECT * FROM public.of_the_admin");
            execute(session, "GRANT SELECT ON public.left_view TO PUBLIC");
            execute(
                    session,
                    "CREATE FUNCTION public.left_function() RETURNS void LANGUAGE plpgsql SECURITY DEFINER"
                            + " AS 'BEGIN EXECUTE ''GRANT app_owner TO agent_read''; END'");
        }
        login.over().run();
        untilGone(login);

        String kept = RoleNames.kept(login.user());
        Made.Login next = make("reads");
        try (Connection session = connect(next)) {
            assertThatThrownBy(() -> execute(session, "SELECT * FROM public.left_view"))
                    .hasMessageContaining("permission denied for table of_the_admin");
            assertThatThrownBy(() -> execute(session, "SELECT public.left_function()"))
                    .hasMessageContaining("permission denied to grant role");
        }
        assertThat(database.value("SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member"
                        + " WHERE r.rolname = '" + kept + "'"))
                .isEqualTo("0");
        assertThat(database.holds("NOT (SELECT rolcanlogin FROM pg_roles WHERE rolname = '" + kept + "')"))
                .isTrue();
    }

    @Test
    void aBackendThatIsStillThereIsEndedWhatEverItDoes() throws SQLException {
        Made.Login login = make("reads");
        Connection session = connect(login);
        CompletableFuture<Void> sleeping = CompletableFuture.runAsync(
                () -> {
                    try {
                        execute(session, "SELECT pg_sleep(600)");
                    } catch (SQLException ended) {
                        throw new IllegalStateException(ended.getSQLState(), ended);
                    }
                },
                Thread::startVirtualThread);
        until(
                "it sleeps",
                () -> database.value("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)'"
                                + " AND usename = '" + login.user() + "'")
                        .equals("1"));

        login.over().run();

        untilGone(login);
        assertThatThrownBy(sleeping::join).hasMessageContaining("57P01");
        session.close();
    }

    @Test
    void twoSessionsHaveTwoRoles() throws SQLException {
        Made.Login one = make("reads");
        Made.Login other = make("reads");
        assertThat(one.user()).isNotEqualTo(other.user());
        try (Connection first = connect(one);
                Connection second = connect(other)) {
            one.over().run();
            untilGone(one);
            assertThat(asked(second, "SELECT 1")).isEqualTo("1");
            assertThatThrownBy(() -> execute(first, "SELECT 1")).isInstanceOf(SQLException.class);
        }
        other.over().run();
        untilGone(other);
    }

    @Test
    void whatTheGatewaysRoleMayNotIsRefusedAndNothingIsLeft() {
        try (EphemeralRoles unable = roles(() -> database.connect("unable", ""))) {
            assertThat(unable.make("reads", Instant.now().plusSeconds(60), "session-1"))
                    .isEqualTo(new Made.Refused(
                            "08006",
                            "the gateway may not make a role for the session on the database server as it is"
                                    + " configured"));
        }
        assertThat(roles.make("nobody", Instant.now().plusSeconds(60), "session-1"))
                .isInstanceOf(Made.Refused.class);
        assertThat(roles.make("another", Instant.now().plusSeconds(60), "session-1"))
                .isInstanceOf(Made.Refused.class);
    }

    @Test
    void whatIsMissingIsSaidWithTheRemedy() throws SQLException {
        AccessRole nobody = access("nobody", List.of("no_such_role", "stranger"), null, MaskedColumns.GRANTED);
        try (Connection unable = database.connect("unable", "");
                Connection keeper = database.keeper()) {
            Preview.Script script = Preview.of(unable, nobody, database.masked());
            assertThat(script.isGood()).isFalse();
            assertThat(script.lines())
                    .contains(
                            "-- PROBLEM: the gateway's role unable may not create roles: ALTER ROLE \"unable\""
                                    + " CREATEROLE",
                            "-- PROBLEM: there is no role no_such_role",
                            "-- PROBLEM: the gateway's role unable may not grant stranger: GRANT \"stranger\" TO"
                                    + " \"unable\" WITH ADMIN OPTION");
            AccessRole reads = access("reads", List.of("agent_read"), null, MaskedColumns.GRANTED);
            assertThat(Preview.of(keeper, reads, database.masked()).isGood()).isTrue();
            assertThat(Preview.of(
                                    keeper,
                                    access("x", List.of("agent_read"), null, MaskedColumns.WITHHELD),
                                    new MaskedRelations.Unknown("nobody knows"))
                            .lines())
                    .contains("-- PROBLEM: nobody knows");
        }
    }

    @Test
    void aSweepDropsWhatWasLeftAndNothingElse() throws SQLException {
        Made.Login live = make("reads");
        Made.Login young = make("reads");
        Made.Login left = make("reads");
        Made.Login expired = make("reads");
        Made.Login elsewhere = make("reads");
        Instant now = Instant.now();
        mark(left, now.minusSeconds(120), now.plusSeconds(600), "postgres");
        mark(live, now.minusSeconds(120), now.plusSeconds(600), "postgres");
        mark(expired, now.minusSeconds(900), now.minusSeconds(120), "postgres");
        mark(elsewhere, now.minusSeconds(900), now.minusSeconds(120), "another");
        String comment = new RoleMark("postgres", now.minusSeconds(900), now.minusSeconds(120), "x").comment();
        String alike = "sallyport_" + "a".repeat(RoleNames.RANDOM_LETTERS);
        database.shop.execute("CREATE ROLE " + alike + "; COMMENT ON ROLE " + alike + " IS '" + comment + "';"
                + "COMMENT ON ROLE stranger IS '" + comment + "'; GRANT stranger TO \"Role's keeper\";"
                + "CREATE ROLE sallyport_app");
        try (Connection ours = connect(live);
                Connection late = connect(expired);
                // As another gateway does it, which remembers none of these.
                EphemeralRoles other = roles(() -> database.keeper())) {
            other.sweep();

            assertThat(asked(ours, "SELECT 1")).isEqualTo("1");
            assertThatThrownBy(() -> execute(late, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThat(database.value("SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles"
                            + " WHERE rolname IN ('" + left.user() + "', '" + expired.user() + "')"))
                    .isNull();
            for (String kept :
                    List.of(live.user(), young.user(), elsewhere.user(), alike, "stranger", "sallyport_app")) {
                assertThat(database.value("SELECT count(*) FROM pg_roles WHERE rolname = '" + kept + "'"))
                        .as(kept)
                        .isEqualTo("1");
            }
        }
        database.shop.execute("DROP ROLE " + alike + "; DROP ROLE sallyport_app");
    }

    private static void mark(Made.Login login, Instant made, Instant ends, String where) throws SQLException {
        database.shop.execute("COMMENT ON ROLE " + login.user() + " IS '"
                + new RoleMark(where, made, ends, "session-1").comment() + "'");
    }

    @Test
    void aRoleIsLeftOverOnlyAfterItsTime() {
        Instant made = Instant.ofEpochSecond(1_000);
        Instant ends = Instant.ofEpochSecond(5_000);
        RoleMark mark = new RoleMark("shop", made, ends, "s");
        assertThat(RoleSweep.isOver(mark, false, made.plus(RoleSweep.LOGGING_IN)))
                .isFalse();
        assertThat(RoleSweep.isOver(mark, false, made.plus(RoleSweep.LOGGING_IN).plusSeconds(1)))
                .isTrue();
        assertThat(RoleSweep.isOver(mark, true, ends.plus(RoleSweep.ENDING))).isFalse();
        assertThat(RoleSweep.isOver(mark, true, ends.plus(RoleSweep.ENDING).plusSeconds(1)))
                .isTrue();
    }

    @Test
    void whoStopsDropsWhatThereIs() throws SQLException {
        Made.Login login = make("reads");
        try (Connection session = connect(login)) {
            roles.close();
            assertThat(shortLived()).isZero();
            assertThatThrownBy(() -> execute(session, "SELECT 1")).isInstanceOf(SQLException.class);
        }
        assertThat(roles.make("reads", Instant.now().plusSeconds(60), "session-1"))
                .isInstanceOf(Made.Refused.class);
    }
}
