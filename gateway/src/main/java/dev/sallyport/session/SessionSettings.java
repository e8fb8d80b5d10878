package dev.sallyport.session;

import java.time.Duration;

/**
 * The limits of one session.
 *
 * @param startup how long a client may take from its first byte to its token
 * @param holdWithin how long a statement may wait for a person
 * @param holdInTransactionWithin the same while a transaction is open, whose locks others may wait for
 * @param waitingBytes how many bytes of a client's messages may wait to be looked at before it is no longer read
 * @param inFlight how many messages may be with the server unanswered
 * @param preparedStatements how many prepared statements may exist at once
 * @param portals how many portals may exist at once
 */
public record SessionSettings(
        Duration startup,
        Duration holdWithin,
        Duration holdInTransactionWithin,
        int waitingBytes,
        int inFlight,
        int preparedStatements,
        int portals) {

    /** Limits that everyday drivers stay far below. */
    public static final SessionSettings DEFAULT = new SessionSettings(
            Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofSeconds(60), 1 << 20, 10_000, 10_000, 1_000);

    /** The same limits with other waits for approval. */
    public SessionSettings withHolds(Duration within, Duration inTransaction) {
        return new SessionSettings(startup, within, inTransaction, waitingBytes, inFlight, preparedStatements, portals);
    }
}
