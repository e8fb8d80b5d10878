package dev.sallyport.it;

/** The configurations that the tests run the program with. */
final class Settings {
    private Settings() {}

    /** What the configuration of a gateway with one database begins with, up to that database. */
    static String beginning(House house, String database) {
        return beginning(house.postgres, house.issuer, database);
    }

    private static String beginning(PostgresServer postgres, Issuer issuer, String... databases) {
        return beginning(issuer, true, postgres.port(), PostgresServer.USER, PostgresServer.PASSWORD, databases);
    }

    private static String beginning(
            Issuer issuer, boolean encrypted, int postgres, String user, String password, String... databases) {
        StringBuilder configuration =
                new StringBuilder("""
                listen:
                  postgres: 127.0.0.1:0
                  http: 127.0.0.1:0
                  tls: { certificate: server.crt, key: server.key, required: %b }
                identity:
                  issuers:
                    - { issuer: "%s", audience: %s, jwks: "%s", clockSkew: 1s }
                databases:
                """.formatted(encrypted, issuer.name(), Issuer.AUDIENCE, issuer.keys()));
        for (String database : databases) {
            configuration.append("""
                  %1$s:
                    url: postgresql://127.0.0.1:%2$d/%1$s?sslmode=disable
                    credential: { type: password, username: %3$s, password: "%4$s" }
                """.formatted(database, postgres, user, password));
        }
        return configuration.toString();
    }

    /** Everything that one gateway can show. */
    static String shop(PostgresServer postgres, Issuer issuer) {
        return beginning(postgres, issuer, "shop", "payroll") + """
                masks:
                  - name: customer-pii
                    database: shop
                    columns:
                      - public.customers.ssn
                      - public.customers.email
                      - public.customers.birth_date
                      - public.customers.visits
                      - public.customers.tags
                      - public.customers.profile
                      - public.tickets.payload->>'ssn'
                    with: redact
                access:
                  - name: brief
                    who: '"brief" in groups'
                    database: shop
                    statements: [read]
                    session: { lasts: 8s }
                  - name: quiet
                    who: '"quiet" in groups'
                    database: shop
                    statements: [read]
                    session: { lasts: 15m, idle: 1s }
                  - name: agents
                    who: '"ai-agents" in groups'
                    database: shop
                    statements: [read, write, ddl]
                    session: { lasts: 15m, idle: 5m }
                  - name: payroll
                    who: '"payroll" in groups'
                    database: payroll
                    statements: [read]
                    session: { lasts: 15m }
                rules:
                  - name: no-drop
                    when: statement.kind in ["DROP TABLE", "TRUNCATE TABLE"]
                    then: deny
                  - name: ask-before-writing-payments
                    when: statement.writes && "public.payments" in statement.relations
                    then: approve
                audit: { directory: audit, durability: written }
                recording: { directory: recordings, limit: 64MiB }
                approval: { approvers: '"dba" in groups', within: 1h, inTransaction: 5m }
                """;
    }

    /** One that allows all in one database, and masks and refuses some in another. */
    static String open(int postgres, Issuer issuer) {
        return beginning(issuer, false, postgres, OpenGateway.ROLE, OpenGateway.PASSWORD, "clients", "guarded") + """
                masks:
                  - name: people-pii
                    database: guarded
                    columns: [public.people.ssn, public.people.visits]
                    with: redact
                access:
                  - name: everything
                    who: '"clients" in groups'
                    database: clients
                    statements: [read, write, ddl, admin]
                    session: { lasts: 15m }
                  - name: guarded
                    who: '"clients" in groups'
                    database: guarded
                    statements: [read, write]
                    session: { lasts: 15m }
                rules:
                  - name: no-vault
                    when: database.name == "guarded" && "public.vault" in statement.relations
                    then: deny
                audit: { directory: audit, durability: written }
                """;
    }
}
