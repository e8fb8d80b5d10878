package dev.sallyport.approval;

import dev.sallyport.condition.Condition;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.Reason;
import dev.sallyport.session.HoldRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who takes part in tests, and what they ask for. */
final class People {
    static final String ISSUER = "https://idp.example.com";
    static final Principal AGENT = person("agent-7", null, "ai-agents");
    static final Principal DANA = person("dana", null, "dba");
    static final Principal ERIN = person("erin", null, "dba");

    private People() {}

    static Principal person(String subject, @Nullable String actor, String... groups) {
        return new Principal(
                ISSUER,
                subject,
                List.of(groups),
                Map.of(),
                "token-" + subject,
                Instant.parse("2026-11-23T00:00:00Z"),
                actor);
    }

    static HoldRequest statement(String sql, Duration within) {
        return new HoldRequest(
                3,
                sql,
                List.of("42"),
                List.of(new Reason("ask-first", "DELETE on public.orders")),
                null,
                null,
                false,
                within);
    }

    static Approvers approvers(String condition) {
        return switch (Condition.compile(condition, Approvers.VARIABLES)) {
            case Condition.Compilation.Compiled compiled -> new Approvers(compiled.condition());
            case Condition.Compilation.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }
}
