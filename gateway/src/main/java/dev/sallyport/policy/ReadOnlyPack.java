package dev.sallyport.policy;

import dev.sallyport.policy.RuleSetting.Verdict;
import java.util.List;

/** {@code pack:read-only}: lets through what is known to only read, and what is about the session or its transaction alone. */
final class ReadOnlyPack {
    /** VOLATILE because each call has another result, not because a call changes something. */
    private static final String CHANCE_AND_CLOCK = "['pg_catalog.random', 'pg_catalog.random_normal',"
            + " 'pg_catalog.clock_timestamp', 'pg_catalog.timeofday', 'pg_catalog.gen_random_uuid', 'pg_catalog.uuidv4',"
            + " 'pg_catalog.uuidv7', 'pg_catalog.array_sample', 'pg_catalog.array_shuffle']";

    static final RulePack PACK = new RulePack(
            "read-only",
            List.of(
                    new RuleSetting(
                            "read-only/change",
                            "statement.writes",
                            Verdict.DENY,
                            "Only reading is allowed here: ask for access that writes, or select without locking rows."),
                    new RuleSetting(
                            "read-only/unreadable-effect",
                            "statement.opaque.size() > 0",
                            Verdict.DENY,
                            "What this does can't be read from its text: write the query itself."),
                    new RuleSetting(
                            "read-only/acting-function",
                            "statement.volatileFunctions.exists(f, !(f in " + CHANCE_AND_CLOCK + "))",
                            Verdict.DENY,
                            "A VOLATILE function can change data: leave it out, or have it declared STABLE if it only"
                                    + " reads."),
                    new RuleSetting(
                            "read-only/unknown",
                            "statement.effect == 'read' && statement.kind != 'FETCH' && statement.kind != 'MOVE'"
                                    + " && statement.unknown.size() > 0",
                            Verdict.DENY,
                            "What this reaches can't be told: name relations, columns and functions that there are, with"
                                    + " their schemas.")));

    private ReadOnlyPack() {}
}
