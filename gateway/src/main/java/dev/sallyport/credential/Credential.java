package dev.sallyport.credential;

/** How the gateway itself logs in to a database. */
public sealed interface Credential {

    /**
     * A role of the database and its password.
     *
     * @param username the role, not empty
     */
    record Password(String username, Secret password) implements Credential {}

    /**
     * A role of the database that makes another one for each session, for the time that this lasts.
     *
     * @param admin the role that makes them, and whose connections are the gateway's own
     */
    record EphemeralRole(Password admin) implements Credential {}

    /** What the gateway's own connections log in with. */
    default Password own() {
        return switch (this) {
            case Password password -> password;
            case EphemeralRole(Password admin) -> admin;
        };
    }
}
