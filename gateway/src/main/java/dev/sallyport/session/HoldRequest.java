package dev.sallyport.session;

import dev.sallyport.policy.Reason;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement to put before a person.
 *
 * @param attempt the attempt's number in its session, as the audit has it
 * @param sql the text, as UTF-8
 * @param parameters its parameters as text, those in binary as hex, null as {@code NULL}
 * @param reasons why it is held
 * @param reason why the client says it is here; null if it does not say
 * @param task what the client says it works on; null if it does not say
 * @param inTransaction whether a transaction is open meanwhile, so that locks may be held
 * @param within how long it may wait
 */
public record HoldRequest(
        long attempt,
        String sql,
        List<String> parameters,
        List<Reason> reasons,
        @Nullable String reason,
        @Nullable String task,
        boolean inTransaction,
        Duration within) {
    public HoldRequest {
        parameters = List.copyOf(parameters);
        reasons = List.copyOf(reasons);
    }
}
