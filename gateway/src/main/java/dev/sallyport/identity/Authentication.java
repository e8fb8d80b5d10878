package dev.sallyport.identity;

/** What became of a token that was shown. */
public sealed interface Authentication {

    /** The token is good. */
    record Authenticated(Principal principal) implements Authentication {}

    /**
     * The token is not good.
     *
     * @param reason one sentence that helps its holder and tells nothing of other users or databases
     */
    record Rejected(String reason) implements Authentication {}
}
