package dev.sallyport.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.Explanation;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyCompiler;
import dev.sallyport.policy.PolicySettings;
import dev.sallyport.policy.Situation;
import dev.sallyport.session.Admission;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much a replay decides and prints. What it decides is a policy's affair. */
class ReplayRunTest {
    @TempDir
    Path journal;

    @Test
    void asManyChangesArePrintedAsTheLimitSaysAndMoreAreCounted() throws IOException {
        List<String> fitting = run(ReplayRun.SHOWN, 10_000);
        List<String> more = run(ReplayRun.SHOWN + 1, 10_000);

        assertThat(fitting).filteredOn(line -> line.startsWith("allow -> deny")).hasSize(ReplayRun.SHOWN);
        assertThat(fitting).noneMatch(line -> line.endsWith(" more"));
        assertThat(more).filteredOn(line -> line.startsWith("allow -> deny")).hasSize(ReplayRun.SHOWN);
        assertThat(more).contains("... and 1 more").last().asString().startsWith("1001 attempts decided again");
    }

    @Test
    void asManyDifferentStatementsAreDecidedAsIsAskedForAndMoreAreCounted() throws IOException {
        assertThat(run(5, 5))
                .last()
                .isEqualTo("5 attempts decided again, 5 of them otherwise (5 different statements)");
        assertThat(run(6, 5))
                .endsWith(
                        "5 attempts decided again, 5 of them otherwise (5 different statements)",
                        "1 attempts not decided again: beyond --limit 5");
    }

    /** What is said of a journal with so many different statements, of somebody who would not be let in any more. */
    private List<String> run(int statements, int limit) throws IOException {
        String records = IntStream.range(0, statements)
                .mapToObj(i -> """
                    {"sequence":%d,"time":"2026-01-01T00:00:00Z","type":"StatementAttempted","session":"a","attempt":%d,\
                    "phase":"query","statement":"SELECT %d","decision":"allow","rule":"agents",\
                    "names":{"searchPath":["public"]},"ageSeconds":0}
                    """.formatted(i + 2, i + 1, i))
                .collect(Collectors.joining());
        Files.writeString(journal.resolve("00000000000000000001.jsonl"), """
            {"sequence":1,"time":"2026-01-01T00:00:00Z","type":"SessionOpened","session":"a","database":"shop",\
            "identity":{"issuer":"i","subject":"agent-7","groups":[]},"claims":{},"claimsNamed":[]}
            """ + records);
        StringWriter out = new StringWriter();
        ReplayRun run = new ReplayRun(
                Set.of("i"), new Nobody(), null, new ReplayRun.Part(null, null, limit), new PrintWriter(out));
        assertThat(run.run(journal, 0)).isEqualTo(Math.min(statements, limit));
        return out.toString().lines().toList();
    }

    /** Lets nobody in. */
    private static final class Nobody implements Rehearsal {
        @Override
        public Policy policy() {
            PolicySettings none = new PolicySettings(List.of(), List.of(), List.of(), List.of(), Map.of());
            return switch (PolicyCompiler.compile(none, Set.of("shop"), 1)) {
                case PolicyCompiler.Result.Compiled(Policy policy) -> policy;
                case PolicyCompiler.Result.Invalid(var problems) -> throw new AssertionError(problems);
            };
        }

        @Override
        public Admission admit(Principal principal, String database, @Nullable String manifest, Instant now) {
            return new Admission.Refused("28000", "there is no access entry", principal);
        }

        @Override
        public Explanation explain(Principal principal, Grant grant, Situation situation, Instant now, byte[] sql) {
            throw new AssertionError("nobody was let in");
        }

        @Override
        public void close() {}
    }
}
