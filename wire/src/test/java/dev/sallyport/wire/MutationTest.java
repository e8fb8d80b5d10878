package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams of messages with bytes changed, cut out and put in: whatever comes, the answer is a message or a violation. */
class MutationTest {
    private static final int STREAMS = 30_000;

    @Test
    void aClientsDamagedStreamIsReadOrRefusedAndNothingElse() {
        Outcomes outcomes = new Outcomes();
        for (long seed = 0; seed < STREAMS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Bytes stream = damaged(
                    random,
                    Samples.frontend().stream().map(FrontendMessage::encode).toList());
            read(stream, FrameLimits.frontend(), random, outcomes, frame -> {
                reencode(frame, FrontendMessages.decode(frame).encode());
            });
        }
        outcomes.assertBothHappened();
    }

    @Test
    void aServersDamagedStreamIsReadOrRefusedAndNothingElse() {
        Outcomes outcomes = new Outcomes();
        DataRowReader reader = new DataRowReader();
        for (long seed = 0; seed < STREAMS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Bytes stream = damaged(
                    random,
                    Samples.backend().stream().map(BackendMessage::encode).toList());
            read(stream, FrameLimits.backend(), random, outcomes, frame -> {
                BackendMessage message = BackendMessages.decode(frame);
                if (message instanceof BackendMessage.DataRow row) {
                    reader.read(frame);
                    assertThat(reader.columns()).isEqualTo(row.values().size());
                }
                if (!(message instanceof Diagnostic)) {
                    reencode(frame, message.encode());
                }
            });
        }
        outcomes.assertBothHappened();
    }

    @Test
    void aDamagedStartIsReadOrRefusedAndNothingElse() {
        Outcomes outcomes = new Outcomes();
        for (long seed = 0; seed < STREAMS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Bytes stream = damaged(
                    random,
                    Samples.startup().stream().map(StartupPacket::encode).toList());
            StartupPacketDecoder decoder = new StartupPacketDecoder();
            try {
                for (Bytes piece : FrameDecoderTest.pieces(stream, random)) {
                    decoder.feed(piece);
                    for (StartupPacket packet = decoder.next(); packet != null; packet = decoder.next()) {
                        outcomes.messages++;
                    }
                }
            } catch (ProtocolViolation e) {
                outcomes.violations++;
            }
        }
        outcomes.assertBothHappened();
    }

    private interface Reading {
        void read(Frame frame) throws ProtocolViolation;
    }

    private static final class Outcomes {
        private int messages;
        private int violations;

        void assertBothHappened() {
            assertThat(messages).isGreaterThan(STREAMS / 10);
            assertThat(violations).isGreaterThan(STREAMS / 10);
        }
    }

    private static void read(
            Bytes stream, FrameLimits limits, SplittableRandom random, Outcomes outcomes, Reading reading) {
        FrameDecoder decoder = new FrameDecoder(limits);
        int passing = random.nextInt(Byte.MAX_VALUE);
        IntPredicate passes = type -> type == passing;
        try {
            for (Bytes piece : FrameDecoderTest.pieces(stream, random)) {
                decoder.feed(piece);
                for (Input input = decoder.next(passes); input != null; input = decoder.next(passes)) {
                    if (input instanceof Frame frame) {
                        readOne(frame, outcomes, reading);
                    }
                }
                assertThat(decoder.heldCapacity()).isLessThanOrEqualTo(2 * stream.length());
            }
        } catch (ProtocolViolation e) {
            outcomes.violations++;
        }
    }

    private static void readOne(Frame frame, Outcomes outcomes, Reading reading) {
        try {
            reading.read(frame);
            outcomes.messages++;
        } catch (ProtocolViolation e) {
            outcomes.violations++;
        }
    }

    /** What was read is all there was: written again, it is the same bytes. */
    private static void reencode(Frame frame, Bytes again) {
        assertThat(again).isEqualTo(frame.bytes());
    }

    private static Bytes damaged(SplittableRandom random, List<Bytes> samples) {
        byte[] bytes = Samples.joined(Stream.generate(() -> samples.get(random.nextInt(samples.size())))
                        .limit(random.nextInt(1, 5)))
                .toByteArray();
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes = switch (random.nextInt(4)) {
                case 0 -> changed(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(Byte.SIZE)));
                case 1 -> changed(bytes, at, new byte[] {0, 1, -1, Byte.MAX_VALUE, Byte.MIN_VALUE}[random.nextInt(5)]);
                case 2 -> spliced(bytes, at, random.nextInt(Math.min(8, bytes.length - at)), 0);
                default -> spliced(bytes, at, 0, random.nextInt(8));
            };
        }
        return Bytes.of(bytes);
    }

    private static byte[] changed(byte[] bytes, int at, byte value) {
        byte[] copy = bytes.clone();
        copy[at] = value;
        return copy;
    }

    private static byte[] spliced(byte[] bytes, int at, int out, int in) {
        byte[] copy = new byte[bytes.length - out + in];
        System.arraycopy(bytes, 0, copy, 0, at);
        System.arraycopy(bytes, at + out, copy, at + in, bytes.length - at - out);
        return copy;
    }
}
