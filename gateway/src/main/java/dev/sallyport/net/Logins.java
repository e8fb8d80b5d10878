package dev.sallyport.net;

import dev.sallyport.grant.Grant;
import dev.sallyport.upstream.ServerRole;

/** Who a session logs in to its database's server as. Thread-safe. */
@FunctionalInterface
public interface Logins {

    /**
     * Finds or makes a role for a session. May block, for seconds.
     *
     * @param grant that the session is under
     * @param session its id
     */
    Obtained obtain(Grant grant, String session);

    /** What became of it. */
    sealed interface Obtained {

        /**
         * There is one.
         *
         * @param over to be called once, when the session has no connection to its server any more; does not block
         */
        record Login(ServerRole role, Runnable over) implements Obtained {}

        /**
         * There is none, and nothing has to be undone.
         *
         * @param reason a sentence for the client
         */
        record Refused(String sqlState, String reason) implements Obtained {}
    }

    /** The same role for every session. */
    static Logins always(ServerRole role) {
        return (grant, session) -> new Obtained.Login(role, () -> {});
    }
}
