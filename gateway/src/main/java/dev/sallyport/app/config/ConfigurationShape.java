package dev.sallyport.app.config;

import static dev.sallyport.app.config.Shape.optional;
import static dev.sallyport.app.config.Shape.required;
import static dev.sallyport.app.config.Shape.section;

import java.util.List;

/** Every key of the configuration: the one table that the loader and the JSON Schema follow. */
final class ConfigurationShape {

    private static final Shape TEXT = new Shape.Text();
    private static final Shape NAME = new Shape.Name();
    private static final Shape TIME = new Shape.Time();

    private static final Shape LISTEN = section(
            required("postgres", TEXT, "Address and port for PostgreSQL clients: 127.0.0.1:6432 or [::1]:6432."),
            optional("http", TEXT, "Address and port for the HTTP interface."),
            optional(
                    "tls",
                    section(
                            required("certificate", TEXT, "PEM file with the certificate and its chain."),
                            required("key", TEXT, "PEM file with the private key."),
                            optional("required", new Shape.Flag(), "Whether clients must use TLS; true if absent.")),
                    "TLS for PostgreSQL clients; only an address on this machine goes without."));

    private static final Shape IDENTITY = section(required(
            "issuers",
            new Shape.ListOf(section(
                    required("issuer", TEXT, "Exactly what its tokens carry as iss."),
                    required("audience", new Shape.OneOrMore(), "What its tokens must carry as aud; one of several."),
                    optional(
                            "jwks",
                            TEXT,
                            "file:PATH or the address of its keys; discovered from the issuer if absent."),
                    optional("groups", TEXT, "CEL over claims that gives a list of strings; claims.groups if absent."),
                    optional("clockSkew", TIME, "By how much its clock may differ; 60s if absent."))),
            "Whose tokens are accepted."));

    private static final Shape DATABASE = section(
            required(
                    "url",
                    TEXT,
                    "postgresql://HOST:PORT/DATABASE, with sslmode, sslrootcert, sslcert, sslkey, channel_binding,"
                            + " max_protocol_version and connect_timeout."),
            required(
                    "credential",
                    section(
                            required(
                                    "type",
                                    new Shape.Choice(List.of("password", "ephemeral-role")),
                                    "Whether sessions log in as one role, or each as a role made for it."),
                            optional("username", TEXT, "For password: the database role."),
                            optional("password", new Shape.SecretText(), "For password: its password."),
                            optional(
                                    "admin",
                                    section(
                                            optional("username", TEXT, "The database role; it needs CREATEROLE."),
                                            optional("password", new Shape.SecretText(), "Its password.")),
                                    "For ephemeral-role: the role that makes them.")),
                    "What the gateway itself logs in with."),
            optional(
                    "environment",
                    new Shape.Choice(List.of("production", "staging", "development")),
                    "What it is for, for rules and risk; production if absent."),
            optional(
                    "trustedFunctions",
                    new Shape.ListOf(TEXT),
                    "Functions, each schema.name, that reveal nothing of sensitive columns."));

    private static final Shape MASK = section(
            required("name", NAME, "Unique among masks."),
            required("database", NAME, "The database whose columns it masks."),
            required(
                    "columns",
                    new Shape.ListOf(TEXT),
                    "schema.table.column, or schema.table.column->>'key' for jsonb."),
            optional(
                    "detect",
                    new Shape.ListOf(new Shape.Choice(MaskFunctionReader.PIECES)),
                    "What is looked for in texts and documents: found pieces are masked, the rest stays."),
            required("with", MaskFunctionShape.WITH, "What takes the value's place, or that of a found piece."),
            optional(
                    "nulls",
                    new Shape.Choice(List.of("constant", "keep")),
                    "Whether NULL is masked as well; constant if absent, keep with detect."),
            optional(
                    "flows",
                    FlowsShape.FLOWS,
                    "What becomes of other uses of its columns, in a word or use by use; deny if absent, allow with detect."));

    static final Shape.Section MANIFEST = section(
            required("files", new Shape.OneOrMore(), "Files of reviewed statements; * and ? in the file's name."),
            optional(
                    "digest",
                    TEXT,
                    "CEL over subject, issuer, groups, claims and actor: the digest that a session's files must"
                            + " have."));

    private static final Shape LABEL = section(
            required("name", NAME, "Unique among labels and masks."),
            required("database", NAME, "The database whose columns it is of."),
            required("columns", new Shape.ListOf(TEXT), "schema.table.column, as in masks."));

