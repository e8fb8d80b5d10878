package dev.sallyport.grant;

import java.time.Instant;

/** What became of asking for a grant. */
public sealed interface Opening {

    /**
     * There is one.
     *
     * @param continued whether it began with an earlier session under the same token
     */
    record Opened(Grant grant, boolean continued) implements Opening {}

    /** There was one for this token, and it ended; another token is needed. */
    record Ended(Instant at) implements Opening {}

    /** There was one for this token, and somebody revoked it. */
    record Revoked() implements Opening {}

    /** The token expired while the session was being opened. */
    record TokenExpired(Instant at) implements Opening {}

    /** There are as many as the limit allows. */
    record Full(int limit) implements Opening {}
}
