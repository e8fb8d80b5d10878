package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    @Test
    void everyClientMessageSurvivesASplitAtEveryByte() throws ProtocolViolation {
        for (FrontendMessage message : Samples.frontend()) {
            Bytes bytes = message.encode();
            for (int at = 0; at <= bytes.length(); at++) {
                List<Input> inputs = decode(FrameLimits.frontend(), Passing.NOTHING, halves(bytes, at));
                assertThat(inputs).hasSize(1);
                assertThat(FrontendMessages.decode((Frame) inputs.getFirst())).isEqualTo(message);
            }
        }
    }

    @Test
    void everyServerMessageSurvivesASplitAtEveryByte() throws ProtocolViolation {
        for (BackendMessage message : Samples.backend()) {
            Bytes bytes = message.encode();
            for (int at = 0; at <= bytes.length(); at++) {
                List<Input> inputs = decode(FrameLimits.backend(), Passing.NOTHING, halves(bytes, at));
                assertThat(inputs).hasSize(1);
                assertThat(BackendMessages.decode((Frame) inputs.getFirst())).isEqualTo(message);
            }
        }
    }

    @Test
    void everyStreamIsCutTheSameHoweverItArrivesAndWhateverPasses() throws ProtocolViolation {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<BackendMessage> messages = random.ints(
                            random.nextInt(1, 30), 0, Samples.backend().size())
                    .mapToObj(Samples.backend()::get)
                    .toList();
            Bytes stream = Samples.joined(messages.stream().map(BackendMessage::encode));
            long passing = random.nextLong();
            IntPredicate passes = type -> (passing >> (type & 63) & 1) == 1;
            List<Input> inputs = decode(FrameLimits.backend(), passes, pieces(stream, random));

            assertThat(Samples.joined(inputs.stream().map(FrameDecoderTest::bytesOf)))
                    .as("seed %d", seed)
                    .isEqualTo(stream);
            assertThat(inputs.stream()
                            .mapToInt(FrameDecoderTest::framesEndingIn)
                            .sum())
                    .as("seed %d", seed)
                    .isEqualTo(messages.size());
            assertThat(inputs)
                    .as("seed %d", seed)
                    .allMatch(input -> passes.test(typeOf(input)) == (input instanceof Run));
            assertThat(inputs)
                    .filteredOn(Run.class::isInstance)
                    .allMatch(run -> bytesOf(run).length() > 0);
            assertRunsSayWhereTheyEnd(inputs, messages);
        }
    }

    @Test
    void aMessageThatIsTooLongToBeHeldComesAsItsHeadAndARestThatPasses() throws ProtocolViolation {
        FrameLimits limits = FrameLimits.frontend()
                .with(FrontendType.BIND, 40)
                .withPassing(FrontendType.BIND, 1000)
                .withHead(FrontendType.BIND, 20);
        Bytes longest = bind(40 + 1 - 15 - 4);
        Bytes tooLong = bind(200);
        Bytes stream = Samples.joined(Stream.of(longest, tooLong, tooLong, longest));
        for (long seed = 0; seed < 500; seed++) {
            List<Input> inputs = decode(limits, Passing.NOTHING, pieces(stream, new SplittableRandom(seed)));
            assertThat(Samples.joined(inputs.stream().map(FrameDecoderTest::bytesOf)))
                    .as("seed %d", seed)
                    .isEqualTo(stream);
            assertThat(inputs).first().isEqualTo(Frame.of(longest));
            assertThat(inputs).last().isEqualTo(Frame.of(longest));
            assertThat(inputs.stream().filter(Head.class::isInstance))
                    .as("seed %d", seed)
                    .containsExactly(
                            new Head(FrontendType.BIND, tooLong.slice(0, 20)),
                            new Head(FrontendType.BIND, tooLong.slice(0, 20)));
            assertThat(inputs.stream()
                            .mapToInt(FrameDecoderTest::framesEndingIn)
                            .sum())
                    .isEqualTo(4);
        }
    }

    @Test
    void theRestOfAMessageEndsWithItEvenIfTheNextPasses() throws ProtocolViolation {
        FrameLimits limits = FrameLimits.frontend().with(FrontendType.COPY_DATA, 9);
        limits = limits.withPassing(FrontendType.COPY_DATA, 100).withHead(FrontendType.COPY_DATA, 8);
        Bytes data = new FrontendMessage.CopyData(Bytes.of(new byte[20])).encode();
        FrameDecoder decoder = new FrameDecoder(limits);
        decoder.feed(Samples.joined(Stream.of(data, data)));
        assertThat(decoder.next(Passing.NOTHING)).isEqualTo(new Head(FrontendType.COPY_DATA, data.slice(0, 8)));
        assertThat(decoder.next(Passing.EVERYTHING))
                .isEqualTo(new Run(FrontendType.COPY_DATA, data.slice(8, data.length() - 8), 1, false));
        assertThat(decoder.next(Passing.EVERYTHING)).isEqualTo(new Run(FrontendType.COPY_DATA, data, 1, false));
    }

    @Test
    void theHeadOfABindTellsWhatIsBound() throws ProtocolViolation {
        Bytes bind = bind(100);
        for (int size = Frame.HEADER; size < bind.length(); size++) {
            Head head = new Head(FrontendType.BIND, bind.slice(0, size));
            if (size < 13) {
                assertThatThrownBy(() -> FrontendMessages.decodeBindHead(head, ClientEncoding.UTF8))
                        .isInstanceOf(ProtocolViolation.class);
            } else {
                assertThat(FrontendMessages.decodeBindHead(head, ClientEncoding.UTF8))
                        .isEqualTo(new BindHead("p", "s", 1));
            }
        }
    }

    private static Bytes bind(int length) {
        return new FrontendMessage.Bind("p", "s", List.of(), List.of(Bytes.of(new byte[length])), List.of()).encode();
    }

    @Test
    void passingFramesOfOneTypeThatAreHereComeAsOneRunWithoutACopy() throws ProtocolViolation {
        Bytes stream = Samples.joined(Stream.of(row(10), row(0), row(30), done()));
        List<Input> inputs = decode(FrameLimits.backend(), type -> type == BackendType.DATA_ROW, List.of(stream));

        Run run = (Run) inputs.getFirst();
        assertThat(run.frames()).isEqualTo(3);
        assertThat(run.bytes().array()).isSameAs(stream.array());
        assertThat(inputs.get(1)).isEqualTo(Frame.of(done()));
    }

    @Test
    void aRunEndsWhereTheTypeChangesEvenIfTheNextPassesToo() throws ProtocolViolation {
        List<Input> inputs = decode(
                FrameLimits.backend(), Passing.EVERYTHING, List.of(Samples.joined(Stream.of(row(1), row(2), done()))));
        assertThat(inputs).extracting(FrameDecoderTest::typeOf).containsExactly((int) BackendType.DATA_ROW, (int)
                BackendType.COMMAND_COMPLETE);
    }

    @Test
    void aPassingFrameIsHandedOutBeforeItIsWhole() throws ProtocolViolation {
        Bytes row = row(1000);
        FrameDecoder decoder = new FrameDecoder(FrameLimits.backend());
        decoder.feed(row.slice(0, 500));
        assertThat(decoder.next(Passing.EVERYTHING))
                .isEqualTo(new Run(BackendType.DATA_ROW, row.slice(0, 500), 0, true));
        assertThat(decoder.next(Passing.EVERYTHING)).isNull();
        assertThat(decoder.bufferedBytes()).isZero();
        decoder.feed(row.slice(500, row.length() - 500));
        assertThat(decoder.next(Passing.EVERYTHING))
                .isEqualTo(new Run(BackendType.DATA_ROW, row.slice(500, row.length() - 500), 1, false));
    }

    @Test
    void whatPassesCanChangeFromFrameToFrame() throws ProtocolViolation {
        FrameDecoder decoder = new FrameDecoder(FrameLimits.backend());
        decoder.feed(Samples.joined(Stream.of(row(1), row(2), row(3))));
        assertThat(decoder.next(Passing.NOTHING)).isInstanceOf(Frame.class);
        assertThat(decoder.next(Passing.EVERYTHING)).isInstanceOf(Run.class);
        assertThat(decoder.next(Passing.EVERYTHING)).isNull();
    }

    @Test
    void aWholeFrameInOneFeedIsNotCopied() throws ProtocolViolation {
        Bytes stream = Samples.joined(Stream.of(done(), row(3)));
        for (Input input : decode(FrameLimits.backend(), Passing.NOTHING, List.of(stream))) {
            assertThat(bytesOf(input).array()).isSameAs(stream.array());
        }
    }

    @Test
    void onlyTheFrameThatStraddlesTwoFeedsIsCopied() throws ProtocolViolation {
        Bytes stream = Samples.joined(Stream.of(row(50), row(60)));
        Bytes second = Bytes.of(stream.slice(20, stream.length() - 20).toByteArray());
        List<Input> inputs = decode(FrameLimits.backend(), Passing.NOTHING, List.of(stream.slice(0, 20), second));
        assertThat(bytesOf(inputs.getFirst()).array()).isNotSameAs(second.array());
        assertThat(bytesOf(inputs.getLast()).array()).isSameAs(second.array());
    }

    @Test
    void aFrameThatClaimsAGigabyteCostsOnlyWhatArrived() throws ProtocolViolation {
        FrameLimits limits = FrameLimits.frontend().with(FrontendType.QUERY, FrameLimits.LONGEST);
        FrameDecoder decoder = new FrameDecoder(limits);
        decoder.feed(header(FrontendType.QUERY, FrameLimits.LONGEST));
        decoder.feed(Bytes.of(new byte[10]));
        assertThat(decoder.next(Passing.NOTHING)).isNull();
        assertThat(decoder.bufferedBytes()).isEqualTo(15);
        assertThat(decoder.heldCapacity()).isLessThanOrEqualTo(2 * 15);
    }

    @Test
    void theBufferOfAnIncompleteFrameIsAtMostTwiceWhatArrivedAndGrowsSeldom() throws ProtocolViolation {
        FrameDecoder decoder = new FrameDecoder(FrameLimits.frontend());
        int total = 100_000;
        decoder.feed(header(FrontendType.QUERY, total));
        int growths = 0;
        int capacity = 0;
        for (int arrived = Frame.HEADER + 1; arrived <= total; arrived++) {
            decoder.feed(Bytes.of(new byte[1]));
            assertThat(decoder.next(Passing.NOTHING)).isNull();
            assertThat(decoder.heldCapacity()).isBetween(arrived, 2 * arrived);
            growths += decoder.heldCapacity() == capacity ? 0 : 1;
            capacity = decoder.heldCapacity();
        }
        assertThat(growths).isLessThan(20);
        decoder.feed(Bytes.of(new byte[1]));
        assertThat(decoder.next(Passing.NOTHING)).isInstanceOf(Frame.class);
        assertThat(decoder.heldCapacity()).isZero();
    }

    @Test
    void noBytesAreNoNews() throws ProtocolViolation {
        FrameDecoder decoder = new FrameDecoder(FrameLimits.frontend());
        assertThat(decoder.next(Passing.NOTHING)).isNull();
        decoder.feed(Bytes.EMPTY);
        assertThat(decoder.next(Passing.NOTHING)).isNull();
    }

    @Test
    void aPredicateIsNeverAskedForAnUnknownType() {
        FrameDecoder decoder = new FrameDecoder(FrameLimits.frontend());
        decoder.feed(Bytes.of(new byte[] {0}));
        assertThatThrownBy(() -> decoder.next(type -> {
                    throw new AssertionError();
                }))
                .isInstanceOf(ProtocolViolation.class);
    }

    private static void assertRunsSayWhereTheyEnd(List<Input> inputs, List<BackendMessage> messages) {
        Set<Integer> borders = new HashSet<>();
        int at = 0;
        for (BackendMessage message : messages) {
            at += message.encode().length();
            borders.add(at);
        }
        at = 0;
        for (Input input : inputs) {
            at += bytesOf(input).length();
            boolean partial = input instanceof Head || (input instanceof Run run && run.partial());
            assertThat(partial).isEqualTo(!borders.contains(at));
        }
    }

    static List<Input> decode(FrameLimits limits, IntPredicate passes, List<Bytes> feeds) throws ProtocolViolation {
        FrameDecoder decoder = new FrameDecoder(limits);
        List<Input> inputs = new ArrayList<>();
        for (Bytes feed : feeds) {
            decoder.feed(feed);
            for (Input input = decoder.next(passes); input != null; input = decoder.next(passes)) {
                inputs.add(input);
            }
        }
        assertThat(decoder.bufferedBytes()).isZero();
        return inputs;
    }

    static Bytes header(byte type, int length) {
        return new BodyWriter().int8(type).int32(length).take();
    }

    static List<Bytes> halves(Bytes bytes, int at) {
        return List.of(bytes.slice(0, at), bytes.slice(at, bytes.length() - at));
    }

    static List<Bytes> pieces(Bytes bytes, SplittableRandom random) {
        List<Bytes> pieces = new ArrayList<>();
        int most = random.nextInt(1, 80);
        for (int at = 0; at < bytes.length(); ) {
            int size = Math.min(random.nextInt(1, most + 1), bytes.length() - at);
            pieces.add(bytes.slice(at, size));
            at += size;
        }
        return pieces;
    }

    static Bytes bytesOf(Input input) {
        return switch (input) {
            case Frame frame -> frame.bytes();
            case Head head -> head.bytes();
            case Run run -> run.bytes();
        };
    }

    private static int typeOf(Input input) {
        return switch (input) {
            case Frame frame -> frame.type();
            case Head head -> head.type();
            case Run run -> run.type();
        };
    }

    private static int framesEndingIn(Input input) {
        return switch (input) {
            case Frame frame -> Math.min(frame.bytes().length(), 1);
            case Head head -> 0;
            case Run run -> run.frames();
        };
    }

    private static Bytes row(int length) {
        return new BackendMessage.DataRow(List.of(Bytes.of(new byte[length]))).encode();
    }

    private static Bytes done() {
        return new BackendMessage.CommandComplete("SELECT 3").encode();
    }
}
