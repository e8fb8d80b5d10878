package dev.sallyport.role;

import dev.sallyport.policy.Flows;
import dev.sallyport.policy.MaskFunction;
import dev.sallyport.policy.MaskSetting;
import dev.sallyport.policy.MaskedRelations;
import dev.sallyport.policy.PolicyDecider;
import dev.sallyport.policy.ShopDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A real server with the shop in it, a role that makes others, and roles whose rights those get. */
final class RoleDatabase implements AutoCloseable {
    static final String KEEPER = "Role's keeper";
    static final String PASSWORD = "keeper-password";

    private static final String ROLES = """
            CREATE ROLE "Role's keeper" LOGIN CREATEROLE PASSWORD 'keeper-password';
            CREATE ROLE unable LOGIN;
            CREATE ROLE agent_read;
            CREATE ROLE app_owner;
            CREATE ROLE stranger LOGIN;
            GRANT agent_read, app_owner TO "Role's keeper" WITH ADMIN OPTION;
            GRANT USAGE, CREATE ON SCHEMA public TO app_owner;
            GRANT USAGE ON SCHEMA hr TO agent_read;
            GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public, hr TO agent_read;
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO agent_read;
            GRANT USAGE ON SCHEMA hr TO "Role's keeper" WITH GRANT OPTION;
            GRANT ALL ON ALL TABLES IN SCHEMA public, hr TO "Role's keeper" WITH GRANT OPTION;
            GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO "Role's keeper" WITH GRANT OPTION;
            CREATE TABLE public.only_names (id integer, name text, secret text);
            GRANT SELECT (id, name) ON public.only_names TO agent_read;
            GRANT SELECT ON public.only_names TO "Role's keeper" WITH GRANT OPTION;
            CREATE TABLE public.guarded (id integer, owner text);
            ALTER TABLE public.guarded ENABLE ROW LEVEL SECURITY;
            CREATE POLICY mine ON public.guarded TO agent_read USING (owner = current_user);
            GRANT SELECT ON public.guarded TO agent_read;
            GRANT SELECT ON public.guarded TO "Role's keeper" WITH GRANT OPTION;
            CREATE TABLE public.others (id integer);
            GRANT SELECT ON public.others TO agent_read;
            CREATE FUNCTION public.reads_as_owner() RETURNS bigint LANGUAGE sql SECURITY DEFINER
                RETURN (SELECT count(*) FROM public.customers WHERE ssn IS NOT NULL);
            CREATE FUNCTION public.only_agents() RETURNS integer LANGUAGE sql RETURN 1;
            REVOKE EXECUTE ON FUNCTION public.only_agents() FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION public.only_agents() TO agent_read;
            GRANT EXECUTE ON FUNCTION public.only_agents() TO "Role's keeper" WITH GRANT OPTION;
            CREATE VIEW public.rich AS SELECT id, name FROM hr.employees WHERE salary > 100;
            GRANT SELECT ON public.rich TO agent_read;
            GRANT SELECT ON public.rich TO "Role's keeper" WITH GRANT OPTION;
            INSERT INTO public.customers (id, name, ssn, email) VALUES (1, 'Ada', '078-05-1120', 'ada@example.com');
            """;

    private static final List<String> SENSITIVE = List.of(
            "public.customers.ssn", "public.customers.email", "hr.employees.salary", "public.tickets.payload->>'ssn'");

    final ShopDatabase shop;
    final PolicyDecider decider;

    private RoleDatabase(ShopDatabase shop) {
        this.shop = shop;
        this.decider = shop.decider(ShopDatabase.policy(
                List.of(new MaskSetting(
                        "pii", "shop", SENSITIVE, new MaskFunction.Redact(), MaskSetting.Nulls.CONSTANT, Flows.DENY)),
                List.of()));
    }

    static RoleDatabase start() throws IOException, SQLException {
        ShopDatabase shop = ShopDatabase.start();
        shop.execute(ROLES);
        return new RoleDatabase(shop);
    }

    /** What is masked in it now. */
    MaskedRelations masked() {
        return decider.masked("agents-work-on-shop")
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    /** A connection as the role that makes others. */
    Connection keeper() throws SQLException {
        return connect(KEEPER, PASSWORD);
    }

    Connection connect(String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "role-test");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + shop.port() + "/postgres", properties);
    }

    /** The one value that a query gives, asked as the superuser. */
    String value(String sql) throws SQLException {
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    boolean holds(String condition) throws SQLException {
        return value("SELECT " + condition).equals("t");
    }

    @Override
    public void close() throws IOException {
        shop.close();
    }
}
