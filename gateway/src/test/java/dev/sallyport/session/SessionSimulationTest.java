package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditRecord;
import dev.sallyport.audit.AuditRecord.StatementAttempted;
import dev.sallyport.audit.AuditRecord.StatementFinished;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.ProtocolViolation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The session among client, server, journal, policy and approver whose turns come in an order that one seed decides. {@link World}
 * checks after each step that nothing goes upstream without a receipt for exactly that, that no masked value leaves and that both
 * sides get whole messages; here it is checked that the client, in the end, gets what a server with the same rules built in would say.
 */
class SessionSimulationTest {
    private static final int SEEDS = Integer.getInteger("sallyport.simulations", 4_000);
    /** More messages of start-up than a bare server sends. */
    private static final int WELCOME = 5;

    @Test
    void aClientSeesWhatAServerWithTheSameRulesWouldSay() {
        LongStream.range(0, SEEDS).forEach(seed -> {
            List<FrontendMessage> script = ModelClient.script(new Random(seed), seed % 2 == 0);
            World world = new World(seed, script, 0);
            try {
                world.run();
                assertThat(world.closed()).as("the session is open").isFalse();
                assertThat(shape(world.seen.subList(WELCOME, world.seen.size())))
                        .as("answers to %s", script)
                        .isEqualTo(shape(expected(script)));
            } catch (ProtocolViolation | RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ", script " + script, failure);
            }
        });
    }

    @Test
    void namesThatSqlAndTheProtocolShareNeverRunWhatWasNotDecided() throws ProtocolViolation {
        for (long seed = 0; seed < SEEDS; seed++) {
            List<FrontendMessage> script = ModelClient.naming(new Random(seed));
            World world = new World(seed, script, 0);
            try {
                world.run();
                assertThat(world.closed())
                        .as("closed, last %s", BackendMessages.decode(world.seen.getLast()))
                        .isFalse();
                assertThat(world.seen.getLast().type()).isEqualTo(BackendType.READY_FOR_QUERY);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ", script " + script, failure);
            }
        }
    }

    @Test
    void aReadBehindAChangeOfTheSchemaInTheSameTransactionWaitsForItsRecord() throws ProtocolViolation {
        for (long seed = 0; seed < SEEDS / 4; seed++) {
            World world = new World(seed, List.of(query("begin"), query("create"), query("select 1")), 0);
            world.run();
            assertThat(shape(world.seen)).as("seed %s", seed).endsWith("T", "D", "D", "D", "C", "ZT");
        }
    }

    @Test
    void noTextIsReadOtherwiseThanItWasDecidedBehindAChangeThatNobodySaw() throws ProtocolViolation {
        int spoiled = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            List<FrontendMessage> script = ModelClient.spoiling(new Random(seed));
            World world = new World(seed, script, 0);
            try {
                world.run();
                assertThat(world.closed()).isEqualTo(world.server.spoiled());
                if (world.closed()) {
                    spoiled++;
                    assertThat(sqlState(world.seen.getLast())).isEqualTo("0A000");
                }
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ", script " + script, failure);
            }
        }
        assertThat(spoiled).isPositive();
    }

    @Test
    void noNameIsDecidedUnderASearchPathThatIsNotInForceWhenItIsLookedUp() throws ProtocolViolation {
        int known = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            List<FrontendMessage> script = ModelClient.pathing(new Random(seed));
            World world = new World(seed, script, 0).reportingPath();
            try {
                world.run();
                assertThat(world.closed()).isFalse();
                known += world.pathsKnown;
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ", script " + script, failure);
            }
        }
        assertThat(known).isGreaterThan(SEEDS);
    }

    @Test
    void theSearchPathOfAServerThatDoesNotReportItIsNotKnown() throws ProtocolViolation {
        World world = run(List.of(query("select 1"), query("select 2")));
        assertThat(world.pathsKnown).isZero();
    }

    @Test
    void aTextBehindAChangeInTheSameExtendedQueryIsPassedOver() throws ProtocolViolation {
        World world = run(List.of(
                parse("a", "spoil"),
                bind("a"),
                new FrontendMessage.Execute("a", 0),
                parse("b", "select \\"),
                new FrontendMessage.Flush()));
        assertThat(world.closed()).isFalse();
        assertThat(sqlState(world.seen.getLast())).isEqualTo("0A000");
        assertThat(world.server.textOf("b")).isEmpty();
    }

    @Test
    void aNameBehindAChangeInTheSameExtendedQueryIsPassedOver() throws ProtocolViolation {
        World world = run(List.of(
                parse("\u00e9", "select 1"),
                new FrontendMessage.Sync(),
                parse("a", "spoil"),
                bind("a"),
                new FrontendMessage.Execute("a", 0),
                new FrontendMessage.Close(FrontendMessage.Target.STATEMENT, "\u00e9"),
                new FrontendMessage.Flush()));
        assertThat(sqlState(world.seen.getLast())).isEqualTo("0A000");
        assertThat(world.server.textOf("\u00e9")).isEqualTo("select 1");
    }

    @Test
    void whatIsHeldWhenItIsBoundCannotBeRunByExecute() throws ProtocolViolation {
        World world = run(List.of(parse("a", "held no"), new FrontendMessage.Sync(), query("execute a")));
        assertThat(shape(world.seen).getLast()).isEqualTo("ZI");
        assertThat(sqlState(world.seen.get(world.seen.size() - 2))).isEqualTo("0A000");
    }

    @Test
    void aNameThatSqlIsGivingAwayIsNotBoundAsWhatItStoodFor() throws ProtocolViolation {
        World world = run(List.of(
                parse("a", "select 1"),
                new FrontendMessage.Sync(),
                query("deallocate a"),
                query("prepare a select 2"),
                bind("a"),
                new FrontendMessage.Sync()));
        assertThat(sqlState(world.seen.get(world.seen.size() - 2))).isEqualTo("26000");
    }

    @Test
    void aCursorIsNotExecutedAsThePortalWhoseNameItTook() throws ProtocolViolation {
        World world = run(List.of(
                query("begin"),
                parse("a", "select 1"),
                bind("a"),
                new FrontendMessage.Describe(FrontendMessage.Target.PORTAL, "a"),
                new FrontendMessage.Sync(),
                query("close a"),
                query("declare a select 2"),
                new FrontendMessage.Execute("a", 0),
                new FrontendMessage.Sync()));
        assertThat(sqlState(world.seen.get(world.seen.size() - 2))).isEqualTo("34000");
    }

    @Test
    void aPortalOutlivesTheCursorsOfOtherNames() throws ProtocolViolation {
        World world = run(List.of(
                query("begin"),
                parse("a", "select 1"),
                bind("a"),
                new FrontendMessage.Sync(),
                query("declare b select 2"),
                query("close b"),
                new FrontendMessage.Execute("a", 0),
                new FrontendMessage.Sync()));
        assertThat(shape(world.seen)).endsWith("D", "D", "D", "C", "ZT");
    }

    @Test
    void aQueryPassedOverAfterATimeoutAtAFlushNeverTakesTheNextOnesAnswers() throws ProtocolViolation {
        World world = new World(
                1,
                List.of(
                        parse("a", "select 1"),
                        new FrontendMessage.Flush(),
                        query("select 1"),
                        new FrontendMessage.Sync(),
                        query("select 2")),
                0);
        world.server.runOutOfTime();
        world.run();
        assertThat(world.closed()).isTrue();
        assertThat(sqlState(world.seen.getLast())).isEqualTo("08006");
        assertThat(shape(world.seen)).doesNotContain("D");
    }

    @Test
    void whatFollowsATimeoutAtAFlushIsPassedOverUpToTheSync() throws ProtocolViolation {
        World world = new World(1, List.of(parse("a", "select 1"), new FrontendMessage.Flush()), 0);
        world.server.runOutOfTime();
        world.run();
        world.say(List.of(bind("a"), new FrontendMessage.Sync(), query("select 2")));
        world.goOn();
        assertThat(world.closed()).isFalse();
        assertThat(shape(world.seen)).endsWith("E", "ZI", "T", "D", "D", "D", "C", "ZI");
    }

    @Test
    void aSessionHasNoMoreRecordsWaitForTheDiskThanItsShare() throws ProtocolViolation {
        World world = new World(1, List.of(), 0);
        world.run();
        world.stallDisk();
        world.say(Collections.nCopies(Outbox.MOST_UNRECORDED + 10, query("select 1")));
        world.goOn();
        assertThat(attempts(world)).isEqualTo(Outbox.MOST_UNRECORDED);

        world.letDiskGoOn();
        world.goOn();
        assertThat(attempts(world)).isEqualTo(Outbox.MOST_UNRECORDED + 10);
        assertThat(shape(world.seen).stream().filter("ZI"::equals)).hasSize(1 + Outbox.MOST_UNRECORDED + 10);
    }

    @Test
    void aLongTextThatIsExecutedAgainAndAgainWaitsForTheDisk() throws ProtocolViolation {
        World world = new World(1, List.of(), 0);
        world.run();
        world.stallDisk();
        int half = SessionSettings.DEFAULT.waitingBytes() / 2;
        List<FrontendMessage> script = new ArrayList<>(List.of(parse("a", "select 1" + " ".repeat(half)), bind("a")));
        script.addAll(Collections.nCopies(10, new FrontendMessage.Execute("a", 0)));
        script.add(new FrontendMessage.Sync());
        world.say(script);
        world.goOn();
        assertThat(attempts(world)).as("of the Parse and the Bind").isEqualTo(2);

        world.letDiskGoOn();
        world.goOn();
        assertThat(attempts(world)).isEqualTo(11);
        assertThat(shape(world.seen)).endsWith("ZI");
    }

    @Test
    void whatIsBoundAndReplacedIsOverLongBeforeItsTransaction() throws ProtocolViolation {
        List<FrontendMessage> script = new ArrayList<>(List.of(query("begin"), parse("a", "select 1")));
        for (int i = 0; i < 50; i++) {
            script.add(new FrontendMessage.Bind("", "a", List.of(), List.of(), List.of()));
        }
        script.add(new FrontendMessage.Sync());
        World world = run(script);
        List<String> outcomes = new ArrayList<>();
        for (AuditRecord record : world.audit) {
            if (record instanceof StatementFinished finished) {
                outcomes.add(finished.outcome());
            }
        }
        assertThat(outcomes.stream().filter("unused"::equals)).hasSize(49);
    }

    @Test
    void theTextsOfPreparedStatementsTakeNoMoreMemoryThanTheirLimit() throws ProtocolViolation {
        World world = run(List.of());
        String mebibyte = "select 1" + " ".repeat((1 << 20) - "select 1".length());
        int fitting = Traffic.MOST_TEXT_BYTES >> 20;
        for (int i = 0; i < fitting; i++) {
            world.say(List.of(parse("p" + i, mebibyte), new FrontendMessage.Sync()));
            world.goOn();
        }
        assertThat(shape(world.seen)).doesNotContain("E");
        world.say(List.of(parse("more", "select 1"), new FrontendMessage.Sync()));
        world.goOn();
        assertThat(sqlState(world.seen.get(world.seen.size() - 2))).isEqualTo("54000");

        world.say(
                List.of(new FrontendMessage.Close(FrontendMessage.Target.STATEMENT, "p0"), new FrontendMessage.Sync()));
        world.goOn();
        world.say(List.of(parse("more", "select 1"), new FrontendMessage.Sync()));
        world.goOn();
        assertThat(shape(world.seen)).endsWith("1", "ZI");
    }

    private static long attempts(World world) {
        return world.audit.stream().filter(StatementAttempted.class::isInstance).count();
    }

    @Test
    void namesThatTheServerCutsToTheSameAreRefused() throws ProtocolViolation {
        String longest = "n".repeat(ObjectNames.LONGEST);
        World fits = run(List.of(parse(longest, "select 1"), new FrontendMessage.Sync()));
        assertThat(shape(fits.seen)).contains("1");
        World tooLong = run(List.of(parse(longest + "n", "select 1"), new FrontendMessage.Sync()));
        assertThat(sqlState(tooLong.seen.get(tooLong.seen.size() - 2))).isEqualTo("42622");
    }

    private static World run(List<FrontendMessage> script) throws ProtocolViolation {
        World world = new World(1, script, 0);
        world.run();
        return world;
    }

    private static FrontendMessage query(String text) {
        return new FrontendMessage.Query(Bytes.ofUtf8(text));
    }

    private static FrontendMessage parse(String name, String text) {
        return new FrontendMessage.Parse(name, Bytes.ofUtf8(text), List.of());
    }

    private static FrontendMessage bind(String name) {
        return new FrontendMessage.Bind(name, name, List.of(), List.of(), List.of());
    }

    @Test
    void everyAttemptHasAnOutcomeInTheEnd() throws ProtocolViolation {
        for (long seed = 0; seed < SEEDS / 4; seed++) {
            World world = new World(seed, ModelClient.script(new Random(seed), true), 0);
            world.run();
            world.inject(new Event.ClientGone("test"));

            List<Long> attempted = new ArrayList<>();
            List<Long> finished = new ArrayList<>();
            for (AuditRecord record : world.audit) {
                switch (record) {
                    case StatementAttempted attempt -> attempted.add(attempt.attempt());
                    case StatementFinished outcome -> finished.add(outcome.attempt());
                    default -> {
                        // Not about a statement.
                    }
                }
            }
            assertThat(finished)
                    .as("seed %s", seed)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(attempted);
        }
    }

    @Test
    void aJournalThatFailsEndsTheSessionBeforeAnythingMoreRuns() throws ProtocolViolation {
        int failed = 0;
        for (long seed = 0; seed < SEEDS / 4; seed++) {
            World world = new World(seed, ModelClient.script(new Random(seed), true), 0.1);
            world.run();
            if (world.closed()) {
                failed++;
                assertThat(sqlState(world.seen.getLast())).as("seed %s", seed).isEqualTo("58030");
            }
        }
        assertThat(failed).isPositive();
    }

    @Test
    void anEndAtAnyMomentLeavesNothingOpen() throws ProtocolViolation {
        List<Event> ends = List.of(
                new Event.ClientGone("gone"),
                new Event.ServerGone("gone"),
                new Event.EndOrdered("57P01", "revoked"),
                new Event.TimerExpired(Timer.GRANT));
        for (long seed = 0; seed < SEEDS / 4; seed++) {
            Random random = new Random(seed);
            List<FrontendMessage> script = ModelClient.script(random, true);
            World world = new World(seed, script.subList(0, random.nextInt(script.size())), 0);
            world.run();
            world.inject(ends.get(random.nextInt(ends.size())));
            assertThat(world.closed()).as("seed %s", seed).isTrue();
        }
    }

    /** What a server says that refuses by itself what the rules refuse. */
    private static List<Frame> expected(List<FrontendMessage> script) {
        ModelServer server = new ModelServer(
                text -> text.startsWith("bad") || text.startsWith("denied"), text -> text.startsWith("held no"), true);
        script.forEach(server::receive);
        return server.takeOutput().stream()
                .map(bytes -> new Frame(bytes.at(0), bytes))
                .toList();
    }

    /** Types of messages, with the SQLSTATE of errors that are the server's own. */
    private static List<String> shape(List<Frame> frames) {
        return frames.stream()
                .filter(frame -> frame.type() != BackendType.NOTICE_RESPONSE)
                .map(frame -> (char) frame.type()
                        + (frame.type() == BackendType.READY_FOR_QUERY
                                ? "" + (char) frame.bytes().at(5)
                                : ""))
                .toList();
    }

    private static String sqlState(Frame frame) throws ProtocolViolation {
        return BackendMessages.decode(frame) instanceof ErrorResponse error ? error.sqlState() : "none";
    }
}
