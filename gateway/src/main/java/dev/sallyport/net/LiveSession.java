package dev.sallyport.net;

import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import java.time.Instant;

/**
 * A session that was let in and has not ended.
 *
 * @param id its id
 * @param principal whose it is
 * @param grant what it runs under
 * @param database the configured name of its database
 * @param since when it was let in
 * @param client the client's address and port
 */
public record LiveSession(String id, Principal principal, Grant grant, String database, Instant since, String client) {}
