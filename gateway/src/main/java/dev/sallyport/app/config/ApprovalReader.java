package dev.sallyport.app.config;

import dev.sallyport.app.config.Configuration.Approval;
import dev.sallyport.approval.Approvers;
import dev.sallyport.condition.Condition;
import dev.sallyport.policy.AccessSetting;
import dev.sallyport.policy.PolicySettings;
import dev.sallyport.policy.RuleSetting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code approval}. */
final class ApprovalReader {

    private static final Duration WITHIN = Duration.ofHours(1);
    private static final Duration IN_TRANSACTION = Duration.ofSeconds(60);

    private final Problems problems;

    ApprovalReader(Problems problems) {
        this.problems = problems;
    }

    @Nullable
    Approval read(Section root, PolicySettings settings) {
        if (!root.has("approval")) {
            if (isAskedFor(settings)) {
                problems.add(root.at("approval"), "is missing: a rule, a mask or an access entry asks for approval");
            }
            return null;
        }
        Section section = root.section("approval");
        Duration within = section.time("within", WITHIN);
        Duration inTransaction = section.time("inTransaction", IN_TRANSACTION);
        if (inTransaction.compareTo(within) > 0) {
            problems.add(section.at("inTransaction"), "is longer than within");
        }
        String approvers = section.text("approvers");
        if (approvers == null) {
            return null;
        }
        return switch (Condition.compile(approvers, Approvers.VARIABLES)) {
            case Condition.Compilation.Compiled compiled -> new Approval(compiled.condition(), within, inTransaction);
            case Condition.Compilation.Invalid invalid -> {
                invalid.problems().forEach(problem -> problems.add(section.at("approvers"), problem.toString()));
                yield null;
            }
        };
    }

    private static boolean isAskedFor(PolicySettings settings) {
        return settings.rules().stream().anyMatch(rule -> rule.then() == RuleSetting.Verdict.APPROVE)
                || settings.masks().stream()
                        .anyMatch(mask -> mask.flows().verdicts().containsValue(RuleSetting.Verdict.APPROVE))
                || settings.access().stream().anyMatch(entry -> entry.approval() == AccessSetting.Approval.REQUIRED);
    }
}
