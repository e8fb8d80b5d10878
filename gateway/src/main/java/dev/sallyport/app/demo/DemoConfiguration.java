package dev.sallyport.app.demo;

/** The demo's configuration, written as a user would write one. */
final class DemoConfiguration {
    private DemoConfiguration() {}

    /**
     * The file's text. Its relative paths start at the demo's directory.
     *
     * @param port for PostgreSQL clients; 0 for any
     * @param httpPort for HTTP; 0 for any
     * @param issuer the demo's issuer
     * @param postgresPort of the demo's PostgreSQL
     */
    static String text(int port, int httpPort, String issuer, int postgresPort) {
        return """
                # Written anew by every start of `sallyport demo`. Copy it to begin a configuration of your own.
                listen:
                  postgres: 127.0.0.1:%d
                  http: 127.0.0.1:%d
                  tls: { certificate: server.crt, key: server.key, required: true }

                identity:
                  issuers:
                    - issuer: %s
                      audience: %s
                      groups: claims.groups

                databases:
                  %s:
                    # On this machine and in the demo alone without TLS; the default is verify-full.
                    url: postgresql://127.0.0.1:%d/%s?sslmode=disable
                    credential: { type: password, username: %s, password: "${file:shop.password}" }

                masks:
                  - name: customer-pii
                    database: shop
                    columns:
                      - public.customers.ssn
                      - public.customers.email
                      - public.customers.phone
                      - "public.tickets.payload->'requester'"
                    with: redact
                    flows: deny
                  - name: cards
                    database: shop
                    columns: [public.payments.card_number, public.payments.cvv]
                    with: redact
                    flows: deny
                  - name: pay
                    database: shop
                    columns: [public.employees.salary, public.employees.iban]
                    with: redact
                    flows: deny

                access:
                  - name: agents-work-on-shop
                    who: '"ai-agents" in groups'
                    database: shop
                    statements: [read, write]
                    session: { lasts: 8h, idle: 1h, approval: none }

                rules:
                  - name: no-destructive-ddl
                    when: statement.kinds.exists(kind, kind.startsWith("DROP ") || kind == "TRUNCATE TABLE")
                    then: deny
                  - name: ask-before-bulk-writes
                    when: statement.kinds.exists(kind, kind in ["UPDATE", "DELETE"]) && !statement.bounded
                    then: approve

                audit:
                  directory: audit
                  durability: synced

                recording:
                  directory: recordings

                approval: { approvers: '"dba" in groups', within: 1h, inTransaction: 60s }
                """.formatted(
                        port,
                        httpPort,
                        issuer,
                        DemoIssuer.AUDIENCE,
                        ShopDatabase.NAME,
                        postgresPort,
                        ShopDatabase.NAME,
                        ShopDatabase.ROLE);
    }
}
