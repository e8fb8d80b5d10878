package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartupPacketDecoderTest {
    private static final int PROTOCOL_3_0 = 3 << 16;
    private static final int PROTOCOL_OVERHEAD = Integer.BYTES + "user\0a\0x\0\0\0".length();

    @Test
    void everyPacketSurvivesASplitAtEveryByte() throws ProtocolViolation {
        for (StartupPacket packet : Samples.startup()) {
            Bytes bytes = packet.encode();
            for (int at = 0; at < bytes.length(); at++) {
                StartupPacketDecoder decoder = new StartupPacketDecoder();
                decoder.feed(bytes.slice(0, at));
                assertThat(decoder.next()).isNull();
                decoder.feed(bytes.slice(at, bytes.length() - at));
                assertThat(decoder.next()).isEqualTo(packet);
            }
        }
    }

    @Test
    void aPacketMayArriveByteByByte() throws ProtocolViolation {
        Bytes bytes = longest(StartupPacket.LONGEST);
        StartupPacketDecoder decoder = new StartupPacketDecoder();
        for (int i = 0; i < bytes.length(); i++) {
            assertThat(decoder.next()).isNull();
            decoder.feed(bytes.slice(i, 1));
        }
        assertThat(decoder.next()).isInstanceOf(StartupPacket.StartupMessage.class);
    }

    @Test
    void bytesThatCameInTheClearBehindAnSslRequestAreToldApart() throws ProtocolViolation {
        Bytes injected = new StartupPacket.StartupMessage(3, 0, Map.of("user", "mallory")).encode();
        StartupPacketDecoder decoder = new StartupPacketDecoder();
        decoder.feed(Samples.joined(Stream.of(new StartupPacket.SSLRequest().encode(), injected)));
        assertThat(decoder.next()).isEqualTo(new StartupPacket.SSLRequest());
        assertThat(decoder.rest()).isEqualTo(injected);
        assertThat(decoder.rest()).isEqualTo(Bytes.EMPTY);
        assertThat(decoder.next()).isNull();
    }

    @Test
    void aPacketOfTheLongestLengthIsReadAndOneByteMoreIsNot() throws ProtocolViolation {
        assertThat(decode(longest(StartupPacket.LONGEST))).isInstanceOf(StartupPacket.StartupMessage.class);
        assertRefused(longest(StartupPacket.LONGEST + 1), SqlState.PROTOCOL_VIOLATION, "invalid length");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 4, 0, -1, Integer.MIN_VALUE, 10_005, 0x4000_0000, Integer.MAX_VALUE})
    void anImpossibleLengthIsRefusedBeforeTheRestArrives(int length) {
        assertRefused(new BodyWriter().int32(length).take(), SqlState.PROTOCOL_VIOLATION, "invalid length");
    }

    @ParameterizedTest
    @CsvSource({
        "'user\\0', without a value",
        "'user\\0a\\0database\\0', without a value",
        "'user\\0a\\0database\\0\\0', lacks its terminator",
        "'user\\0a\\0', lacks its terminator",
        "'user\\0a', unterminated",
        "'user', unterminated",
        "'', unterminated",
        "'user\\0a\\0\\0x', behind its end",
        "'user\\0a\\0\\0\\0', behind its end",
        "'user\\0a\\0user\\0b\\0\\0', twice",
        "'user\\0a\\0database\\0x\\0database\\0x\\0\\0', twice",
        "'user\\0a\\0options\\0x\\0options\\0x\\0\\0', twice",
    })
    void aMalformedListOfParametersIsRefused(String body, String why) {
        assertRefused(packet(PROTOCOL_3_0, body.replace("\\0", "\0")), SqlState.PROTOCOL_VIOLATION, why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "user\0\0\0", "database\0shop\0\0", "User\0a\0\0"})
    void aMissingOrEmptyUserIsRefusedAsPostgreSQLRefusesIt(String body) {
        assertRefused(
                packet(PROTOCOL_3_0, body), SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "no PostgreSQL user name");
    }

    @Test
    void anEmptyDatabaseIsTheUsersAsPostgreSQLHasIt() throws ProtocolViolation {
        for (String body : new String[] {"user\0a\0database\0\0\0", "user\0a\0\0"}) {
            var message = (StartupPacket.StartupMessage) decode(packet(PROTOCOL_3_0, body));
            assertThat(message.database()).isEqualTo("a");
        }
        var named = (StartupPacket.StartupMessage) decode(packet(PROTOCOL_3_0, "user\0a\0database\0shop\0\0"));
        assertThat(named.database()).isEqualTo("shop");
        assertThat(named.user()).isEqualTo("a");
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        byte[] bytes = packet(PROTOCOL_3_0, "user\0?\0\0").toByteArray();
        bytes[13] = (byte) 0xff;
        assertRefused(Bytes.of(bytes), SqlState.PROTOCOL_VIOLATION, "UTF-8");
    }

    @Test
    void optionsOfTheProtocolAreToldFromParameters() throws ProtocolViolation {
        var message = (StartupPacket.StartupMessage) decode(packet(3 << 16 | 2, "user\0a\0_pq_.b\0c\0\0"));
        assertThat(message.protocolOptions()).containsExactly(Map.entry("_pq_.b", "c"));
        assertThat(message.protocolMinor()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2 << 16, 4 << 16, 1234 << 16 | 5681, 1234 << 16, -1})
    void anotherProtocolOrAnUnknownRequestIsRefused(int code) {
        assertRefused(packet(code, "user\0a\0\0"), SqlState.FEATURE_NOT_SUPPORTED, "unsupported frontend protocol");
    }

    @ParameterizedTest
    @ValueSource(ints = {RequestCode.SSL, RequestCode.GSS_ENCRYPTION})
    void anEncryptionRequestWithABodyIsRefused(int code) {
        assertRefused(packet(code, "x"), SqlState.PROTOCOL_VIOLATION, "behind its end");
    }

    @Test
    void aCancelKeyHasFrom4To256Bytes() throws ProtocolViolation {
        assertThat(decode(cancel(4))).isInstanceOf(StartupPacket.CancelRequest.class);
        assertThat(decode(cancel(256))).isInstanceOf(StartupPacket.CancelRequest.class);
        for (int wrong : new int[] {0, 3, 257}) {
            assertRefused(cancel(wrong), SqlState.PROTOCOL_VIOLATION, "cancel key");
            assertThatThrownBy(() -> new StartupPacket.CancelRequest(1, Bytes.of(new byte[wrong])))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertRefused(packet(RequestCode.CANCEL, "xx"), SqlState.PROTOCOL_VIOLATION, "too early");
    }

    @Test
    void aPacketThatPostgreSQLWouldRefuseIsNotWritten() {
        int most = StartupPacket.LONGEST - PROTOCOL_OVERHEAD;
        var longest = new StartupPacket.StartupMessage(3, 0, Samples.ordered("user", "a", "x", "v".repeat(most)));
        assertThat(longest.encode().length()).isEqualTo(Integer.BYTES + StartupPacket.LONGEST);
        var over = new StartupPacket.StartupMessage(3, 0, Samples.ordered("user", "a", "x", "v".repeat(most + 1)));
        assertThatThrownBy(over::encode).isInstanceOf(IllegalArgumentException.class);
        var injection = new StartupPacket.StartupMessage(3, 0, Samples.ordered("user", "a\0database\0b"));
        assertThatThrownBy(injection::encode).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StartupPacket.StartupMessage(3, 0, Map.of("", "x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Bytes longest(int length) {
        return packet(PROTOCOL_3_0, "user\0a\0x\0" + "v".repeat(length - PROTOCOL_OVERHEAD) + "\0\0");
    }

    private static Bytes cancel(int keyLength) {
        return packet(RequestCode.CANCEL, "\0\0\0\1" + "k".repeat(keyLength));
    }

    private static Bytes packet(int code, String body) {
        return BodyWriter.untyped().int32(code).bytes(Bytes.ofUtf8(body)).finish();
    }

    private static StartupPacket decode(Bytes bytes) throws ProtocolViolation {
        StartupPacketDecoder decoder = new StartupPacketDecoder();
        decoder.feed(bytes);
        StartupPacket packet = decoder.next();
        if (packet == null) {
            throw new AssertionError("the packet is whole");
        }
        return packet;
    }

    private static void assertRefused(Bytes bytes, String sqlState, String why) {
        assertThatThrownBy(() -> decode(bytes))
                .isInstanceOfSatisfying(
                        ProtocolViolation.class,
                        violation -> assertThat(violation.sqlState()).isEqualTo(sqlState))
                .hasMessageContaining(why);
    }
}
