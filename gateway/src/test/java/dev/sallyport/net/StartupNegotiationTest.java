package dev.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.NegotiateProtocolVersion;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.StartupPacket;
import dev.sallyport.wire.StartupPacket.GSSENCRequest;
import dev.sallyport.wire.StartupPacket.SSLRequest;
import dev.sallyport.wire.StartupPacket.StartupMessage;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupNegotiationTest {
    private static final Bytes SSL = new SSLRequest().encode();
    private static final Bytes GSS = new GSSENCRequest().encode();
    private static final String PROTOCOL_VIOLATION = "08P01";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final LeakWatch LEAKS = new LeakWatch();

    @TempDir
    private static Path directory;

    private static ServerTls tls;
    private static TestListener plain;
    private static TestListener withTls;
    private static TestListener tlsOnly;
    private static TestListener tlsButForLoopback;

    @BeforeAll
    static void listen() throws IOException {
        tls = TestListener.tls(directory);
        plain = new TestListener(settings -> settings);
        withTls = new TestListener(settings -> TestListener.withTls(settings, tls, false, false));
        tlsOnly = new TestListener(settings -> TestListener.withTls(settings, tls, true, false));
        tlsButForLoopback = new TestListener(settings -> TestListener.withTls(settings, tls, true, true));
    }

    @AfterAll
    static void stop() {
        for (TestListener listener : List.of(plain, withTls, tlsOnly, tlsButForLoopback)) {
            listener.close();
            assertThat(listener.cancelKeys.size()).isZero();
        }
        LEAKS.expectNone();
    }

    @Test
    void anSslRequestLeadsToASessionInTls() throws IOException {
        try (RawClient client = tlsOnly.connect()) {
            assertThat(client.send(SSL).readByte()).isEqualTo('S');
            client.encrypt().start(0);
            assertThat(client.echo("hello")).isEqualTo("hello");
        }
    }

    @Test
    void anSslRequestWithTheApplicationProtocolLeadsToASessionInTls() throws IOException {
        try (RawClient client = tlsOnly.connect()) {
            assertThat(client.send(SSL).readByte()).isEqualTo('S');
            client.encrypt("postgresql").start(0);
            assertThat(client.echo("hello")).isEqualTo("hello");
        }
    }

    @Test
    void withoutACertificateAnSslRequestIsDeclinedAndTheClientMayGoOnInClear() throws IOException {
        try (RawClient client = plain.connect()) {
            assertThat(client.send(SSL).readByte()).isEqualTo('N');
            client.start(0);
            assertThat(client.echo("hello")).isEqualTo("hello");
        }
    }

    @Test
    void aSessionMayRunInClearWhereTlsIsOffered() throws IOException {
        try (RawClient client = withTls.connect()) {
            client.start(0);
            assertThat(client.echo("hello")).isEqualTo("hello");
        }
    }

    @Test
    void bytesBehindAnSslRequestEndTheConnection() throws IOException {
        try (RawClient client = withTls.connect()) {
            client.send(SSL, RawClient.startup(0).encode());
            assertThat(client.readError()).isEqualTo(PROTOCOL_VIOLATION);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void asLittleAsOneByteBehindAnSslRequestEndsTheConnection() throws IOException {
        try (RawClient client = withTls.connect()) {
            client.send(SSL, Bytes.of(new byte[1]));
            assertThat(client.readError()).isEqualTo(PROTOCOL_VIOLATION);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void bytesBehindAGssencRequestEndTheConnection() throws IOException {
        try (RawClient client = withTls.connect()) {
            client.send(GSS, RawClient.startup(0).encode());
            assertThat(client.readError()).isEqualTo(PROTOCOL_VIOLATION);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void aStartupMessageInClearWhereTheHandshakeShouldBeStartsNoSession() throws IOException {
        // One that nobody else has sessions with.
        try (TestListener own = new TestListener(settings -> TestListener.withTls(settings, tls, false, false));
                RawClient client = own.connect()) {
            assertThat(client.send(SSL).readByte()).isEqualTo('S');
            client.send(RawClient.startup(0).encode());
            try {
                // A TLS alert may come, but nothing of a session.
                assertThat(client.readByte()).isIn('\u0015', (char) 0);
            } catch (IOException ended) {
                assertThat(ended).isNotInstanceOf(SocketTimeoutException.class);
            }
            assertThat(own.cancelKeys.size()).as("what each session has").isZero();
        }
    }

    @Test
    void aSecondSslRequestEndsTheConnection() throws IOException {
        try (RawClient client = plain.connect()) {
            assertThat(client.send(SSL).readByte()).isEqualTo('N');
            client.send(SSL);
            assertThat(client.readError()).isEqualTo(PROTOCOL_VIOLATION);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void aSecondGssencRequestEndsTheConnection() throws IOException {
        try (RawClient client = plain.connect()) {
            assertThat(client.send(GSS).readByte()).isEqualTo('N');
            client.send(GSS);
            assertThat(client.readError()).isEqualTo(PROTOCOL_VIOLATION);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void anSslRequestMayFollowADeclinedGssencRequest() throws IOException {
        try (RawClient client = tlsOnly.connect()) {
            assertThat(client.send(GSS).readByte()).isEqualTo('N');
            assertThat(client.send(SSL).readByte()).isEqualTo('S');
            client.encrypt().start(0);
            assertThat(client.echo("hello")).isEqualTo("hello");
        }
    }

    @Test
    void encryptionInsideEncryptionIsRefused() throws IOException {
        for (Bytes request : List.of(SSL, GSS)) {
            try (RawClient client = tlsOnly.connect()) {
                assertThat(client.send(SSL).readByte()).isEqualTo('S');
                client.encrypt().send(request);
                assertThat(client.readError()).isEqualTo(PROTOCOL_VIOLATION);
                assertThat(client.ends()).isTrue();
            }
        }
    }

    @Test
    void tlsMayBeginDirectlyWithTheApplicationProtocol() throws IOException {
        try (RawClient client = tlsOnly.connect()) {
            client.encrypt("postgresql").start(0);
            assertThat(client.echo("hello")).isEqualTo("hello");
        }
    }

    @Test
    void tlsThatBeginsDirectlyWithoutTheApplicationProtocolIsCut() throws IOException {
        try (RawClient client = tlsOnly.connect()) {
            client.encrypt().send(RawClient.startup(0).encode());
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void tlsThatBeginsDirectlyForAnotherApplicationIsRefusedInTheHandshake() throws IOException {
        try (RawClient client = tlsOnly.connect()) {
            assertThatThrownBy(() -> client.encrypt("http/1.1")).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void tlsThatBeginsDirectlyWithoutACertificateIsCut() throws IOException {
        try (RawClient client = plain.connect()) {
            assertThatThrownBy(() -> client.encrypt("postgresql")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aClientInClearIsTurnedAwayWhereTlsIsRequired() throws IOException {
        try (RawClient client = tlsOnly.connect()) {
            client.send(RawClient.startup(0).encode());
            assertThat(client.readError()).isEqualTo("28000");
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void aClientInClearOnThisMachineIsLetInIfConfiguredSo() throws IOException {
        try (RawClient client = tlsButForLoopback.connect()) {
            client.start(0);
            assertThat(client.echo("hello")).isEqualTo("hello");
        }
    }

    @Test
    void protocolVersion2IsRefused() throws IOException {
        try (RawClient client = plain.connect()) {
            client.send(Bytes.of(new byte[] {0, 0, 0, 8, 0, 2, 0, 0}));
            assertThat(client.readError()).isEqualTo("0A000");
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void protocolVersion30GivesAShortKeyAnd32ALongOne() throws IOException {
        try (RawClient older = plain.connect();
                RawClient newer = plain.connect()) {
            assertThat(older.start(0).key().length()).isEqualTo(4);
            assertThat(newer.start(2).key().length()).isEqualTo(32);
        }
    }

    @Test
    void aNewerProtocolVersionIsNegotiatedDown() throws IOException {
        try (RawClient client = plain.connect()) {
            client.send(RawClient.startup(9999).encode());
            assertThat(client.read()).isEqualTo(new NegotiateProtocolVersion(3, 2, List.of()));
            client.readUntilReady();
            assertThat(client.echo("hello")).isEqualTo("hello");
        }
    }

    @Test
    void unknownProtocolOptionsAreNamed() throws IOException {
        try (RawClient client = plain.connect()) {
            client.send(new StartupMessage(3, 0, Map.of("user", "agent", "_pq_.future", "on")).encode());
            assertThat(client.read()).isEqualTo(new NegotiateProtocolVersion(3, 0, List.of("_pq_.future")));
            client.readUntilReady();
        }
    }

    @Test
    void anotherProtocolIsAnsweredByAnErrorAndTheEnd() throws IOException {
        try (RawClient client = plain.connect()) {
            client.send(Bytes.ofUtf8("GET / HTTP/1.1\r\n\r\n"));
            assertThat(client.readError()).isEqualTo(PROTOCOL_VIOLATION);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void aStartupMessageAsLongAsTheLimitIsTaken() throws IOException {
        try (RawClient client = plain.connect()) {
            client.send(startupOfLength(StartupPacket.LONGEST));
            client.readUntilReady();
            assertThat(client.echo("hello")).isEqualTo("hello");
        }
    }

    @Test
    void aLengthOnePastTheLimitIsRefusedBeforeTheRestArrives() throws IOException {
        try (RawClient client = plain.connect()) {
            int length = StartupPacket.LONGEST + Integer.BYTES + 1;
            client.send(Bytes.of(new byte[] {0, 0, (byte) (length >>> 8), (byte) length}));
            assertThat(client.readError()).isEqualTo(PROTOCOL_VIOLATION);
            assertThat(client.ends()).isTrue();
        }
    }

    /** A connection that is closed while its client still sends is reset, and what was said is lost with it. */
    @Test
    void whyItIsTurnedAwayReachesAClientThatStillSends() throws IOException {
        Bytes more = Bytes.of(new byte[1 << 20]);
        for (boolean encrypted : List.of(false, true)) {
            try (RawClient client = tlsOnly.connect()) {
                if (encrypted) {
                    client.encrypt("postgresql");
                }
                client.send(Bytes.ofUtf8("POST / HTTP/1.1\r\n"));
                for (int i = 0; i < 8; i++) {
                    client.send(more);
                }
                assertThat(client.readError()).isEqualTo(PROTOCOL_VIOLATION);
                assertThat(client.ends()).isTrue();
            }
        }
    }

    @Test
    void oneWhoNeverStopsSendingIsCutAllTheSame() throws IOException {
        try (RawClient client = plain.connect()) {
            client.send(Bytes.ofUtf8("GET / HTTP/1.1\r\n"));
            Bytes more = Bytes.of(new byte[1 << 10]);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            assertThatThrownBy(() -> {
                        while (System.nanoTime() - deadline < 0) {
                            client.send(more);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    /** The server's half of PostgreSQL 18 reads them too, but only a password is due here. */
    @Test
    void whatIsBehindAStartupMessageIsReadInTurn() throws IOException {
        try (RawClient client = plain.connect()) {
            client.send(RawClient.startup(0).encode(), new Query(Bytes.ofUtf8("pipelined")).encode());
            client.readUntilReady();
            assertThat(client.readUntilReady()).contains(new CommandComplete("pipelined"));
        }
    }

    @Test
    void aStartupMessageByteByByteIsTaken() throws IOException {
        try (RawClient client = plain.connect()) {
            Bytes startup = RawClient.startup(0).encode();
            for (int i = 0; i < startup.length(); i++) {
                client.send(startup.slice(i, 1));
            }
            client.readUntilReady();
            assertThat(client.echo("hello")).isEqualTo("hello");
        }
    }

    private static Bytes startupOfLength(int length) {
        int without = new StartupMessage(3, 0, Map.of("user", "")).encode().length() - Integer.BYTES;
        Bytes startup = new StartupMessage(3, 0, Map.of("user", "a".repeat(length - without))).encode();
        assertThat(startup.length() - Integer.BYTES).isEqualTo(length);
        return startup;
    }
}
