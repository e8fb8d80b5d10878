package dev.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.net.LeakWatch;
import dev.sallyport.net.UnheardPort;
import dev.sallyport.upstream.FakeServer.Behaviour;
import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.AuthenticationCleartextPassword;
import dev.sallyport.wire.BackendMessage.AuthenticationOk;
import dev.sallyport.wire.BackendMessage.AuthenticationSASL;
import dev.sallyport.wire.BackendMessage.AuthenticationSASLContinue;
import dev.sallyport.wire.BackendMessage.AuthenticationUnknown;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NegotiateProtocolVersion;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrameLimits;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.TransactionStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against servers that do what none should. */
class HostileServerTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final BackendKeyData KEY = new BackendKeyData(7, Bytes.of(new byte[4]));
    private static final ReadyForQuery READY = new ReadyForQuery(TransactionStatus.IDLE);

    private static final LeakWatch LEAKS = new LeakWatch();

    @AfterAll
    static void nothingLeaked() {
        LEAKS.expectNone();
    }

    @Test
    void oneThatNeverAnswersIsGivenUpInTime() throws Exception {
        for (SslMode mode : List.of(SslMode.DISABLE, SslMode.REQUIRE)) {
            try (FakeServer server = new FakeServer((in, _) -> FakeServer.drain(in));
                    UpstreamProbe probe = new UpstreamProbe(server.target(mode, SHORT))) {
                assertThat(probe.nextUnavailable().reason()).contains("in time");
            }
        }
    }

    @Test
    void oneThatAgreesToTlsAndThenIsSilentIsGivenUpInTime() throws Exception {
        Behaviour silent = (in, out) -> {
            FakeServer.packet(in);
            out.write('S');
            FakeServer.drain(in);
        };
        try (FakeServer server = new FakeServer(silent);
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.REQUIRE, SHORT))) {
            assertThat(probe.nextUnavailable().sqlState()).isEqualTo("08006");
        }
    }

    @Test
    void oneThatIsNotThereIsUnavailable() throws Exception {
        try (UnheardPort nobody = UnheardPort.hold();
                UpstreamProbe probe = new UpstreamProbe(FakeServer.target(nobody.port(), SslMode.DISABLE, LONG))) {
            assertThat(probe.nextUnavailable().reason()).contains("reached");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "verify-ca", "verify-full"})
    void oneWithoutTheEncryptionThatIsRequiredGetsNothing(String mode) throws Exception {
        Behaviour declining = (in, out) -> {
            FakeServer.packet(in);
            out.write('N');
            if (in.read() >= 0) {
                out.write(bytes(new AuthenticationOk(), KEY, READY));
            }
        };
        try (FakeServer server = new FakeServer(declining);
                UpstreamProbe probe =
                        new UpstreamProbe(server.target(SslMode.named(mode).orElseThrow(), LONG))) {
            assertThat(probe.nextUnavailable().reason()).contains("encryption");
        }
    }

    @Test
    void bytesBehindTheAnswerToAnSslRequestEndTheConnection() throws Exception {
        Behaviour injecting = (in, out) -> {
            FakeServer.packet(in);
            out.write(new byte[] {'S', 'R'});
            FakeServer.drain(in);
        };
        try (FakeServer server = new FakeServer(injecting);
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.REQUIRE, LONG))) {
            assertThat(probe.nextUnavailable().reason()).contains("protocol");
        }
    }

    @Test
    void anErrorInsteadOfAnAnswerToAnSslRequestIsNotBelieved() throws Exception {
        Behaviour failing = (in, out) -> {
            FakeServer.packet(in);
            out.write('E');
            FakeServer.drain(in);
        };
        try (FakeServer server = new FakeServer(failing);
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.PREFER, LONG))) {
            assertThat(probe.nextUnavailable().reason()).contains("refused");
        }
    }

    @Test
    void lengthsThatCanNotBeEndTheConnection() throws Exception {
        for (byte[] garbage : List.of(
                new byte[] {'R', 0, 0, 0, 3},
                new byte[] {'R', (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
                new byte[] {'R', 0x7f, 0, 0, 0},
                new byte[] {'?', 0, 0, 0, 4})) {
            try (FakeServer server = new FakeServer(afterStartup(garbage));
                    UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.DISABLE, LONG))) {
                assertThat(probe.nextUnavailable().reason()).contains("protocol");
            }
        }
    }

    @Test
    void lengthsThatCanNotBeAreFoundAfterStartupToo() throws Exception {
        byte[] garbage = {'D', 0, 0, 0, 3};
        byte[] all = Arrays.copyOf(fit(), fit().length + garbage.length);
        System.arraycopy(garbage, 0, all, fit().length, garbage.length);
        try (FakeServer server = new FakeServer(afterStartup(all));
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.DISABLE, LONG))) {
            probe.nextReady();
            assertThat(probe.next()).isInstanceOf(UpstreamProbe.Told.Violated.class);
        }
    }

    @Test
    void asManyMessagesAsTheLimitAreTakenBeforeReadyAndNotOneMore() throws Exception {
        int fixed = 6;
        for (int notices : new int[] {Login.MOST_MESSAGES - fixed, Login.MOST_MESSAGES - fixed + 1}) {
            BackendMessage notice =
                    NoticeResponse.builder("NOTICE", "00000", "x").build();
            byte[] all = bytes(Stream.concat(Stream.generate(() -> notice).limit(notices), Stream.of(fitMessages()))
                    .toArray(BackendMessage[]::new));
            try (FakeServer server = new FakeServer(afterStartup(all));
                    UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.DISABLE, LONG))) {
                if (notices + fixed == Login.MOST_MESSAGES) {
                    probe.nextReady();
                } else {
                    assertThat(probe.nextUnavailable().reason()).contains("protocol");
                }
            }
        }
    }

    @Test
    void moreBytesThanTheLimitBeforeReadyEndTheConnection() throws Exception {
        byte[] half = new byte[Login.MOST_BYTES + 1];
        half[0] = 'E';
        half[1] = 0;
        half[2] = (byte) 0xff;
        try (FakeServer server = new FakeServer(afterStartup(half));
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.DISABLE, LONG))) {
            assertThat(probe.nextUnavailable().reason()).contains("protocol");
        }
    }

    @Test
    void anErrorsWordsDoNotReachTheClient() throws Exception {
        BackendMessage error = ErrorResponse.builder("FATAL", "28P01", "password for app at 10.1.2.3 is not s3cret")
                .build();
        try (FakeServer server = new FakeServer(afterStartup(bytes(error)));
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.DISABLE, LONG))) {
            UpstreamProbe.Told.Unavailable told = probe.nextUnavailable();
            assertThat(told.sqlState()).isEqualTo("08006");
            assertThat(told.reason()).doesNotContain("10.1.2.3", "s3cret", "app ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P03", "53300", "3D000"})
    void anErrorAboutAvailabilityKeepsItsCode(String sqlState) throws Exception {
        BackendMessage error =
                ErrorResponse.builder("FATAL", sqlState, "at 10.1.2.3").build();
        try (FakeServer server = new FakeServer(afterStartup(bytes(error)));
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.DISABLE, LONG))) {
            UpstreamProbe.Told.Unavailable told = probe.nextUnavailable();
            assertThat(told.sqlState()).isEqualTo(sqlState);
            assertThat(told.reason()).doesNotContain("10.1.2.3");
        }
    }

    @Test
    void oneThatAsksForAMethodThatIsNotSupportedIsRefused() throws Exception {
        expectRefused(new AuthenticationUnknown(7, Bytes.EMPTY));
    }

    @Test
    void oneThatAsksForThePasswordInClearAfterScramBeganIsRefused() throws Exception {
        expectRefused(new AuthenticationSASL(List.of("SCRAM-SHA-256")), new AuthenticationCleartextPassword());
    }

    @Test
    void oneThatLetsInBeforeItProvedItselfIsRefused() throws Exception {
        expectRefused(new AuthenticationSASL(List.of("SCRAM-SHA-256")), new AuthenticationOk(), KEY, READY);
    }

    @Test
    void oneThatOffersNoMechanismWeKnowIsRefused() throws Exception {
        expectRefused(new AuthenticationSASL(List.of("OAUTHBEARER")));
    }

    @Test
    void oneThatDemandsEndlessKeyDerivationIsRefused() throws Exception {
        Behaviour demanding = (in, out) -> {
            FakeServer.packet(in);
            out.write(bytes(new AuthenticationSASL(List.of("SCRAM-SHA-256"))));
            in.read();
            String first = new String(FakeServer.packet(in), StandardCharsets.UTF_8);
            String nonce = first.substring(first.indexOf("r=") + 2);
            String salt = Base64.getEncoder().encodeToString(new byte[16]);
            String challenge = "r=" + nonce + "server,s=" + salt + ",i=" + (PasswordExchange.MOST_ITERATIONS + 1);
            out.write(bytes(new AuthenticationSASLContinue(Bytes.ofUtf8(challenge))));
            FakeServer.drain(in);
        };
        try (FakeServer server = new FakeServer(demanding);
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.DISABLE, LONG))) {
            assertThat(probe.nextUnavailable().sqlState()).isEqualTo("08006");
        }
    }

    @Test
    void anOlderServerIsSpokenToByItsOwnProtocol() throws Exception {
        byte[] all =
                bytes(Stream.concat(Stream.of(new NegotiateProtocolVersion(3, 0, List.of())), Stream.of(fitMessages()))
                        .toArray(BackendMessage[]::new));
        try (FakeServer server = new FakeServer(afterStartup(all));
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.DISABLE, LONG))) {
            probe.nextReady();
        }
    }

    @Test
    void aProtocolThatWasNotAskedForIsNotNegotiated() throws Exception {
        for (NegotiateProtocolVersion offer : List.of(
                new NegotiateProtocolVersion(3, 3, List.of()),
                new NegotiateProtocolVersion(3, 0xffff, List.of()),
                new NegotiateProtocolVersion(2, 0, List.of()),
                new NegotiateProtocolVersion(4, 0, List.of()),
                new NegotiateProtocolVersion(3, 0, List.of("user")),
                new NegotiateProtocolVersion(3, 0, List.of("_pq_.never_asked")))) {
            expectRefused(
                    Stream.concat(Stream.of(offer), Stream.of(fitMessages())).toArray(BackendMessage[]::new));
        }
    }

    @Test
    void aProtocolIsNegotiatedOnceAndBeforeAnythingElse() throws Exception {
        NegotiateProtocolVersion offer = new NegotiateProtocolVersion(3, 0, List.of());
        expectRefused(
                Stream.concat(Stream.of(offer, offer), Stream.of(fitMessages())).toArray(BackendMessage[]::new));
        BackendMessage[] late = fitMessages();
        late[1] = offer;
        expectRefused(late);
        expectRefused(new AuthenticationSASL(List.of("SCRAM-SHA-256")), offer);
    }

    @Test
    void aLongCancelKeyInProtocol30IsNotTaken() throws Exception {
        BackendMessage[] messages = Stream.concat(
                        Stream.of(new NegotiateProtocolVersion(3, 0, List.of())), Stream.of(fitMessages()))
                .toArray(BackendMessage[]::new);
        messages[5] = new BackendKeyData(7, Bytes.of(new byte[32]));
        expectRefused(messages);
    }

    @Test
    void aCancelKeyAsLongAsTheLimitIsTakenInProtocol32AndNotOneByteMore() throws Exception {
        BackendMessage[] messages = fitMessages();
        messages[4] = new BackendKeyData(7, Bytes.of(new byte[256]));
        try (FakeServer server = new FakeServer(afterStartup(bytes(messages)));
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.DISABLE, LONG))) {
            probe.nextReady();
        }
        expectRefusedBytes(ByteBuffer.allocate(9 + 14 + 257)
                .put(new AuthenticationOk().encode().toByteArray())
                .put((byte) 'K')
                .putInt(8 + 257)
                .putInt(7)
                .array());
    }

    /** Counts that are larger than what they count must be found before room is made for it. */
    @Test
    void listsThatClaimMoreThanTheyHoldAreRefused() throws Exception {
        for (int claimed : new int[] {1, Integer.MAX_VALUE, -1}) {
            expectRefusedBytes(ByteBuffer.allocate(13)
                    .put((byte) 'v')
                    .putInt(12)
                    .putInt(3 << 16)
                    .putInt(claimed)
                    .array());
        }
        expectRefusedBytes(new byte[] {'R', 0, 0, 0, 12, 0, 0, 0, 10, 'S', 'C', 'R', 'A'});
        expectRefusedBytes(new byte[] {'R', 0, 0, 0, 9, 0, 0, 0, 5, 1});
        expectRefusedBytes(new byte[] {'E', 0, 0, 0, 6, 'S', 'F'});
        expectRefusedBytes(new byte[] {'S', 0, 0, 0, 6, 'a', 0});
    }

    @Test
    void aMessageOfStartUpAsLongAsTheLimitIsReadAndOneByteMoreIsRefusedByItsHeader() throws Exception {
        int longest = FrameLimits.LONGEST_SMALL_BACKEND;
        String value = "x".repeat(longest - Integer.BYTES - 3);
        BackendMessage[] messages = Stream.concat(
                        Stream.of(new AuthenticationOk(), new ParameterStatus("a", value)),
                        Stream.of(fitMessages()).skip(1))
                .toArray(BackendMessage[]::new);
        assertThat(messages[1].encode().length()).isEqualTo(1 + longest);
        try (FakeServer server = new FakeServer(afterStartup(bytes(messages)));
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.DISABLE, LONG))) {
            assertThat(probe.nextReady()).containsEntry("a", value);
        }
        for (char type : new char[] {'R', 'S', 'v'}) {
            expectRefusedBytes(
                    ByteBuffer.allocate(5).put((byte) type).putInt(longest + 1).array());
        }
    }

    @Test
    void oneThatOffersEndlessMechanismsIsCutByTheLengthOfItsMessage() throws Exception {
        expectRefused(
                new AuthenticationSASL(Stream.generate(() -> "X").limit(10_000).toList()));
    }

    private static void expectRefusedBytes(byte[] bytes) throws Exception {
        try (FakeServer server = new FakeServer(afterStartup(bytes));
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.DISABLE, LONG))) {
            assertThat(probe.nextUnavailable().reason()).doesNotContain("in time");
        }
    }

    @Test
    void oneThatGivesNoCancelKeyIsNotUsed() throws Exception {
        expectRefused(
                new AuthenticationOk(),
                new ParameterStatus("client_encoding", "UTF8"),
                new ParameterStatus("standard_conforming_strings", "on"),
                new ParameterStatus("server_version", "18.6"),
                READY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_encoding=LATIN1",
                "standard_conforming_strings=off",
                "server_version=13.20",
                "server_version=",
                "server_version=x"
            })
    void oneWithSettingsThatWouldMisleadDecisionsIsNotUsed(String changed) throws Exception {
        String name = changed.substring(0, changed.indexOf('='));
        String value = changed.substring(changed.indexOf('=') + 1);
        BackendMessage[] messages = fitMessages();
        for (int i = 0; i < messages.length; i++) {
            if (messages[i] instanceof ParameterStatus status && status.name().equals(name)) {
                messages[i] = new ParameterStatus(name, value);
            }
        }
        expectRefused(messages);
    }

    @ParameterizedTest
    @CsvSource({"UTF8, true", "LATIN1, false", "SQL_ASCII, false"})
    void oneOfAnotherEncodingIsUsedInUtf8Alone(String encoding, boolean used) throws Exception {
        BackendMessage[] messages = Stream.concat(
                        Stream.of(
                                new AuthenticationOk(),
                                new ParameterStatus("server_encoding", encoding),
                                new ParameterStatus("session_authorization", Bytes.of(new byte[] {'j', (byte) 0xfc}))),
                        Stream.of(fitMessages()).skip(1))
                .toArray(BackendMessage[]::new);
        messages[3] = new ParameterStatus("client_encoding", "LATIN1");
        try (FakeServer server = new FakeServer(afterStartup(bytes(messages)));
                UpstreamProbe probe =
                        new UpstreamProbe(server.target(SslMode.DISABLE, LONG), Map.of("client_encoding", "latin1"))) {
            if (used) {
                assertThat(probe.nextReady()).containsEntry("session_authorization", "j\u00fc");
            } else {
                assertThat(probe.nextUnavailable().reason()).contains("client_encoding must be UTF8");
            }
        }
    }

    @Test
    void oneThatIsAsOldAsIsAllowedIsUsed() throws Exception {
        try (FakeServer server = new FakeServer(afterStartup(fit()));
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.DISABLE, LONG))) {
            assertThat(probe.nextReady()).containsEntry("server_version", "14.0");
        }
    }

    @Test
    void theGoodbyeNeverBecomesTheEndOfAMessageThatWasBegun() throws Exception {
        Bytes data = new FrontendMessage.CopyData(Bytes.ofUtf8("1\n2\n3\n")).encode();
        Bytes begun = data.slice(
                0, data.length() - new FrontendMessage.Terminate().encode().length());
        CompletableFuture<byte[]> heard = new CompletableFuture<>();
        Behaviour listening = (in, out) -> {
            FakeServer.packet(in);
            write(out, fit());
            heard.complete(in.readAllBytes());
        };
        try (FakeServer server = new FakeServer(listening);
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.DISABLE, LONG))) {
            probe.nextReady();
            probe.with(upstream -> {
                upstream.send(begun);
                upstream.close();
            });
            assertThat(heard.get(30, TimeUnit.SECONDS)).isEqualTo(begun.toByteArray());
        }
    }

    private static void expectRefused(BackendMessage... messages) throws Exception {
        try (FakeServer server = new FakeServer(afterStartup(bytes(messages)));
                UpstreamProbe probe = new UpstreamProbe(server.target(SslMode.DISABLE, LONG))) {
            UpstreamProbe.Told.Unavailable told = probe.nextUnavailable();
            assertThat(told.sqlState()).isEqualTo("08006");
            assertThat(told.reason()).doesNotContain("in time");
        }
    }

    private static Behaviour afterStartup(byte[] answer) {
        return (in, out) -> {
            FakeServer.packet(in);
            write(out, answer);
            FakeServer.drain(in);
        };
    }

    private static void write(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    private static BackendMessage[] fitMessages() {
        return new BackendMessage[] {
            new AuthenticationOk(),
            new ParameterStatus("client_encoding", "UTF8"),
            new ParameterStatus("standard_conforming_strings", "on"),
            new ParameterStatus("server_version", "14.0"),
            KEY,
            READY
        };
    }

    private static byte[] fit() {
        return bytes(fitMessages());
    }

    private static byte[] bytes(BackendMessage... messages) {
        int length = 0;
        for (BackendMessage message : messages) {
            length += message.encode().length();
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (BackendMessage message : messages) {
            all.put(message.encode().toByteArray());
        }
        return all.array();
    }
}
