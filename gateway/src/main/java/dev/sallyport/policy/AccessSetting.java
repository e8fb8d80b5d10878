package dev.sallyport.policy;

import dev.sallyport.sql.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
 * @param schemas patterns: what schemas statements may be about; empty if it is all the same
 * @param tables patterns of qualified names: what relations statements may be about; empty if it is all the same
 * @param manifest what alone may be run; null if that is not limited
 */
public record AccessSetting(
        String name,
        String who,
        String database,
        Set<Effect> statements,
        Duration lasts,
        Duration idle,
        Approval approval,
        List<String> unmask,
        List<String> schemas,
        List<String> tables,
        @Nullable ManifestSetting manifest) {

    public AccessSetting {
        statements = Set.copyOf(statements);
        unmask = List.copyOf(unmask);
        schemas = List.copyOf(schemas);
        tables = List.copyOf(tables);
    }

    /** An entry that is limited by its effects alone. */
    public AccessSetting(
            String name,
            String who,
            String database,
            Set<Effect> statements,
            Duration lasts,
            Duration idle,
            Approval approval,
            List<String> unmask) {
        this(name, who, database, statements, lasts, idle, approval, unmask, List.of(), List.of(), null);
    }

    /** Whether a session needs a person's approval before it begins. */
    public enum Approval {
        NONE,
        REQUIRED
    }
}
