package dev.sallyport.session;

/**
 * What tells a session from every other.
 *
 * @param id its id in the audit, in recordings and in messages; unique for all time
 * @param client the client's address and port, for the audit
 */
public record SessionIdentity(String id, String client) {}
