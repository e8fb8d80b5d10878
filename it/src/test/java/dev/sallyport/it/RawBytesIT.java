package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no driver sends. */
@ExtendWith(House.Keeper.class)
class RawBytesIT {
    private static final Map<String, String> WHO = Map.of("user", "agent", "database", "shop");
    private static final int HALF_OPEN = 20;

    private final House house;

    RawBytesIT(House house) {
        this.house = house;
    }

    @Test
    void plaintextBehindSslRequestIsNotTakenForEncryptedData() throws IOException {
        try (Wire wire = Wire.plain(house.gateway.port())) {
            wire.send(Wire.sslRequest(), Wire.startup(WHO));

            assertThat(wire.readByte()).isNotEqualTo('S');
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whatIsNotAStartUpPacketIsTurnedAwayAtOnce(String name, byte[] bytes) throws IOException {
        try (Wire wire = Wire.plain(house.gateway.port())) {
            wire.send(bytes);
            for (Wire.Frame frame : wire.readToEnd()) {
                assertThat(frame.type()).isEqualTo('E');
                assertThat(frame.field('S')).isEqualTo("FATAL");
            }
        }
        stillServes();
    }

    static Stream<Arguments> whatIsNotAStartUpPacketIsTurnedAwayAtOnce() {
        return Stream.of(
                Arguments.of("longer than a start-up packet may be", Wire.join(Wire.int4(10_001), Wire.int4(196_608))),
                Arguments.of("of a negative length", Wire.join(Wire.int4(-1), Wire.int4(196_608))),
                Arguments.of("of no length", Wire.join(Wire.int4(0), Wire.int4(196_608))),
                Arguments.of("of the greatest length", Wire.join(Wire.int4(Integer.MAX_VALUE), Wire.int4(196_608))),
                Arguments.of("HTTP", "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                Arguments.of("an unknown protocol", Wire.join(Wire.int4(8), Wire.int4(0x0009_0000))),
                Arguments.of("protocol 2", Wire.join(Wire.int4(8), Wire.int4(0x0002_0000))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aStartUpPacketThatIsNotInOrderIsRefusedInsideTls(String name, byte[] bytes) throws IOException {
        try (Wire wire = Wire.encrypted(house.gateway.port())) {
            wire.send(bytes);
            for (Wire.Frame frame : wire.readToEnd()) {
                assertThat(frame.type()).isEqualTo('E');
                assertThat(frame.field('S')).isEqualTo("FATAL");
            }
        }
        stillServes();
    }

    static Stream<Arguments> aStartUpPacketThatIsNotInOrderIsRefusedInsideTls() {
        byte[] version = Wire.int4(196_608);
        byte[] keyAlone = Wire.join(version, Wire.string("user"), new byte[1]);
        return Stream.of(
                Arguments.of("a key without a value", Wire.join(Wire.int4(keyAlone.length + 4), keyAlone)),
                Arguments.of("no terminator", Wire.join(Wire.int4(12), version, new byte[] {'u', 's', 'e', 'r'})),
                Arguments.of("no user", Wire.startup(Map.of("database", "shop"))),
                Arguments.of("an empty user", Wire.startup(Map.of("user", "", "database", "shop"))),
                Arguments.of("SSLRequest again", Wire.sslRequest()),
                Arguments.of(
                        "replication",
                        Wire.startup(Map.of("user", "a", "database", "shop", "replication", "database"))));
    }

    @Test
    void clientsThatNeverFinishTheirStartUpKeepNobodyOut() throws IOException {
        List<Wire> half = new ArrayList<>();
        try {
            for (int i = 0; i < HALF_OPEN; i++) {
                Wire wire = i % 2 == 0 ? Wire.plain(house.gateway.port()) : Wire.encrypted(house.gateway.port());
                half.add(wire);
                wire.send(new byte[] {0, 0, 0});
            }
            stillServes();
        } finally {
            for (Wire wire : half) {
                wire.close();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aMessageThatIsNotOneEndsTheSession(String name, byte[] bytes) throws IOException {
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of())) {
            wire.send(bytes);
            List<Wire.Frame> answer = wire.readToEnd();

            assertThat(answer).isNotEmpty();
            assertThat(answer.getLast().field('S')).isEqualTo("FATAL");
            assertThat(answer.getLast().field('C')).isEqualTo("08P01");
        }
        stillServes();
    }

    static Stream<Arguments> aMessageThatIsNotOneEndsTheSession() {
        return Stream.of(
                Arguments.of("an unknown type", Wire.message('\u0001')),
                Arguments.of("a length below its own", Wire.join(new byte[] {'Q'}, Wire.int4(3), new byte[4])),
                Arguments.of("a negative length", Wire.join(new byte[] {'Q'}, Wire.int4(-5))),
                Arguments.of("a text without its end", Wire.message('Q', new byte[] {'S', 'E', 'L'})),
                Arguments.of("more parameters than it has", Wire.message('B', new byte[] {0, 0, 0, 0, 0x7f, -1})));
    }

    @Test
    void aFunctionCallIsRefusedAndTheConnectionGoesOn() throws IOException {
        // pg_read_file(text), by its number; the server would have run it without a statement that could be read.
        byte[] name = "/etc/passwd".getBytes(StandardCharsets.US_ASCII);
        byte[] call = Wire.message(
                'F', Wire.int4(3826), Wire.int2(0), Wire.int2(1), Wire.int4(name.length), name, Wire.int2(0));
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of())) {
            wire.send(call);
            List<Wire.Frame> answer = wire.readThrough('Z');
            assertThat(answer.stream().map(Wire.Frame::type)).containsExactly('E', 'Z');
            assertThat(answer.getFirst().field('C')).isEqualTo("0A000");
            assertThat(wire.ask("SELECT 1").stream().map(Wire.Frame::type)).containsExactly('T', 'D', 'C', 'Z');
        }
    }

    private void stillServes() throws IOException {
        try (Wire wire = Wire.login(house.gateway.port(), house.agent(), Map.of())) {
            assertThat(wire.ask("SELECT 1").stream().map(Wire.Frame::type)).containsExactly('T', 'D', 'C', 'Z');
        }
    }
}
