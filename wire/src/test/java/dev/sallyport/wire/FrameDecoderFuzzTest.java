package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes come, in whatever pieces: they are handed out unchanged, or refused as a violation of the protocol, and nothing is
 * allocated by a length that is only claimed. What is read can be written again, but for texts of errors
 * that are not UTF-8.
 *
 * <p>The first bytes choose the pieces and what passes. {@code bench/fuzz} looks for more than the samples.
 */
class FrameDecoderFuzzTest {
    private static final int CHOICES = 2;

    @MethodSource("fromClients")
    @FuzzTest(maxDuration = "1m")
    void noBytesOfAClientDoAnythingElseThanTheyMay(byte[] bytes) throws ProtocolViolation {
        read(
                bytes,
                FrameLimits.frontend(),
                frame -> FrontendMessages.decode(frame).encode());
    }

    @MethodSource("fromServers")
    @FuzzTest(maxDuration = "1m")
    void noBytesOfAServerDoAnythingElseThanTheyMay(byte[] bytes) throws ProtocolViolation {
        read(bytes, FrameLimits.backend(), frame -> {
            if (frame.type() == BackendType.DATA_ROW) {
                walk(frame);
            }
            BackendMessage message = BackendMessages.decode(frame);
            if (message instanceof Diagnostic) {
                // Its texts are for display: what is not UTF-8 in them does not come back.
                assertThat(BackendMessages.decode(Frame.of(message.encode()))).isEqualTo(message);
                return frame.bytes();
            }
            return message.encode();
        });
    }

    @MethodSource("startups")
    @FuzzTest(maxDuration = "1m")
    void noBytesBeforeASessionDoAnythingElseThanTheyMay(byte[] bytes) throws ProtocolViolation {
        StartupPacketDecoder decoder = new StartupPacketDecoder();
        try {
            decoder.feed(Bytes.of(bytes));
            for (StartupPacket packet = decoder.next(); packet != null; packet = decoder.next()) {
                assertThat(packet.encode().length()).isBetween(8, bytes.length);
            }
        } catch (ProtocolViolation refused) {
            assertThat(refused.sqlState()).hasSize(5);
        }
    }

    static Stream<byte[]> fromClients() {
        return Stream.concat(
                Samples.frontend().stream().map(message -> chosen(message.encode())),
                Stream.of(chosen(Samples.joined(Samples.frontend().stream().map(FrontendMessage::encode)))));
    }

    static Stream<byte[]> fromServers() {
        return Stream.concat(
                Samples.backend().stream().map(message -> chosen(message.encode())),
                Stream.of(chosen(Samples.joined(Samples.backend().stream().map(BackendMessage::encode)))));
    }

    static Stream<byte[]> startups() {
        return Stream.of(
                        new StartupPacket.SSLRequest(),
                        new StartupPacket.StartupMessage(3, 2, Samples.ordered("user", "agent", "database", "shop")))
                .map(packet -> packet.encode().toByteArray());
    }

    private static byte[] chosen(Bytes bytes) {
        byte[] all = new byte[CHOICES + bytes.length()];
        System.arraycopy(bytes.toByteArray(), 0, all, CHOICES, bytes.length());
        return all;
    }

    private interface Coding {
        /** Reads a message and writes it again. */
        Bytes again(Frame frame) throws ProtocolViolation;
    }

    private static void read(byte[] bytes, FrameLimits standard, Coding coding) {
        int passing = bytes.length > 0 ? bytes[0] : 0;
        long seed = bytes.length > 1 ? bytes[1] : 0;
        Bytes stream = Bytes.of(bytes, Math.min(bytes.length, CHOICES), Math.max(0, bytes.length - CHOICES));
        IntPredicate passes = type -> type == passing;
        FrameDecoder decoder = new FrameDecoder(withShortHeads(standard));
        int taken = 0;
        try {
            for (Bytes piece : FrameDecoderTest.pieces(stream, new SplittableRandom(seed))) {
                decoder.feed(piece);
                for (Input input = decoder.next(passes); input != null; input = decoder.next(passes)) {
                    assertThat(input.bytes())
                            .isEqualTo(stream.slice(taken, input.bytes().length()));
                    taken += input.bytes().length();
                    decode(input, coding);
                }
                assertThat(decoder.heldCapacity()).isLessThanOrEqualTo(2 * stream.length());
            }
            assertThat(taken + decoder.bufferedBytes()).isEqualTo(stream.length());
            assertThat(decoder.incomplete().length()).isEqualTo((int) decoder.bufferedBytes());
        } catch (ProtocolViolation refused) {
            assertThat(refused.sqlState()).hasSize(5);
        }
    }

    /** Limits under which short messages have heads, too. */
    private static FrameLimits withShortHeads(FrameLimits limits) {
        FrameLimits shorter = limits;
        for (byte type : new byte[] {FrontendType.BIND, FrontendType.COPY_DATA, BackendType.DATA_ROW}) {
            if (limits.head(type) > 0) {
                shorter = shorter.with(type, 60)
                        .withPassing(type, FrameLimits.LONGEST)
                        .withHead(type, 30);
            }
        }
        return shorter;
    }

    private static void decode(Input input, Coding coding) {
        try {
            switch (input) {
                case Frame frame -> assertThat(coding.again(frame)).isEqualTo(frame.bytes());
                case Head head -> FrontendMessages.decodeBindHead(head, ClientEncoding.UTF8);
                case Run run -> assertThat(run.bytes().length()).isPositive();
            }
        } catch (ProtocolViolation refused) {
            assertThat(refused.sqlState()).hasSize(5);
        }
    }

    private static void walk(Frame row) throws ProtocolViolation {
        DataRowReader reader = new DataRowReader();
        int bytes = Frame.HEADER + Short.BYTES;
        for (reader.read(row); reader.next(); ) {
            bytes += Integer.BYTES + (reader.isNull() ? 0 : reader.length());
        }
        assertThat(bytes).isEqualTo(row.bytes().length());
    }
}
