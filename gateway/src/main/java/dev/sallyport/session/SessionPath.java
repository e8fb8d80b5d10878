package dev.sallyport.session;

import dev.sallyport.policy.SessionChange;
import dev.sallyport.sql.flow.SearchPath;
import org.jspecify.annotations.Nullable;

/**
 * The search path that the server will go by when it gets to what is sent next. PostgreSQL reports it from version 18 on, just before a
 * ReadyForQuery if it has changed; nothing else is believed. While anything is unanswered up to its ReadyForQuery that can change it, it
 * is not known.
 */
final class SessionPath {
    static final String PARAMETER = "search_path";

    private static final SearchPath UNKNOWN = new SearchPath.Unknown();

    /** As it was reported, and whether the role is still that of the beginning. */
    private SearchPath reported = UNKNOWN;

    private boolean asConnected = true;

    private final Uncertainty uncertainty = new Uncertainty();

    /** The server has said what it is; null if in a text that can't be read. */
    void reported(@Nullable String value) {
        reported = value == null ? UNKNOWN : marked(SearchPath.of(value));
    }

    /** A message is on its way to the server. */
    void sent(SessionChange change) {
        uncertainty.sent(change != SessionChange.NOTHING);
        if (change == SessionChange.ROLE) {
            asConnected = false;
            reported = marked(reported);
        }
    }

    /**
     * The server is ready for what follows.
     *
     * @param unanswered how many messages are with it that it has not answered
     */
    void ready(int unanswered) {
        uncertainty.ready(unanswered);
    }

    /** What it is for what is sent next. */
    SearchPath path() {
        return uncertainty.isSettled() ? reported : UNKNOWN;
    }

    private SearchPath marked(SearchPath path) {
        return switch (path) {
            case SearchPath.Known(var schemas, var _) -> new SearchPath.Known(schemas, asConnected);
            case SearchPath.Unknown unknown -> unknown;
        };
    }
}
