package dev.sallyport.app.config;

import dev.sallyport.audit.Durability;
import dev.sallyport.condition.Condition;
import dev.sallyport.credential.Credential;
import dev.sallyport.grant.GrantLimits;
import dev.sallyport.identity.IssuerSettings;
import dev.sallyport.policy.PolicySettings;
import dev.sallyport.role.AccessRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file that was found to be in order. Immutable, so that a new one can take its place as a whole. Paths are absolute.
 *
 * @param issuers whose tokens are accepted
 * @param databases by the name that clients connect to
 * @param roles what the roles of sessions may do, by the names of the access entries whose sessions get one each
 * @param recording null if sessions are not recorded
 * @param approval null if nothing is ever held for a person
 */
public record Configuration(
        Listen listen,
        List<IssuerSettings> issuers,
        Map<String, Database> databases,
        PolicySettings policy,
        Map<String, AccessRole> roles,
        Audit audit,
        @Nullable Recording recording,
        @Nullable Approval approval,
        Limits limits) {

    public Configuration {
        issuers = List.copyOf(issuers);
        databases = Map.copyOf(databases);
        roles = Map.copyOf(roles);
    }

    /**
     * Where clients connect.
     *
     * @param http null if there is no HTTP interface
     * @param tls null if PostgreSQL clients come without TLS, which only an address on this machine allows
     */
    public record Listen(
            Endpoint postgres,
            @Nullable Endpoint http,
            @Nullable Tls tls) {}

    /**
     * An address to listen on.
     *
     * @param host a name or an address, an IPv6 address without its brackets
     * @param port from 0 to 65,535; 0 lets the system choose
     */
    public record Endpoint(String host, int port) {}

    /**
     * TLS for PostgreSQL clients.
     *
     * @param certificate a PEM file with the certificate and its chain
     * @param key a PEM file with the private key
     * @param required whether a client without TLS is sent away
     */
    public record Tls(Path certificate, Path key, boolean required) {}

    /** A database behind the gateway. */
    public record Database(String name, DatabaseAddress address, Credential credential) {}

    /**
     * The audit journal.
     *
     * @param directory where it is kept
     */
    public record Audit(Path directory, Durability durability) {}

    /**
     * Recordings of sessions.
     *
     * @param directory where they are kept
     * @param limit the largest recording of one session, in bytes
     * @param answer how many bytes are kept of the rows or COPY data of one answer, and of one Bind
     */
    public record Recording(Path directory, long limit, long answer) {}

    /**
     * Who approves what is held.
     *
     * @param approvers a condition over {@link dev.sallyport.approval.Approvers#VARIABLES}
     * @param within how long a request waits
     * @param inTransaction how long it waits inside a transaction
     */
    public record Approval(Condition approvers, Duration within, Duration inTransaction) {}

    /**
     * How much the gateway takes on.
     *
     * @param sessions the most sessions at once
     */
    public record Limits(int sessions, GrantLimits grants) {}
}
