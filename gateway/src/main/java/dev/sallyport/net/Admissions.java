package dev.sallyport.net;

import dev.sallyport.session.Admission;
import dev.sallyport.session.Credentials;

/** Decides who may have a session: the token, the access entries, the grants. Thread-safe. */
@FunctionalInterface
public interface Admissions {
    /**
     * Whether the holder of a token may have a session. May block: called on a thread that may.
     *
     * @param client the client's address and port
     */
    Admission admit(Credentials credentials, String client);
}
