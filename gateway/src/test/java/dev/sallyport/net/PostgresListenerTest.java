package dev.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.StartupPacket.CancelRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PostgresListenerTest {
    private static final LeakWatch LEAKS = new LeakWatch();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @AfterAll
    static void nothingLeaked() {
        LEAKS.expectNone();
    }

    @Test
    void aClientThatDawdlesIsCutWhileOthersAreServed() throws IOException {
        // The one that is quick has as long as the others, which must do on a machine that is busy.
        try (TestListener listener = new TestListener(startupWithin(Duration.ofSeconds(5)));
                RawClient silent = listener.connect();
                RawClient dawdling = listener.connect();
                RawClient quick = listener.connect()) {
            Bytes startup = RawClient.startup(0).encode();
            dawdling.send(startup.slice(0, startup.length() - 1));
            quick.start(0);
            assertThat(silent.ends()).isTrue();
            assertThat(dawdling.ends()).isTrue();
            assertThat(quick.echo("still here")).isEqualTo("still here");
        }
    }

    @Test
    void asManyConnectionsAsConfiguredAreServedAndOneMoreIsTurnedAway() throws IOException {
        try (TestListener listener = new TestListener(connections(2))) {
            RawClient first = listener.connect();
            first.start(0);
            try (RawClient second = listener.connect()) {
                second.start(0);
                try (RawClient third = listener.connect()) {
                    third.send(RawClient.startup(0).encode());
                    assertThat(third.readError()).isEqualTo("53300");
                    assertThat(third.ends()).isTrue();
                }
                first.hangUp();
                Await.until(PATIENCE, () -> listener.listener.connections() == 1);
                try (RawClient fourth = listener.connect()) {
                    fourth.start(0);
                    assertThat(fourth.echo("room again")).isEqualTo("room again");
                }
            }
        }
    }

    @Test
    void aCancelRequestWithTheRightKeyReachesItsSession() throws IOException {
        for (int minor : List.of(0, 2)) {
            try (TestListener listener = new TestListener(settings -> settings);
                    RawClient client = listener.connect()) {
                BackendKeyData key = client.start(minor);
                cancel(listener, key.processId(), key.key());
                assertThat(client.read())
                        .isInstanceOfSatisfying(
                                NoticeResponse.class,
                                notice -> assertThat(notice.message()).isEqualTo("cancel requested"));
            }
        }
    }

    @Test
    void aCancelRequestWithAWrongKeyDoesNothing() throws IOException {
        try (TestListener listener = new TestListener(settings -> settings);
                RawClient client = listener.connect()) {
            BackendKeyData key = client.start(2);
            byte[] wrong = key.key().toByteArray();
            wrong[wrong.length - 1] ^= 1;
            cancel(listener, key.processId(), Bytes.of(wrong));
            cancel(listener, key.processId(), key.key().slice(0, 4));
            cancel(listener, key.processId() ^ 1, key.key());
            assertThat(client.echo("undisturbed")).isEqualTo("undisturbed");
        }
    }

    @Test
    void anEndedSessionsKeyIsForgotten() throws IOException {
        try (TestListener listener = new TestListener(settings -> settings);
                RawClient client = listener.connect()) {
            client.start(0);
            assertThat(listener.cancelKeys.size()).isEqualTo(1);
            client.hangUp();
            Await.until(PATIENCE, () -> listener.cancelKeys.size() == 0);
        }
    }

    @Test
    void aBrokenFrameEndsTheSessionWithAnError() throws IOException {
        try (TestListener listener = new TestListener(settings -> settings);
                RawClient client = listener.connect()) {
            client.start(0);
            client.send(Bytes.of(new byte[] {'Q', 0, 0, 0, 3}));
            assertThat(client.readError()).isEqualTo("08P01");
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void aMachineThatThrowsEndsItsOwnSessionOnly() throws IOException {
        try (TestListener listener = new TestListener(settings -> settings);
                RawClient failing = listener.connect();
                RawClient other = listener.connect()) {
            other.start(0);
            failing.start(0);
            assertThatThrownBy(() -> failing.echo("fail")).isInstanceOfAny(IOException.class, ClassCastException.class);
            assertThat(other.echo("undisturbed")).isEqualTo("undisturbed");
            Await.until(PATIENCE, () -> listener.cancelKeys.size() == 1);
        }
    }

    @Test
    void manyMessagesInOneBurstAreAnsweredInOrder() throws IOException {
        try (TestListener listener = new TestListener(settings -> settings);
                RawClient client = listener.connect()) {
            client.start(0);
            List<Bytes> burst = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                burst.add(new Query(Bytes.ofUtf8("SELECT " + i)).encode());
            }
            Thread sending = Thread.startVirtualThread(() -> {
                try {
                    client.send(burst.toArray(Bytes[]::new));
                } catch (IOException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            for (int i = 0; i < 20_000; i++) {
                assertThat(client.readUntilReady().getFirst()).isEqualTo(new CommandComplete("SELECT " + i));
            }
            Await.until(PATIENCE, () -> !sending.isAlive());
        }
    }

    @Test
    void stoppingTellsTheSessionsAndTakesNoMoreConnections() throws IOException {
        TestListener listener = new TestListener(settings -> settings);
        InetSocketAddress address = listener.address();
        try (RawClient client = listener.connect()) {
            client.start(0);
            listener.close();
            assertThat(client.readError()).isEqualTo("57P01");
            assertThat(client.ends()).isTrue();
            assertThatThrownBy(() -> new RawClient(address)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void stoppingDoesNotWaitForAClientThatHasNotStarted() throws IOException {
        TestListener listener = new TestListener(startupWithin(Duration.ofMinutes(5)));
        try (RawClient silent = listener.connect()) {
            Await.until(PATIENCE, () -> listener.listener.connections() == 1);
            long begun = System.nanoTime();
            listener.listener.close(Duration.ofMinutes(5));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(1));
            assertThat(silent.ends()).isTrue();
        }
    }

    @Test
    void anAddressInUseIsAnError() throws IOException {
        try (TestListener listener = new TestListener(settings -> settings)) {
            assertThatThrownBy(() -> new TestListener(settings ->
                            new ListenerSettings(listener.address(), null, false, false, 1, settings.startup())))
                    .isInstanceOf(IOException.class);
        }
    }

    private static void cancel(TestListener listener, int processId, Bytes key) throws IOException {
        try (RawClient canceller = listener.connect()) {
            canceller.send(new CancelRequest(processId, key).encode());
            assertThat(canceller.ends()).isTrue();
        }
    }

    private static UnaryOperator<ListenerSettings> startupWithin(Duration startup) {
        return settings -> new ListenerSettings(settings.address(), null, false, false, 100, startup);
    }

    private static UnaryOperator<ListenerSettings> connections(int most) {
        return settings -> new ListenerSettings(settings.address(), null, false, false, most, settings.startup());
    }
}
