package dev.sallyport.policy;

import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A text to be decided, with all that its decision depends on but for what the database holds. */
final class Asked {
    private final Principal principal;
    private final Grant grant;
    private final Situation situation;
    private final byte[] sql;
    private final Policy policy;
    private final Instant now;

    /**
     * Keeps it together.
     *
     * @param sql its exact bytes; not written to
     * @param policy that was in force when it came
     * @param now when it came
     */
    Asked(Principal principal, Grant grant, Situation situation, byte[] sql, Policy policy, Instant now) {
        this.principal = principal;
        this.grant = grant;
        this.situation = situation;
        this.sql = sql;
        this.policy = policy;
        this.now = now;
    }

    Principal principal() {
        return principal;
    }

    Grant grant() {
        return grant;
    }

    Situation situation() {
        return situation;
    }

    byte[] sql() {
        return sql;
    }

    Policy policy() {
        return policy;
    }

    Instant now() {
        return now;
    }

    /** The same in another situation. */
    Asked in(Situation other) {
        return new Asked(principal, grant, other, sql, policy, now);
    }

    /** The text of one of its statements. */
    String text(Statement statement) {
        return new String(sql, statement.location(), statement.length(), StandardCharsets.UTF_8);
    }
}
