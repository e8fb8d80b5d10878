package dev.sallyport.session;

import dev.sallyport.wire.ProtocolViolation;

/**
 * How far a session has come.
 *
 * <pre>
 *   Entry ── token good, audit written, server connected ──> Traffic
 *     └──────────── anything that ends it ────────────┐        │
 *                                                     v        v
 *                                                      (ended)
 * </pre>
 */
sealed interface Stage permits Entry, Traffic {

    /** Takes in an event that is not the end of the session. */
    void on(Event event) throws ProtocolViolation;

    /** Lets go of everything that is under way; the session is ending. */
    void abandon(String why);
}
