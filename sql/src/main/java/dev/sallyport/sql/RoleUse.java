package dev.sallyport.sql;

/**
 * A role that a statement takes on, defines or gives something to.
 *
 * @param name as written; {@code public} for PUBLIC, {@code CURRENT_USER}, {@code CURRENT_ROLE} or {@code SESSION_USER} for those, {@code none}
 *     and {@code default} for going back from SET ROLE and SET SESSION AUTHORIZATION, {@code *} for all of them or one that is not constant
 * @param manner what is done with it
 * @see <a href="https://www.postgresql.org/docs/18/user-manag.html">PostgreSQL documentation, database roles</a>
 */
public record RoleUse(String name, Manner manner) {

    /** All roles, or one that can't be told. */
    static final String ANY = "*";

    /** What a statement does with a role. */
    public enum Manner {
        /** The session goes on as it, or will begin as it: SET ROLE, SET SESSION AUTHORIZATION, set_config, ALTER ... SET role. */
        ASSUMED,
        /** It is created, altered, renamed, described or dropped. */
        DEFINED,
        /** Membership in it is granted or revoked. */
        GRANTED,
        /** It is granted privileges or membership, or these are revoked, or a policy or a user mapping is about it. */
        GRANTEE,
        /** It becomes an owner, or what it owns, or will own, is reassigned, dropped, moved, or given other privileges. */
        OWNER
    }
}
