package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameLimitsTest {
    @Test
    void everyTypeIsHeldUpToItsLimitAndNotOnePast() throws ProtocolViolation {
        for (FrameLimits limits : List.of(FrameLimits.frontend(), FrameLimits.backend())) {
            for (byte type : known(limits)) {
                int limit = limits.longestWhole(type);
                FrameDecoder decoder = fed(limits, FrameDecoderTest.header(type, limit));
                Input input = decoder.next(Passing.NOTHING);
                assertThat(input == null).isEqualTo(limit > FrameLimits.SHORTEST);
                if (limits.head(type) == 0) {
                    assertRefused(limits, type, limit + 1, Passing.NOTHING, SqlState.PROGRAM_LIMIT_EXCEEDED);
                }
            }
        }
    }

    @Test
    void everyTypePassesUpToItsLimitAndNotOnePast() throws ProtocolViolation {
        for (FrameLimits limits : List.of(FrameLimits.frontend(), FrameLimits.backend())) {
            for (byte type : known(limits)) {
                int limit = limits.longestPassing(type);
                assertThat(fed(limits, FrameDecoderTest.header(type, limit)).next(Passing.EVERYTHING))
                        .isInstanceOf(Run.class);
                assertRefused(limits, type, limit + 1, Passing.EVERYTHING, SqlState.PROGRAM_LIMIT_EXCEEDED);
            }
        }
    }

    @Test
    void aTypeThatHasAHeadComesWithItUpToItsLimitAndNotOnePast() throws ProtocolViolation {
        int headed = 0;
        for (FrameLimits limits : List.of(FrameLimits.frontend(), FrameLimits.backend())) {
            for (byte type : known(limits)) {
                int head = limits.head(type);
                if (head > 0) {
                    headed++;
                    int limit = limits.longestPassing(type);
                    FrameDecoder decoder = fed(limits, FrameDecoderTest.header(type, limits.longestWhole(type) + 1));
                    decoder.feed(Bytes.of(new byte[head - Frame.HEADER - 1]));
                    assertThat(decoder.next(Passing.NOTHING)).isNull();
                    decoder.feed(Bytes.of(new byte[1]));
                    assertThat(decoder.next(Passing.NOTHING)).isInstanceOf(Head.class);
                    assertThat(fed(limits, FrameDecoderTest.header(type, limit)).next(Passing.NOTHING))
                            .isNull();
                    assertRefused(limits, type, limit + 1, Passing.NOTHING, SqlState.PROGRAM_LIMIT_EXCEEDED);
                }
            }
        }
        assertThat(headed).isEqualTo(4);
    }

    @Test
    void aFrameOfExactlyItsLimitIsReadWhole() throws ProtocolViolation {
        FrameLimits limits = FrameLimits.none().with(FrontendType.COPY_DATA, 14);
        Bytes atLimit = new FrontendMessage.CopyData(Bytes.of(new byte[10])).encode();
        assertThat(fed(limits, atLimit).next(Passing.NOTHING)).isEqualTo(Frame.of(atLimit));
        assertRefused(limits, FrontendType.COPY_DATA, 15, Passing.NOTHING, SqlState.PROGRAM_LIMIT_EXCEEDED);
    }

    /** A length that wraps around makes the rest of a message be read as messages of its own (CVE-2024-27304 of pgx). */
    @ParameterizedTest
    @ValueSource(ints = {3, 0, -1, -5, Integer.MIN_VALUE, Integer.MIN_VALUE + 4})
    void aLengthThatIsNegativeOrShorterThanItselfIsRefused(int length) {
        for (FrameLimits limits : List.of(FrameLimits.frontend(), FrameLimits.backend())) {
            for (byte type : known(limits)) {
                assertRefused(limits, type, length, Passing.NOTHING, SqlState.PROTOCOL_VIOLATION);
                assertRefused(limits, type, length, Passing.EVERYTHING, SqlState.PROTOCOL_VIOLATION);
            }
        }
    }

    @Test
    void theLongestLengthThatCanBeWrittenDoesNotOverflow() {
        for (FrameLimits limits : List.of(FrameLimits.frontend(), FrameLimits.backend())) {
            for (byte type : known(limits)) {
                assertRefused(limits, type, Integer.MAX_VALUE, Passing.NOTHING, SqlState.PROGRAM_LIMIT_EXCEEDED);
                assertRefused(limits, type, Integer.MAX_VALUE, Passing.EVERYTHING, SqlState.PROGRAM_LIMIT_EXCEEDED);
            }
        }
    }

    @Test
    void aTypeThatTheDirectionDoesNotKnowIsRefusedAtItsFirstByte() {
        for (FrameLimits limits : List.of(FrameLimits.frontend(), FrameLimits.backend(), FrameLimits.none())) {
            for (int type = Byte.MIN_VALUE; type <= Byte.MAX_VALUE; type++) {
                if (!limits.knows((byte) type)) {
                    FrameDecoder decoder = fed(limits, Bytes.of(new byte[] {(byte) type}));
                    assertThatThrownBy(() -> decoder.next(Passing.EVERYTHING))
                            .isInstanceOf(ProtocolViolation.class)
                            .hasMessageContaining("unknown message type");
                }
            }
        }
    }

    @Test
    void afterAViolationNothingIsReadAnyMore() {
        FrameDecoder decoder = fed(FrameLimits.frontend(), FrameDecoderTest.header(FrontendType.QUERY, -1));
        Throwable first = thrownBy(decoder);
        decoder.feed(new FrontendMessage.Sync().encode());
        assertThat(thrownBy(decoder)).isSameAs(first);
        assertThat(decoder.bufferedBytes()).isZero();
    }

    @Test
    void aRunEndsBeforeABadHeaderWhichIsRefusedNext() throws ProtocolViolation {
        Bytes good = new BackendMessage.CopyData(Bytes.of(new byte[3])).encode();
        FrameDecoder decoder = fed(FrameLimits.backend(), good);
        decoder.feed(Samples.joined(List.of(good, good, FrameDecoderTest.header(BackendType.COPY_DATA, 3)).stream()));
        assertThat(decoder.next(Passing.EVERYTHING)).isEqualTo(new Run(BackendType.COPY_DATA, good, 1, false));
        assertThat(decoder.next(Passing.EVERYTHING))
                .isInstanceOfSatisfying(
                        Run.class, run -> assertThat(run.frames()).isEqualTo(2));
        assertThat(thrownBy(decoder)).isInstanceOf(ProtocolViolation.class);
    }

    @Test
    void aLimitIsBetweenAnEmptyMessageAndWhatPostgreSQLAccepts() {
        FrameLimits none = FrameLimits.none();
        assertThat(none.with((byte) 'x', FrameLimits.SHORTEST).longestWhole((byte) 'x'))
                .isEqualTo(4);
        assertThat(none.with((byte) 'x', FrameLimits.LONGEST).longestPassing((byte) 'x'))
                .isEqualTo(0x3fff_fffe);
        for (int wrong : new int[] {-1, FrameLimits.SHORTEST - 1, FrameLimits.LONGEST + 1}) {
            assertThatThrownBy(() -> none.with((byte) 'x', wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> none.withPassing((byte) 'x', 4)).isInstanceOf(IllegalArgumentException.class);
        assertThat(none.knows((byte) 'x')).isFalse();
        FrameLimits ten = none.with((byte) 'x', 10);
        assertThat(ten.withHead((byte) 'x', 10).head((byte) 'x')).isEqualTo(10);
        assertThat(ten.withHead((byte) 'x', 5).with((byte) 'x', 20).head((byte) 'x'))
                .isZero();
        for (int wrong : new int[] {-1, Frame.HEADER - 1, 11}) {
            assertThatThrownBy(() -> ten.withHead((byte) 'x', wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void assertRefused(FrameLimits limits, byte type, int length, IntPredicate passes, String sqlState) {
        Bytes header = FrameDecoderTest.header(type, length);
        for (int at = 0; at < header.length(); at++) {
            FrameDecoder decoder = new FrameDecoder(limits);
            FrameDecoderTest.halves(header, at).forEach(decoder::feed);
            assertThatThrownBy(() -> decoder.next(passes))
                    .isInstanceOfSatisfying(
                            ProtocolViolation.class,
                            violation -> assertThat(violation.sqlState()).isEqualTo(sqlState));
        }
    }

    private static Throwable thrownBy(FrameDecoder decoder) {
        return catchThrowable(() -> decoder.next(Passing.EVERYTHING));
    }

    private static FrameDecoder fed(FrameLimits limits, Bytes bytes) {
        FrameDecoder decoder = new FrameDecoder(limits);
        decoder.feed(bytes);
        return decoder;
    }

    private static List<Byte> known(FrameLimits limits) {
        List<Byte> known = new ArrayList<>();
        for (int type = 0; type <= Byte.MAX_VALUE; type++) {
            if (limits.knows((byte) type)) {
                known.add((byte) type);
            }
        }
        assertThat(known).hasSizeGreaterThanOrEqualTo(14);
        return known;
    }
}
