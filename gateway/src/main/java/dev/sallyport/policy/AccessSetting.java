package dev.sallyport.policy;

import dev.sallyport.sql.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One entry of {@code access}, as configured and not yet checked: who may use a database, how, and for how long.
 *
 * @param name unique among access entries
 * @param who a condition over {@code subject}, {@code issuer}, {@code groups}, {@code claims} and {@code actor}
 * @param database the configured name of a database
 * @param statements the effects it covers; TRANSACTION and SESSION go without saying
 * @param lasts how long a grant lasts, more than zero
 * @param idle how long a session may do nothing, more than zero
 * @param approval whether a person must approve the session itself
 * @param unmask names of masks that don't apply
 */
public record AccessSetting(
        String name,
        String who,
        String database,
        Set<Effect> statements,
        Duration lasts,
        Duration idle,
        Approval approval,
        List<String> unmask) {

    public AccessSetting {
        statements = Set.copyOf(statements);
        unmask = List.copyOf(unmask);
    }

    /** Whether a session needs a person's approval before it begins. */
    public enum Approval {
        NONE,
        REQUIRED
    }
}
