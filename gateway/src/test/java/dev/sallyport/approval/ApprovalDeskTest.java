package dev.sallyport.approval;

import static dev.sallyport.approval.People.AGENT;
import static dev.sallyport.approval.People.DANA;
import static dev.sallyport.approval.People.ERIN;
import static dev.sallyport.approval.People.approvers;
import static dev.sallyport.approval.People.person;
import static dev.sallyport.approval.People.statement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.approval.Approval.DecidedApproval;
import dev.sallyport.approval.Approval.Outcome;
import dev.sallyport.approval.Approval.PendingApproval;
import dev.sallyport.approval.DecisionResult.AlreadyDecided;
import dev.sallyport.approval.DecisionResult.Decided;
import dev.sallyport.approval.DecisionResult.NotAllowed;
import dev.sallyport.approval.DecisionResult.NotFound;
import dev.sallyport.approval.DecisionResult.NotRecorded;
import dev.sallyport.audit.AuditRecord.ApprovalDecided;
import dev.sallyport.audit.AuditRecord.ApprovalRequested;
import dev.sallyport.audit.Durability;
import dev.sallyport.audit.FileJournal;
import dev.sallyport.audit.Journal;
import dev.sallyport.audit.JournalLimits;
import dev.sallyport.identity.Principal;
import dev.sallyport.session.Event.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalDeskTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final ManualAlarm time = new ManualAlarm();
    private final LinkedBlockingQueue<Verdict> verdicts = new LinkedBlockingQueue<>();
    private Journal journal;
    private ApprovalDesk desk;

    @BeforeEach
    void open() throws Exception {
        journal = FileJournal.open(directory, Durability.SYNCED, JournalLimits.DEFAULT, time);
        desk = desk(journal, ApprovalLimits.DEFAULT);
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
        journal.close();
    }

    @Test
    void anApprovedStatementIsToldOnceByWhom() throws Exception {
        PendingApproval request = ask("DELETE FROM orders");

        assertThat(desk.pending()).containsExactly(request);
        assertThat(desk.decide(request.id(), DANA, Choice.APPROVE, "go on"))
                .isInstanceOfSatisfying(Decided.class, decided -> {
                    assertThat(decided.approval().verdict()).isEqualTo(Outcome.APPROVED);
                    assertThat(decided.approval().approver()).isEqualTo(DANA);
                });

        assertThat(verdict()).isEqualTo(new Verdict.Approved("dana"));
        assertThat(verdicts).isEmpty();
        assertThat(desk.pending()).isEmpty();
        assertThat(desk.recent()).hasSize(1);
        assertThat(time.set()).isZero();
    }

    @Test
    void aDeniedStatementIsToldWhoAndWhy() throws Exception {
        PendingApproval request = ask("DELETE FROM orders");

        assertThat(desk.decide(request.id(), DANA, Choice.DENY, "use a WHERE")).isInstanceOf(Decided.class);

        assertThat(verdict()).isEqualTo(new Verdict.Refused("denied by dana: use a WHERE"));
    }

    @Test
    void theRequestAndTheVerdictAreInTheJournalInThatOrder() throws Exception {
        PendingApproval request = ask("DELETE FROM orders");
        desk.decide(request.id(), DANA, Choice.APPROVE, "go on");
        journal.close();

        String lines = journalText();
        assertThat(lines.indexOf("\"ApprovalRequested\""))
                .isPositive()
                .isLessThan(lines.indexOf("\"ApprovalDecided\""));
        assertThat(lines)
                .contains("\"verdict\":\"approved\"", "\"subject\":\"dana\"", "go on")
                .doesNotContain("DELETE FROM");
    }

    @Test
    void noVerdictIsDeliveredBeforeItsRecordIsDurable() throws Exception {
        HeldJournal held = new HeldJournal();
        ApprovalDesk slow = desk(held, ApprovalLimits.DEFAULT);
        PendingApproval request = ask(slow, "DELETE FROM orders");

        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<DecisionResult> result =
                    executor.submit(() -> slow.decide(request.id(), DANA, Choice.APPROVE, null));
            await(() -> held.unanswered() == 2);
            assertThat(held.records.getLast()).isInstanceOf(ApprovalDecided.class);
            assertThat(verdicts).isEmpty();

            held.fail();

            assertThat(result.get(60, TimeUnit.SECONDS)).isInstanceOf(NotRecorded.class);
            assertThat(verdict()).isInstanceOf(Verdict.Refused.class);
            assertThat(verdicts).isEmpty();
            assertThat(slow.recent().getFirst().verdict()).isEqualTo(Outcome.CANCELLED);
        }
    }

    @Test
    void anApprovalThatTheJournalNeverAnswersIsARefusal() throws Exception {
        HeldJournal held = new HeldJournal();
        ApprovalDesk stuck = desk(held, ApprovalLimits.DEFAULT);
        PendingApproval request = ask(stuck, "DELETE FROM orders");

        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<DecisionResult> result =
                    executor.submit(() -> stuck.decide(request.id(), DANA, Choice.APPROVE, null));
            await(() -> held.unanswered() == 2);
            time.pass(ApprovalLimits.DEFAULT.record());

            assertThat(result.get(60, TimeUnit.SECONDS)).isInstanceOf(NotRecorded.class);
        }
        assertThat(verdict()).isInstanceOf(Verdict.Refused.class);
        held.fail();
        assertThat(verdicts).isEmpty();
    }

    @Test
    void aRequestThatIsNotRecordedIsRefused() throws Exception {
        HeldJournal held = new HeldJournal();
        ApprovalDesk failing = desk(held, ApprovalLimits.DEFAULT);
        ask(failing, "DELETE FROM orders");
        assertThat(held.records).singleElement().isInstanceOf(ApprovalRequested.class);

        held.fail();
        held.fail();

        assertThat(verdict()).isInstanceOf(Verdict.Refused.class);
        assertThat(failing.pending()).isEmpty();
    }

    @Test
    void aClosedJournalRefuses() throws Exception {
        journal.close();

        PendingApproval request = ask("DELETE FROM orders");

        assertThat(verdict()).isInstanceOf(Verdict.Refused.class);
        assertThat(desk.decide(request.id(), DANA, Choice.APPROVE, null)).isInstanceOf(AlreadyDecided.class);
    }

    @Test
    void nobodyDecidesOnTheirOwnRequest() {
        Principal delegated = person("frank", "agent-7", "dba");
        List<Principal> own = List.of(
                person("frank", null, "dba"),
                person("agent-7", null, "dba"),
                delegated,
                person("gina", "agent-7", "dba"),
                person("gina", "frank", "dba"));
        PendingApproval request = desk.open(statement("DELETE", HOUR), delegated, "s1", "shop", verdicts::add);

        for (Principal principal : own) {
            for (Choice choice : Choice.values()) {
                assertThat(desk.decide(request.id(), principal, choice, null))
                        .as("%s by %s", principal.subject(), principal.actor())
                        .isInstanceOf(NotAllowed.class);
            }
        }
        assertThat(verdicts).isEmpty();
        assertThat(desk.pending()).containsExactly(request);
        assertThat(desk.decide(request.id(), DANA, Choice.APPROVE, null)).isInstanceOf(Decided.class);
    }

    @Test
    void theSameSubjectOfAnotherIssuerIsSomebodyElse() {
        Principal other = new Principal(
                "https://other.example.com", "agent-7", List.of("dba"), AGENT.claims(), "t", AGENT.expires(), null);

        assertThat(desk.decide(ask("DELETE").id(), other, Choice.DENY, null)).isInstanceOf(Decided.class);
    }

    @Test
    void whoIsNoApproverCanNeitherApproveNorDenyNorLearnWhatThereIs() {
        PendingApproval request = ask("DELETE FROM orders");
        Principal guest = person("guest", null, "staff");

        for (Choice choice : Choice.values()) {
            DecisionResult there = desk.decide(request.id(), guest, choice, null);
            assertThat(there).isInstanceOf(NotAllowed.class).isEqualTo(desk.decide("nothing", guest, choice, null));
        }
        assertThat(verdicts).isEmpty();
    }

    @Test
    void anApproversConditionWithoutAValueIsANo() {
        Approvers approvers = approvers("claims.level > 3");

        assertThat(approvers.include(DANA)).isFalse();
    }

    @Test
    void whatIsDecidedStaysDecided() throws Exception {
        PendingApproval request = ask("DELETE FROM orders");
        desk.decide(request.id(), DANA, Choice.DENY, null);

        assertThat(desk.decide(request.id(), ERIN, Choice.APPROVE, null))
                .isInstanceOfSatisfying(AlreadyDecided.class, already -> {
                    assertThat(already.approval().approver()).isEqualTo(DANA);
                    assertThat(already.approval().verdict()).isEqualTo(Outcome.DENIED);
                });
        assertThat(desk.withdraw(request.id(), "too late")).isFalse();
        assertThat(verdict()).isEqualTo(new Verdict.Refused("denied by dana"));
        assertThat(verdicts).isEmpty();
    }

    @Test
    void anUnknownRequestIsNotFound() {
        assertThat(desk.decide("r99", DANA, Choice.APPROVE, null)).isInstanceOf(NotFound.class);
        assertThat(desk.find("r99")).isEmpty();
        assertThat(desk.withdraw("r99", "gone")).isFalse();
    }

    @Test
    void aRequestExpiresAtItsDeadline() throws Exception {
        PendingApproval request = ask("DELETE FROM orders");

        await(() -> time.set() == 1);

        time.pass(HOUR.minusMillis(1));
        assertThat(verdicts).isEmpty();
        time.pass(Duration.ofMillis(1));

        assertThat(verdict()).isEqualTo(new Verdict.Refused("nobody answered in time"));
        assertThat(desk.decide(request.id(), DANA, Choice.APPROVE, null)).isInstanceOf(AlreadyDecided.class);
        assertThat(verdicts).isEmpty();
    }

    @Test
    void anApprovalAtTheDeadlineIsLateEvenIfTheAlarmHasNotRung() throws Exception {
        PendingApproval request = ask("DELETE FROM orders");
        time.moveClock(HOUR);

        assertThat(desk.decide(request.id(), DANA, Choice.APPROVE, null))
                .isInstanceOfSatisfying(
                        AlreadyDecided.class,
                        late -> assertThat(late.approval().verdict()).isEqualTo(Outcome.EXPIRED));
        time.ring();

        assertThat(verdict()).isInstanceOf(Verdict.Refused.class);
        assertThat(verdicts).isEmpty();
    }

    @Test
    void noRequestWaitsLongerThanTheLimit() {
        PendingApproval request =
                desk.open(statement("DELETE", Duration.ofDays(10_000_000)), AGENT, "s1", "shop", verdicts::add);

        assertThat(request.expires()).isEqualTo(time.instant().plus(ApprovalLimits.DEFAULT.within()));
    }

    @Test
    void aWithdrawnRequestCanNotBeApproved() throws Exception {
        PendingApproval request = ask("DELETE FROM orders");

        assertThat(desk.withdraw(request.id(), "the client went away")).isTrue();
        assertThat(desk.withdraw(request.id(), "again")).isFalse();

        assertThat(verdict()).isEqualTo(new Verdict.Refused("cancelled: the client went away"));
        assertThat(desk.decide(request.id(), DANA, Choice.APPROVE, null))
                .isInstanceOfSatisfying(
                        AlreadyDecided.class,
                        already -> assertThat(already.approval().verdict()).isEqualTo(Outcome.CANCELLED));
        assertThat(verdicts).isEmpty();
    }

    @Test
    void ofTwoApproversAtOnceOneDecides() throws Exception {
        for (int round = 0; round < 100; round++) {
            PendingApproval request = ask("DELETE FROM orders");

            List<DecisionResult> results = race(
                    () -> desk.decide(request.id(), DANA, Choice.APPROVE, null),
                    () -> desk.decide(request.id(), ERIN, Choice.DENY, null));

            DecidedApproval decided = results.stream()
                    .filter(Decided.class::isInstance)
                    .map(result -> ((Decided) result).approval())
                    .findFirst()
                    .orElseThrow();
            assertThat(results).containsOnlyOnce(new Decided(decided)).containsOnlyOnce(new AlreadyDecided(decided));
            boolean approved = decided.verdict() == Outcome.APPROVED;
            assertThat(verdict()).isInstanceOf(approved ? Verdict.Approved.class : Verdict.Refused.class);
            assertThat(verdicts).isEmpty();
        }
    }

    @Test
    void ofADeadlineAnApproverAndASessionAtOnceOneDecides() throws Exception {
        for (int round = 0; round < 100; round++) {
            PendingApproval request = ask("DELETE FROM orders");
            time.moveClock(HOUR.minusNanos(1));

            List<Object> results = race(
                    () -> desk.decide(request.id(), DANA, Choice.APPROVE, null),
                    () -> {
                        time.pass(Duration.ofNanos(1));
                        return "rung";
                    },
                    () -> desk.withdraw(request.id(), "the client went away"));

            Verdict verdict = verdict();
            assertThat(verdicts).isEmpty();
            assertThat(verdict instanceof Verdict.Approved).isEqualTo(results.getFirst() instanceof Decided);
        }
    }

    @Test
    void theRealAlarmEndsAWait() throws Exception {
        try (ScheduledAlarm alarm = new ScheduledAlarm()) {
            ApprovalDesk real = new ApprovalDesk(
                    journal, approvers("true"), alarm, java.time.InstantSource.system(), ApprovalLimits.DEFAULT, "r");
            real.open(statement("DELETE", Duration.ofMillis(20)), AGENT, "s1", "shop", verdicts::add);

            assertThat(verdict()).isEqualTo(new Verdict.Refused("nobody answered in time"));
        }
    }

    @Test
    void aFullDeskRefusesAndHasRoomAgainOnceOneIsDecided() throws Exception {
        ApprovalDesk small = desk(journal, new ApprovalLimits(2, 10, 1_000, 10, HOUR, HOUR));
        PendingApproval first = ask(small, "DELETE 1");
        ask(small, "DELETE 2");
        assertThat(verdicts).isEmpty();

        ask(small, "DELETE 3");
        assertThat(verdict())
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).contains("too many"));
        assertThat(small.pending()).hasSize(2);

        small.decide(first.id(), DANA, Choice.DENY, null);
        verdict();
        ask(small, "DELETE 4");
        assertThat(verdicts).isEmpty();
        assertThat(small.pending()).hasSize(2);
    }

    @Test
    void allStatementsTogetherMayBeAsLongAsTheLimit() throws Exception {
        ApprovalDesk small = desk(journal, new ApprovalLimits(10, 10, 20, 10, HOUR, HOUR));
        ask(small, "12345678");
        ask(small, "12345678");
        assertThat(small.pending()).hasSize(2);

        ask(small, "");

        assertThat(verdict()).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aCommentMayBeAsLongAsTheLimit() {
        int limit = ApprovalLimits.DEFAULT.comment();

        assertThat(desk.decide(ask("DELETE").id(), DANA, Choice.DENY, "x".repeat(limit + 1)))
                .isInstanceOf(NotAllowed.class);
        assertThat(desk.decide(desk.pending().getFirst().id(), DANA, Choice.DENY, "x".repeat(limit)))
                .isInstanceOf(Decided.class);
    }

    @Test
    void asManyDecidedRequestsAsTheLimitAreRemembered() {
        ApprovalDesk small = desk(journal, new ApprovalLimits(2, 2, 1_000, 10, HOUR, HOUR));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(ask(small, "DELETE").id());
            small.decide(ids.getLast(), DANA, Choice.DENY, null);
        }

        assertThat(small.recent())
                .extracting(decided -> decided.request().id())
                .containsExactly(ids.get(2), ids.get(1));
        assertThat(small.find(ids.get(1))).isPresent();
        assertThat(small.decide(ids.get(0), DANA, Choice.APPROVE, null)).isInstanceOf(NotFound.class);
    }

    @Test
    void closingRefusesWhatWaitsAndWhatComes() throws Exception {
        ask("DELETE 1");
        desk.close();
        assertThat(verdict()).isEqualTo(new Verdict.Refused("cancelled: the gateway is stopping"));

        ask("DELETE 2");
        assertThat(verdict()).isInstanceOf(Verdict.Refused.class);
        assertThat(desk.pending()).isEmpty();
    }

    @Test
    void idsAreShortAndRiseFromTheirPrefix() {
        assertThat(List.of(ask("DELETE").id(), ask("DELETE").id())).containsExactly("r1", "r2");
    }

    private ApprovalDesk desk(Journal where, ApprovalLimits limits) {
        return new ApprovalDesk(where, approvers("'dba' in groups"), time, time, limits, "r");
    }

    private PendingApproval ask(String sql) {
        return ask(desk, sql);
    }

    private PendingApproval ask(ApprovalDesk where, String sql) {
        return where.open(statement(sql, HOUR), AGENT, "s1", "shop", verdicts::add);
    }

    private Verdict verdict() throws InterruptedException {
        return Objects.requireNonNull(verdicts.poll(60, TimeUnit.SECONDS), "no verdict in a minute");
    }

    private String journalText() throws Exception {
        StringBuilder text = new StringBuilder();
        try (var files = java.nio.file.Files.walk(directory)) {
            for (Path file : files.filter(java.nio.file.Files::isRegularFile).toList()) {
                text.append(java.nio.file.Files.readString(file));
            }
        }
        return text.toString();
    }

    @SafeVarargs
    private static <T> List<T> race(Callable<? extends T>... runners) throws Exception {
        CyclicBarrier start = new CyclicBarrier(runners.length);
        try (ExecutorService executor =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<? extends T> runner : runners) {
                futures.add(executor.submit(() -> {
                    start.await();
                    return runner.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(60, TimeUnit.SECONDS));
            }
            return results;
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited a minute").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
