package dev.sallyport.app.policy;

import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.Explanation;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Situation;
import dev.sallyport.session.Admission;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A gateway's decisions without a gateway: the same admission, the same catalog, the same decider. For one thread. */
public interface Rehearsal extends AutoCloseable {

    /** What it decides by. */
    Policy policy();

    /**
     * Admits somebody to a configured database, or refuses to, as a gateway would at that moment; no earlier grant counts.
     *
     * @param manifest the digest that was stated at start-up; null if none was
     */
    Admission admit(Principal principal, String database, @Nullable String manifest, Instant now);

    /**
     * Decides a text and tells what was weighed.
     *
     * @param grant from {@link #admit}, which names the database
     * @throws IOException if what the database holds can't be read: nothing that was decided then would tell anything of the policy
     */
    Explanation explain(Principal principal, Grant grant, Situation situation, Instant now, byte[] sql)
            throws IOException;

    @Override
    void close();
}
