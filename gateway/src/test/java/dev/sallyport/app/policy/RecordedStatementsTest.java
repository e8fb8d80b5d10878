package dev.sallyport.app.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.JournalEntry;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.policy.Situation;
import dev.sallyport.sql.flow.SearchPath;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is made of a journal's records. */
class RecordedStatementsTest {
    private static final String OPENED = """
        {"type":"SessionOpened","session":"%s","identity":{"issuer":"i","subject":"s","groups":["g"]},"database":"shop",\
        "reason":"why","statedManifest":"sha256:0","claims":{"team":"a","deep":{"n":[1,2.5,true,null]}},"claimsNamed":["deep","team","x"]}\
        """;

    private static final String ATTEMPTED = """
        {"type":"StatementAttempted","session":"a","attempt":%d,"phase":"query","statement":"SELECT 1","parameterTypes":["23","16384"],\
        "decision":"allow","rule":"r"%s}\
        """;

    private final Heard heard = new Heard();
    private final RecordedStatements statements = new RecordedStatements(heard, 2);

    @Test
    void aSituationIsThatOfTheRecordAndOfThoseBeforeIt() throws IOException {
        add(OPENED.formatted("a"));
        add(ATTEMPTED.formatted(1, ",\"names\":{\"searchPath\":[\"one\"]},\"ageSeconds\":2"));
        add(ATTEMPTED.formatted(2, ",\"ageSeconds\":3"));
        add(ATTEMPTED.formatted(3, ",\"names\":{\"roleMayDiffer\":true,\"schemaMayDiffer\":true},\"ageSeconds\":3"));

        assertThat(heard.attempts.stream().map(RecordedAttempt::situation))
                .containsExactly(
                        situation(new SearchPath.Known(List.of("one")), false, 0, 2),
                        situation(new SearchPath.Known(List.of("one")), false, 1, 3),
                        situation(new SearchPath.Unknown(), true, 2, 3));
    }

    @Test
    void whoItWasIsTheSamePrincipalWithTheClaimsThatAreRecorded() throws IOException {
        add(OPENED.formatted("a"));
        add(ATTEMPTED.formatted(1, ""));

        RecordedSession.Who who = heard.attempts.getFirst().session().who();
        assertThat(who.principal(Instant.EPOCH).groups()).containsExactly("g");
        assertThat(who.principal(Instant.EPOCH).claims())
                .containsEntry("team", "a")
                .containsKey("deep");
        assertThat(who.claims())
                .isNotNull()
                .satisfies(claims -> assertThat(claims.names()).isEqualTo(new TreeSet<>(Set.of("deep", "team", "x"))));
        assertThat(who.principal(Instant.EPOCH).claims().get("deep"))
                .isInstanceOfSatisfying(
                        Map.class, deep -> assertThat(deep.get("n")).hasToString("[1, 2.5, true, null]"));
    }

    @Test
    void whatTheSessionOrAFailureRefusedWasNotDecided() throws IOException {
        add(OPENED.formatted("a"));
        add(ATTEMPTED.formatted(1, ",\"bySession\":true"));
        add(ATTEMPTED.formatted(2, "").replace("\"rule\":\"r\"", "\"rule\":\"builtin/catalog\""));
        add(ATTEMPTED
                .formatted(3, "")
                .replace("allow", "deny")
                .replace("\"rule\":\"r\"", "\"rule\":\"builtin/catalog\""));

        assertThat(heard.attempts.stream().map(RecordedAttempt::notDecided))
                .containsExactly(
                        "not decided by the policy when they were recorded",
                        null,
                        "could not be decided when they were recorded");
        assertThat(heard.attempts.getLast().decision()).isEqualTo(Verdict.DENY);
    }

    @Test
    void asManySessionsMayBeOpenAsTheLimitSaysAndNoMore() throws IOException {
        add(OPENED.formatted("a"));
        add(OPENED.formatted("b"));

        assertThatThrownBy(() -> add(OPENED.formatted("c"))).hasMessage("more than 2 sessions are open at once");
        add("{\"type\":\"SessionClosed\",\"session\":\"a\"}");
        add(OPENED.formatted("c"));
        assertThat(heard.ended).isEqualTo(1);
    }

    private static Situation situation(SearchPath path, boolean schemaMayDiffer, long statements, long seconds) {
        return new Situation(
                path, Set.of(16_384), Set.of(), schemaMayDiffer, statements, Duration.ofSeconds(seconds), "why", "");
    }

    private void add(String json) throws IOException {
        var fields = JsonMapper.shared().readTree(json);
        statements.add(new JournalEntry(1, Instant.EPOCH, fields.path("type").stringValue(), fields, json));
    }

    /** What was told. */
    private static final class Heard implements RecordedStatements.Listener {
        private final List<RecordedAttempt> attempts = new ArrayList<>();
        private int ended;

        @Override
        public void attempted(RecordedAttempt attempt) {
            attempts.add(attempt);
        }

        @Override
        public void attemptedBySomebody(JournalEntry entry) {}

        @Override
        public void approved(RecordedSession session, long number) {}

        @Override
        public void ended(RecordedSession session) {
            ended++;
        }

        @Override
        public void read() {}
    }
}
