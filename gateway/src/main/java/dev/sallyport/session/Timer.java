package dev.sallyport.session;

/** The clocks a session may have running, at most one of each. */
public enum Timer {
    /** The client must finish start-up. */
    STARTUP,
    /** The grant ends. */
    GRANT,
    /** The client has been silent for as long as its grant allows. */
    IDLE,
    /** A held statement has waited long enough. */
    HOLD
}
