package dev.sallyport.app.config;

import dev.sallyport.policy.Flows;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.policy.Use;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Reads {@code flows} of masks: one word for all uses, or some of them with an answer of their own. What is bad, and so reported, denies. */
final class FlowsReader {

    private FlowsReader() {}

    static Flows read(Section mask) {
        return mask.node("flows") instanceof Node.Mapping mapping
                ? uses(Section.of(mask.at("flows"), mapping, FlowsShape.FLOWS.section()))
                : Flows.all(verdict(mask.choice("flows", mask.has("detect") ? "allow" : "deny")));
    }

    private static Flows uses(Section section) {
        Map<Use, Verdict> verdicts = new EnumMap<>(Use.class);
        String others = section.choice(FlowsShape.DEFAULT, "deny");
        for (Use use : Use.values()) {
            if (use != Use.ANY) {
                verdicts.put(use, verdict(section.choice(use.word(), otherwise(use, section, others))));
            }
        }
        if (section.node(Use.AGGREGATE.word()) instanceof Node.Mapping) {
            verdicts.put(Use.AGGREGATE, Verdict.DENY);
            int size = section.section(Use.AGGREGATE.word()).whole(FlowsShape.MINIMUM, Flows.LARGEST_GROUP);
            return new Flows(verdicts, Math.clamp(size, Flows.SMALLEST_GROUP, Flows.LARGEST_GROUP));
        }
        return new Flows(verdicts, 0);
    }

    /** What counts for a use that is not named: what it would be if there were no such use, or the default. */
    private static String otherwise(Use use, Section section, String others) {
        return switch (use) {
            case EQUALITY -> section.choice(Use.PREDICATE.word(), others);
            case AGGREGATE -> section.choice(Use.OUTPUT.word(), others);
            case OUTPUT, PREDICATE, WRITE, ANY -> others;
        };
    }

    private static Verdict verdict(String word) {
        return Verdict.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
