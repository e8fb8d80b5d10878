package dev.sallyport.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.MaskedRelations;
import dev.sallyport.policy.MaskedRelations.Known;
import dev.sallyport.role.AccessRole.MaskedColumns;
import dev.sallyport.sql.Effect;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Groups that have the rights of others but for masked columns, on a real server that is asked what they may do. */
class GroupRoleTest {
    private static final String GROUP = "sallyport_access_agents";

    private static RoleDatabase database;

    @BeforeAll
    static void start() throws IOException, SQLException {
        database = RoleDatabase.start();
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @AfterEach
    void dropGroup() throws SQLException {
        database.shop.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC");
        if (!database.value("SELECT count(*) FROM pg_roles WHERE rolname = '" + GROUP + "'")
                .equals("0")) {
            // DROP OWNED takes back what the one who runs it has granted.
            database.shop.execute("GRANT " + GROUP
                    + " TO \"Role's keeper\" WITH INHERIT TRUE; SET ROLE \"Role's keeper\";" + "DROP OWNED BY " + GROUP
                    + "; RESET ROLE; DROP OWNED BY " + GROUP + "; DROP ROLE " + GROUP);
        }
    }

    private static AccessRole agents(Effect... effects) {
        return new AccessRole("agents", Set.of(effects), List.of("agent_read"), null, MaskedColumns.WITHHELD);
    }

    private static List<String> bringUpToDate(AccessRole role) throws SQLException {
        try (Connection keeper = database.keeper()) {
            return GroupRole.bringUpToDate(keeper, role, (Known) database.masked());
        }
    }

    private static List<Line> plan(AccessRole role) throws SQLException {
        try (Connection keeper = database.keeper()) {
            MaskedRelations masked = database.masked();
            return AdminSession.read(keeper, reading -> new GroupRole(reading, role, "postgres").plan((Known) masked));
        }
    }

    private static List<String> statements(List<Line> lines) {
        return lines.stream()
                .filter(Line.Statement.class::isInstance)
                .map(line -> ((Line.Statement) line).sql())
                .toList();
    }

    private static String texts(List<Line> lines) {
        return String.join("\n", lines.stream().map(Line::toString).toList());
    }

    private static boolean mayReadColumn(String relation, String column) throws SQLException {
        return database.holds("has_column_privilege('" + GROUP + "', '" + relation + "', '" + column + "', 'SELECT')");
    }

    private static boolean may(String privilege, String relation) throws SQLException {
        return database.holds("has_table_privilege('" + GROUP + "', '" + relation + "', '" + privilege + "')");
    }

    @Test
    void theServerItselfRefusesWhatIsMaskedAndNothingElse() throws SQLException {
        assertThat(bringUpToDate(agents(Effect.READ))).isEmpty();

        for (String column : List.of("ssn", "email", "ssn_last4")) {
            assertThat(mayReadColumn("public.customers", column)).as(column).isFalse();
            assertThat(mayReadColumn("public.vip_customers", column)).as(column).isFalse();
        }
        for (String column : List.of("id", "name", "tier", "region")) {
            assertThat(mayReadColumn("public.customers", column)).as(column).isTrue();
            assertThat(mayReadColumn("public.vip_customers", column)).as(column).isTrue();
        }
        assertThat(mayReadColumn("hr.employees_1", "salary")).isFalse();
        assertThat(mayReadColumn("public.tickets", "payload"))
                .as("a key of a document is withheld with all of it")
                .isFalse();
        assertThat(mayReadColumn("public.tickets", "subject")).isTrue();
        assertThat(may("SELECT", "public.orders")).isTrue();
        assertThat(may("INSERT", "public.orders"))
                .as("not covered by the entry")
                .isFalse();
        assertThat(database.holds("has_schema_privilege('" + GROUP + "', 'hr', 'USAGE')"))
                .isTrue();
        assertThat(database.holds("has_function_privilege('" + GROUP + "', 'public.only_agents()', 'EXECUTE')"))
                .isTrue();
    }

    @Test
    void viewsShowOfWhatTheyStandOnNothingThatIsMasked() throws SQLException {
        List<Line> plan = plan(agents(Effect.READ));
        assertThat(bringUpToDate(agents(Effect.READ))).isEmpty();

        assertThat(may("SELECT", "public.customer_directory")).isTrue();
        assertThat(mayReadColumn("public.customer_contacts", "contact")).isFalse();
        assertThat(mayReadColumn("public.customer_contacts", "name")).isTrue();
        assertThat(mayReadColumn("public.contact_names", "contact")).isFalse();
        assertThat(mayReadColumn("public.mailing_labels", "label")).isFalse();
        assertThat(mayReadColumn("public.whole_rows", "document")).isFalse();
        assertThat(mayReadColumn("public.laundered", "x")).isFalse();
        assertThat(mayReadColumn("public.customer_search", "handle")).isFalse();
        assertThat(mayReadColumn("public.samples", "histogram_bounds")).isFalse();
        assertThat(mayReadColumn("public.rich", "id")).isFalse();
        assertThat(texts(plan)).contains("public.rich is left out: the view public.rich uses what is masked");
        assertThat(texts(plan)).contains("run with the rights of their owners").contains("public.reads_as_owner()");
    }

    @Test
    void nothingIsGivenThatTheRolesDoNotHave() throws SQLException {
        assertThat(bringUpToDate(agents(Effect.READ, Effect.WRITE))).isEmpty();

        assertThat(mayReadColumn("public.only_names", "id")).isTrue();
        assertThat(mayReadColumn("public.only_names", "secret")).isFalse();
        assertThat(may("INSERT", "public.only_names")).isFalse();
        assertThat(may("INSERT", "public.customers")).isTrue();
        assertThat(may("TRUNCATE", "public.customers")).as("changes the schema").isFalse();
        assertThat(may("SELECT", "public.guarded"))
                .as("a policy for the role by name would not apply to the group")
                .isFalse();
        assertThat(may("SELECT", "public.others"))
                .as("the gateway's role may not grant it")
                .isFalse();
        assertThat(texts(plan(agents(Effect.READ, Effect.WRITE))))
                .contains("SELECT on public.others is left out: the gateway's role may not grant it")
                .contains("public.guarded is left out: row security");
    }

    @Test
    void whatIsSoAlreadyIsNotDoneAgain() throws SQLException {
        List<Line> first = plan(agents(Effect.READ));
        assertThat(statements(first)).isNotEmpty();
        assertThat(bringUpToDate(agents(Effect.READ))).isEmpty();

        List<Line> second = plan(agents(Effect.READ));
        assertThat(statements(second)).isEmpty();
        assertThat(second.stream().filter(Line.InForce.class::isInstance).map(line -> ((Line.InForce) line).sql()))
                .containsExactlyInAnyOrderElementsOf(statements(first));
        assertThat(plan(agents(Effect.READ))).isEqualTo(second);
    }

    @Test
    void itFollowsWhatChanges() throws SQLException {
        assertThat(bringUpToDate(agents(Effect.READ, Effect.WRITE))).isEmpty();
        database.shop.execute("REVOKE SELECT ON public.products FROM agent_read;"
                + "ALTER TABLE public.orders ADD customer_email text REFERENCES public.badges (customer_email);"
                + "CREATE UNIQUE INDEX ON public.customers (email); ALTER TABLE public.customers ADD UNIQUE (email);"
                + "CREATE TABLE public.letters (email public.email_address REFERENCES public.customers (email), body text);"
                + "GRANT SELECT ON public.letters TO agent_read;"
                + "GRANT SELECT ON public.letters TO \"Role's keeper\" WITH GRANT OPTION;"
                + "GRANT SELECT ON public.tickets TO " + GROUP);

        assertThat(mayReadColumn("public.tickets", "payload")).isTrue();
        assertThat(bringUpToDate(agents(Effect.READ)))
                .as("a right that the gateway's role did not give it can't take")
                .singleElement()
                .asString()
                .contains("may read what is masked in public.tickets by a right that somebody else gave it");
        database.shop.execute("REVOKE SELECT ON public.tickets FROM " + GROUP);
        assertThat(bringUpToDate(agents(Effect.READ))).isEmpty();

        assertThat(may("SELECT", "public.products")).isFalse();
        assertThat(may("INSERT", "public.customers")).isFalse();
        assertThat(mayReadColumn("public.letters", "email"))
                .as("a key to a masked column")
                .isFalse();
        assertThat(mayReadColumn("public.letters", "body")).isTrue();
    }

    @Test
    void whatEverybodyMayReadCannotBeWithheldAndNothingIsChanged() throws SQLException {
        database.shop.execute("GRANT SELECT (ssn) ON public.customers TO PUBLIC");

        assertThat(bringUpToDate(agents(Effect.READ)))
                .singleElement()
                .asString()
                .contains("PUBLIC may read what is masked in public.customers");
        assertThat(database.value("SELECT count(*) FROM pg_roles WHERE rolname = '" + GROUP + "'"))
                .isEqualTo("0");
    }

    @Test
    void aRoleOfThatNameThatIsNotOursIsLeftAlone() throws SQLException {
        database.shop.execute("CREATE ROLE " + GROUP);

        assertThat(bringUpToDate(agents(Effect.READ)))
                .singleElement()
                .asString()
                .contains("is not this access entry's group in this database");
        assertThat(may("SELECT", "public.orders")).isFalse();
    }

    @Test
    void namesAreQuotedWhateverIsInThem() throws SQLException {
        database.shop.execute("CREATE SCHEMA \"My \"\"Schema\";"
                + "CREATE TABLE \"My \"\"Schema\".\"x; DROP TABLE public.orders\" (\"a)b\" integer, \"ssn\" text);"
                + "GRANT USAGE ON SCHEMA \"My \"\"Schema\" TO agent_read;"
                + "GRANT USAGE ON SCHEMA \"My \"\"Schema\" TO \"Role's keeper\" WITH GRANT OPTION;"
                + "GRANT SELECT (\"a)b\") ON \"My \"\"Schema\".\"x; DROP TABLE public.orders\" TO agent_read;"
                + "GRANT SELECT ON \"My \"\"Schema\".\"x; DROP TABLE public.orders\" TO \"Role's keeper\""
                + " WITH GRANT OPTION");

        assertThat(bringUpToDate(agents(Effect.READ))).isEmpty();
        assertThat(mayReadColumn("\"My \"\"Schema\".\"x; DROP TABLE public.orders\"", "a)b"))
                .isTrue();
        assertThat(may("SELECT", "public.orders")).isTrue();
    }

    @Test
    void withoutMasksItHasTheRightsOfTheRoles() throws SQLException {
        try (Connection keeper = database.keeper()) {
            Known masked = (Known) database.masked();
            Known open = new Known(
                    "none",
                    masked.relations().stream()
                            .map(relation ->
                                    new MaskedRelations.MaskedRelation(relation.oid(), relation.name(), Set.of(), null))
                            .toList());
            assertThat(GroupRole.bringUpToDate(keeper, agents(Effect.READ, Effect.WRITE, Effect.DDL), open))
                    .isEmpty();
        }
        assertThat(may("SELECT", "public.customers")).isTrue();
        assertThat(may("TRUNCATE", "public.customers")).isTrue();
    }
}
