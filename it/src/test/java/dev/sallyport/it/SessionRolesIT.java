package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each session is a role of its own to the database, which ends with it. */
@ExtendWith(House.Keeper.class)
class SessionRolesIT {
    private static final String SHORT_LIVED = "FROM pg_roles WHERE rolname ~ '^sallyport_[a-z2-7]{26}$'";
    private static final String KEEPER =
            "credential: { type: ephemeral-role, admin: { username: keeper, password: kept } }";

    private final House house;

    SessionRolesIT(House house) {
        this.house = house;
    }

    @BeforeEach
    void makeRoles() throws SQLException {
        if (house.postgres
                .value("SELECT count(*) FROM pg_roles WHERE rolname = 'keeper'")
                .equals("0")) {
            house.postgres.execute("shop", """
                    CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'kept';
                    CREATE ROLE unable LOGIN PASSWORD 'kept';
                    CREATE ROLE agent_read;
                    GRANT agent_read TO keeper WITH ADMIN OPTION;
                    GRANT SELECT ON ALL TABLES IN SCHEMA public TO agent_read;
                    GRANT SELECT ON ALL TABLES IN SCHEMA public TO keeper WITH GRANT OPTION;
                    """);
        }
    }

    private String settings(String credential) {
        String settings = Settings.shop(house.postgres, house.issuer);
        String password = "credential: { type: password, username: " + PostgresServer.USER + ", password: \""
                + PostgresServer.PASSWORD + "\" }";
        int shop = settings.indexOf(password);
        assertThat(shop).isPositive();
        return settings.substring(0, shop)
                + credential
                + settings.substring(shop + password.length())
                        .replace(
                                "session: { lasts: 15m, idle: 5m }",
                                "session: { lasts: 15m, idle: 5m }\n"
                                        + "    role: { memberOf: agent_read, maskedColumns: withheld }")
                        .replace("session: { lasts: 8s }", "session: { lasts: 8s }\n    role: { memberOf: agent_read }")
                        .replace(
                                "session: { lasts: 15m, idle: 1s }",
                                "session: { lasts: 15m, idle: 1s }\n    role: { memberOf: agent_read }");
    }

    private SallyportProcess gateway() throws IOException {
        return SallyportProcess.start(house.newDirectory("roles"), settings(KEEPER));
    }

    private Path configuration(String credential) throws IOException {
        Path directory = house.newDirectory("roles");
        Certificate.write(directory);
        return Files.writeString(directory.resolve("sallyport.yaml"), settings(credential));
    }

    private String shortLived() {
        return house.postgres.value("SELECT count(*) " + SHORT_LIVED);
    }

    private void untilNoneIsLeft() {
        Await.until("the role is gone", () -> shortLived().equals("0"));
    }

    @Test
    void psqlIsARoleOfItsOwnFromWhichTheDatabaseWithholdsWhatIsMasked() throws Exception {
        try (SallyportProcess gateway = gateway()) {
            Program.Outcome psql = Psql.run(gateway.port(), house.agent(), "shop", """
                    SELECT current_user ~ '^sallyport_[a-z2-7]{26}$', session_user = current_user;
                    SELECT has_column_privilege('customers', 'ssn', 'SELECT'), has_column_privilege('customers', 'name', 'SELECT');
                    SELECT name FROM customers WHERE id = 7;
                    \\set VERBOSITY sqlstate
                    SELECT ssn FROM customers;
                    """);

            assertThat(psql.out()).isEqualTo("t|t\nf|t\ncustomer 7\n");
            assertThat(psql.err()).isEqualTo("ERROR:  42501\n");
            untilNoneIsLeft();
            assertThat(house.postgres.log())
                    .contains("PASSWORD 'SCRAM-SHA-256$4096:")
                    .doesNotContainPattern("sallyport_[a-z2-7]{26}.{0,200} PASSWORD '(?!SCRAM-SHA-256\\$)");
        }
    }

    @Test
    void aRoleEndsWithItsGrant() throws Exception {
        try (SallyportProcess gateway = gateway();
                Wire wire = Wire.login(gateway.port(), house.issuer.token("brief-role", "brief"), Map.of())) {
            assertThat(shortLived()).isEqualTo("1");
            wire.send(Wire.query("SELECT pg_sleep(600)"));

            assertThat(wire.readToEnd().getLast().field('C')).isEqualTo("57P01");
            untilNoneIsLeft();
        }
    }

    @Test
    void whatAKilledGatewayLeavesTheNextOneDrops() throws Exception {
        SallyportProcess killed = gateway();
        try (Connection session = killed.connect(house.agent(), "killed-roles")) {
            assertThat(session.isValid(10)).isTrue();
            killed.kill();
        }
        assertThat(shortLived()).isEqualTo("1");
        String role = house.postgres.value("SELECT rolname " + SHORT_LIVED);
        // As if it had been a while ago.
        house.postgres.execute(
                "shop", "COMMENT ON ROLE " + role + " IS 'Sallyport session x, made 1000, ends 2000, database shop'");

        try (SallyportProcess next = gateway()) {
            untilNoneIsLeft();
            Await.until("it is logged", () -> next.log().contains("a role that was left behind is dropped"));
        }
    }

    @Test
    void thePreviewIsAScriptThatDoesWhatTheGatewayDoes() throws Exception {
        Path configuration = configuration(KEEPER);
        Program.Outcome preview = Program.run("check", "--config", configuration.toString(), "--sql");

        assertThat(preview.exitCode()).as(preview.err()).isZero();
        assertThat(preview.out())
                .contains("-- access agents, database shop")
                .contains("GRANT SELECT (\"id\", \"name\", \"city\") ON TABLE \"public\".\"customers\"")
                .doesNotContain("PROBLEM");
        Program.Outcome played = Program.run(
                List.of(
                        Psql.program(),
                        "-X",
                        "-q",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "postgresql://keeper:kept@127.0.0.1:" + house.postgres.port() + "/shop"),
                Map.of("LC_ALL", "C"),
                preview.out());
        assertThat(played.exitCode()).as(played.err()).isZero();
        assertThat(house.postgres.value("SELECT count(*) FROM pg_roles WHERE rolname = 'sallyport_example'"))
                .isEqualTo("0");

        Program.Outcome again = Program.run("check", "--config", configuration.toString(), "--sql");
        assertThat(again.out())
                .contains("-- in force: GRANT SELECT (\"id\", \"name\", \"city\") ON TABLE \"public\".\"customers\"")
                .doesNotContain("\nGRANT SELECT (");
    }

    @Test
    void aRoleThatMayNotMakeOthersIsFoundByTheCheckAndRefusesSessions() throws Exception {
        String unable = KEEPER.replace("keeper", "unable");
        Program.Outcome check =
                Program.run("check", "--config", configuration(unable).toString(), "--sql");
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out())
                .contains(
                        "-- PROBLEM: the gateway's role unable may not create roles: ALTER ROLE \"unable\" CREATEROLE");

        try (SallyportProcess gateway = SallyportProcess.start(house.newDirectory("roles"), settings(unable))) {
            Program.Outcome psql = Psql.run(gateway.port(), house.agent(), "shop", "SELECT 1");
            assertThat(psql.err()).contains("the gateway may not make a role for the session on the database server");
            Await.until("it is logged", () -> gateway.log().contains("may not create roles"));
        }
        assertThat(shortLived()).isEqualTo("0");
    }
}
