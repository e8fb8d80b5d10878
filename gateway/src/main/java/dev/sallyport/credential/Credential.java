package dev.sallyport.credential;

/** How the gateway itself logs in to a database. */
public sealed interface Credential {

    /**
     * A role of the database and its password.
     *
     * @param username the role, not empty
     */
    record Password(String username, Secret password) implements Credential {}
}
