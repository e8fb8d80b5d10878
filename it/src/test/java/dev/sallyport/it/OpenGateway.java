package dev.sallyport.it;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * A gateway that allows all in the database {@value #OPEN}, so that every difference is its own doing, and that masks and refuses
 * some in the database {@value #GUARDED}.
 */
final class OpenGateway implements AutoCloseable {
    static final String OPEN = "clients";
    static final String GUARDED = "guarded";
    static final String ROLE = "clients";
    static final String PASSWORD = "clients-password";

    private static final String GUARDED_SCHEMA = """
            CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL, ssn text, visits int);
            INSERT INTO people VALUES (1, 'Ada', 'Qx7zCANARY', 918273645), (2, 'Grace', NULL, NULL);
            CREATE TABLE vault (id int PRIMARY KEY, secret text);
            INSERT INTO vault VALUES (1, 'Qx7zCANARY');
            ALTER TABLE people OWNER TO clients;
            ALTER TABLE vault OWNER TO clients;
            """;

    private final PostgresServer postgres;
    private final Issuer issuer;
    private final SallyportProcess process;

    private OpenGateway(PostgresServer postgres, Issuer issuer, SallyportProcess process) {
        this.postgres = postgres;
        this.issuer = issuer;
        this.process = process;
    }

    /** Makes the databases and starts the gateway in a directory of its own. */
    static OpenGateway start(House house, PostgresServer postgres) throws IOException, SQLException {
        postgres.execute("postgres", "CREATE ROLE " + ROLE + " LOGIN PASSWORD '" + PASSWORD + "'");
        for (String database : List.of(OPEN, GUARDED)) {
            postgres.execute("postgres", "CREATE DATABASE " + database + " OWNER " + ROLE);
        }
        postgres.execute(GUARDED, GUARDED_SCHEMA);
        SallyportProcess process =
                SallyportProcess.start(house.newDirectory("open"), Settings.open(postgres.port(), house.issuer));
        return new OpenGateway(postgres, house.issuer, process);
    }

    /** PostgreSQL without a gateway before it. */
    Endpoint direct() {
        return new Endpoint("PostgreSQL", postgres.port(), ROLE, PASSWORD, OPEN, false);
    }

    /** The same database through the gateway. */
    Endpoint through(boolean tls) {
        return through(OPEN, tls);
    }

    /** Where something is masked and something refused. */
    Endpoint guarded() {
        return through(GUARDED, true);
    }

    private Endpoint through(String database, boolean tls) {
        return new Endpoint("Sallyport", process.port(), ROLE, issuer.token("client-1", "clients"), database, tls);
    }

    @Override
    public void close() {
        process.close();
    }
}
