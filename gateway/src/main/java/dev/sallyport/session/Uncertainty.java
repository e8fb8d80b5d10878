package dev.sallyport.session;

/**
 * Whether something that the server reports just before a ReadyForQuery may be another by the time it gets to what is sent next: it may
 * while anything is unanswered, up to its ReadyForQuery, that can change it.
 */
final class Uncertainty {
    /** How many messages were sent, how many of them up to the latest that can change it, and up to the latest ReadyForQuery. */
    private long sent;

    private long changing;
    private long settled;

    /** A message is on its way to the server. */
    void sent(boolean changes) {
        sent++;
        if (changes) {
            changing = sent;
        }
    }

    /**
     * The server is ready for what follows.
     *
     * @param unanswered how many messages are with it that it has not answered
     */
    void ready(int unanswered) {
        settled = sent - unanswered;
    }

    /** Whether what was reported last holds for what is sent next. */
    boolean isSettled() {
        return changing <= settled;
    }
}
