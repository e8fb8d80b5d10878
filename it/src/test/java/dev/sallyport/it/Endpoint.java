package dev.sallyport.it;

import java.util.Map;

/**
 * Where a client connects and as whom. All that are tried read this from the environment that libpq reads.
 *
 * @param server what answers there, for a failing test's report
 */
record Endpoint(String server, int port, String user, String password, String database, boolean tls) {
    static final String HOST = "127.0.0.1";

    /** What a program finds in its environment; texts are UTF-8 whatever the machine's locale. */
    Map<String, String> environment() {
        return Map.of(
                "PGHOST",
                HOST,
                "PGPORT",
                Integer.toString(port),
                "PGUSER",
                user,
                "PGPASSWORD",
                password,
                "PGDATABASE",
                database,
                "PGSSLMODE",
                tls ? "require" : "disable",
                "LC_ALL",
                "C.UTF-8",
                // libpq 17 and newer begin with TLS at once; older ones don't know this and ask for it first.
                "PGSSLNEGOTIATION",
                tls ? "direct" : "postgres",
                "PYTHONUTF8",
                "1",
                "TZ",
                "UTC");
    }

    @Override
    public String toString() {
        return server + (tls ? " with TLS" : "");
    }
}
