package dev.sallyport.policy;

import dev.sallyport.policy.RuleSetting.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Rules that ship with the gateway, named {@code pack:NAME} in a configuration.
 *
 * @param name its name after {@code pack:}
 * @param rules its rules, their names prefixed with the pack's
 */
public record RulePack(String name, List<RuleSetting> rules) {

    /** What an agent should not do unasked: lose data that can't be brought back, or write without bounds. */
    public static final RulePack SAFE_AGENT = new RulePack(
            "safe-agent",
            List.of(
                    new RuleSetting(
                            "safe-agent/unbounded-write",
                            "statement.kinds.exists(k, k in ['UPDATE', 'DELETE']) && !statement.bounded",
                            Verdict.DENY),
                    new RuleSetting(
                            "safe-agent/truncate", "statement.kinds.exists(k, k == 'TRUNCATE TABLE')", Verdict.DENY),
                    new RuleSetting(
                            "safe-agent/drop", "statement.kinds.exists(k, k.startsWith('DROP '))", Verdict.DENY),
                    new RuleSetting(
                            "safe-agent/unreadable-effect",
                            "statement.kind != 'EXECUTE' && statement.opaque.size() > 0",
                            Verdict.APPROVE),
                    new RuleSetting("safe-agent/schema-change", "statement.effect == 'ddl'", Verdict.APPROVE)));

    public RulePack {
        rules = List.copyOf(rules);
    }

    /** The pack of that name, without {@code pack:}. */
    public static Optional<RulePack> named(String name) {
        return name.equals(SAFE_AGENT.name) ? Optional.of(SAFE_AGENT) : Optional.empty();
    }
}
