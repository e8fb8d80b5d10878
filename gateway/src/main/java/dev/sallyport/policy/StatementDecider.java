package dev.sallyport.policy;

import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import java.util.function.Consumer;

/** Decides SQL texts for one database. Thread-safe. */
public interface StatementDecider {

    /**
     * Decides one text.
     *
     * @param situation of the session when the text will be read
     * @param sql the exact bytes that would be forwarded, without the terminating NUL; not written to
     * @param done called exactly once, inside this call if the decision is at hand, else later on another thread; whatever goes
     *     wrong on the way is a {@link Decision.Deny}
     */
    void decide(Principal principal, Grant grant, Situation situation, byte[] sql, Consumer<Decided> done);
}