    private static final Shape ACCESS = section(
            required("name", NAME, "Unique among access entries."),
            required("who", TEXT, "CEL over subject, issuer, groups, claims and actor."),
            required("database", NAME, "The database it gives access to."),
            required(
                    "statements",
                    new Shape.ListOf(new Shape.Choice(List.of("read", "write", "ddl", "admin"))),
                    "What statements may do."),
            required(
                    "session",
                    section(
                            required("lasts", TIME, "How long a grant lasts."),
                            optional("idle", TIME, "How long a session may do nothing; as long as it lasts if absent."),
                            optional(
                                    "approval",
                                    new Shape.Choice(List.of("none", "required")),
                                    "Whether a person approves the session; none if absent.")),
                    "Its sessions."),
            optional("unmask", new Shape.ListOf(NAME), "Masks that don't apply."),
            optional(
                    "role",
                    section(
                            optional("memberOf", new Shape.OneOrMore(), "Roles whose rights its sessions have."),
                            optional("setRole", TEXT, "The role that its sessions run as, instead of memberOf."),
                            optional(
                                    "maskedColumns",
                                    new Shape.Choice(List.of("granted", "withheld")),
                                    "Whether its sessions may read masked columns in the database; granted if"
                                            + " absent.")),
                    "What its sessions' roles may do, where the database's credential is of type ephemeral-role."),
            optional(
                    "schemas",
                    new Shape.OneOrMore(),
                    "Schemas that statements may be about, each a name with * and ?; all if absent."),
            optional(
                    "tables",
                    new Shape.OneOrMore(),
                    "Tables that statements may be about, each schema.table with * and ?; all if absent."),
            optional(
                    "manifest",
                    new Shape.OneOrMoreOr(MANIFEST),
                    "Files of reviewed statements, which alone may be run; * and ? in the file's name."));

    static final Shape.Section RULE = section(
            required("name", NAME, "Unique among rules."),
            required("when", TEXT, "CEL over statement, risk, principal, grant, session, database and now."),
            required(
                    "then",
                    new Shape.Choice(List.of("allow", "approve", "deny")),
                    "The strictest that applies decides."),
            optional("why", TEXT, "A sentence for who is refused: why, and what to do instead."));

    /** The file as a whole. */
    static final Shape.Section ROOT = section(
            required("listen", LISTEN, "Where clients connect."),
            required("identity", IDENTITY, "Who clients are."),
            required("databases", new Shape.Named(DATABASE), "By the name that clients connect to."),
            optional("masks", new Shape.ListOf(MASK), "Sensitive columns."),
            optional("labels", new Shape.ListOf(LABEL), "Names for columns that a session has read."),
            required("access", new Shape.ListOf(ACCESS), "Who may use which database."),
            optional("rules", new Shape.ListOf(new Shape.PrefixedOr("pack:", RULE)), "Packs and rules of one's own."),
            required(
                    "audit",
                    section(
                            required("directory", TEXT, "Where the journal is kept."),
                            optional(
                                    "durability",
                                    new Shape.Choice(List.of("synced", "written")),
                                    "When a record counts as durable; synced if absent.")),
                    "The audit journal."),
            optional(
                    "recording",
                    section(
                            required("directory", TEXT, "Where recordings are kept."),
                            optional(
                                    "limit",
                                    new Shape.Size(),
                                    "The largest recording of one session; 256MiB if absent."),
                            optional(
                                    "answer",
                                    new Shape.Size(),
                                    "What is kept of the rows or COPY data of one answer, and of the parameters of one"
                                            + " Bind; 16MiB if absent.")),
                    "What clients sent and saw."),
            optional(
                    "approval",
                    section(
                            required("approvers", TEXT, "CEL over subject, issuer, groups, claims and actor."),
                            optional("within", TIME, "How long a request waits; 1h if absent."),
                            optional("inTransaction", TIME, "How long it waits inside a transaction; 60s if absent.")),
                    "Who approves, and for how long a statement waits."),
            optional(
                    "limits",
                    section(
                            optional(
                                    "sessions",
                                    new Shape.Whole(1, 100_000),
                                    "The most sessions at once; 1000 if absent."),
                            optional(
                                    "grants",
                                    new Shape.Whole(1, 1_000_000),
                                    "The most remembered grants; 10000 if absent.")),
                    "How much the gateway takes on."));

    private ConfigurationShape() {}
}
