package dev.sallyport.wire;

/**
 * The SQLSTATE codes that the gateway itself sends, by PostgreSQL's names for them.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 */
public final class SqlState {
    /** The connection to the server failed. */
    public static final String CONNECTION_FAILURE = "08006";
    /** The peer does not speak the protocol. */
    public static final String PROTOCOL_VIOLATION = "08P01";
    /** Something that is not supported. */
    public static final String FEATURE_NOT_SUPPORTED = "0A000";
    /** No such prepared statement. */
    public static final String INVALID_SQL_STATEMENT_NAME = "26000";
    /** No valid identity, or no access for it. */
    public static final String INVALID_AUTHORIZATION_SPECIFICATION = "28000";
    /** No such portal. */
    public static final String INVALID_CURSOR_NAME = "34000";
    /** No such database. */
    public static final String INVALID_CATALOG_NAME = "3D000";
    /** Denied by a rule or a flow. */
    public static final String INSUFFICIENT_PRIVILEGE = "42501";
    /** Too many sessions. */
    public static final String TOO_MANY_CONNECTIONS = "53300";
    /** Over a limit. */
    public static final String PROGRAM_LIMIT_EXCEEDED = "54000";
    /** An approval was denied, expired or cancelled. */
    public static final String QUERY_CANCELED = "57014";
    /** The grant ended, or the gateway stops. */
    public static final String ADMIN_SHUTDOWN = "57P01";
    /** The session was idle for too long. */
    public static final String IDLE_SESSION_TIMEOUT = "57P05";
    /** The audit journal can't be written. */
    public static final String IO_ERROR = "58030";
    /** A mistake of the gateway. */
    public static final String INTERNAL_ERROR = "XX000";

    private SqlState() {}
}
