package dev.sallyport.wasmsplit;

import static dev.sallyport.wasmsplit.ValueType.I32;
import static dev.sallyport.wasmsplit.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionSplitterTest {
    private static final SplitOptions TINY = new SplitOptions(1, 30, 10, 3);

    @ParameterizedTest
    @CsvSource({"1, 1, 2", "30, 10, 3", "200, 50, 8", "100000, 900, 96"})
    void randomProgramsMeanTheSameAfterSplitting(int chunkBytes, int blockBytes, int switchTargets) {
        SplitOptions options = new SplitOptions(1, chunkBytes, blockBytes, switchTargets);
        Set<String> outcomes = new HashSet<>();
        for (long seed = 0; seed < 40; seed++) {
            byte[] original = new RandomProgram(seed, 8).module();
            byte[] split = split(original, options).bytes();
            for (int i = -1; i < 4; i++) {
                Execution expected = Execution.of(original, i, 7L * i - 3, 0.5 * i);
                assertThat(Execution.of(split, i, 7L * i - 3, 0.5 * i))
                        .as("seed %d, argument %d", seed, i)
                        .isEqualTo(expected);
                outcomes.add(expected.outcome());
            }
        }
        assertThat(outcomes).hasSizeGreaterThan(20); // the programs do compute something
    }

    @Test
    void aTableOfManyTargetsInALoopMeansTheSameInRanges() {
        byte[] original = interpreterLoop(150);
        FunctionSplitter.Result split = split(original, TINY);
        assertThat(split.chunks()).isGreaterThan(100);
        for (int start = -1; start <= 151; start += 4) {
            assertThat(Execution.of(split.bytes(), start, start, 0)).isEqualTo(Execution.of(original, start, start, 0));
        }
    }

    @Test
    void aSmallFunctionIsCopiedAsItIs() {
        byte[] original = interpreterLoop(3);
        FunctionSplitter.Result split = split(original, new SplitOptions(100_000, 30, 10, 3));
        assertThat(split.functions()).isZero();
        assertThat(WasmModule.read(split.bytes()).bodies())
                .usingRecursiveComparison()
                .isEqualTo(WasmModule.read(original).bodies());
    }

    @Test
    void chunksStayAboutWithinTheirSize() {
        FunctionSplitter.Result split = split(interpreterLoop(300), new SplitOptions(1000, 400, 100, 16));
        assertThat(split.largestChunk()).isBetween(200, 800);
    }

    @Test
    void aFrameBelowTheStackLimitTraps() {
        byte[] original = interpreterLoop(20);
        assertThat(Execution.of(splitWithLimit(original, 65_536 - 4096), 5, 5, 0))
                .isEqualTo(Execution.of(original, 5, 5, 0));
        assertThat(Execution.of(splitWithLimit(original, 65_536), 5, 5, 0).outcome())
                .isEqualTo("trap");
    }

    @Test
    void aFunctionThatNeverReturnsStillTraps() {
        byte[] original =
                TestModule.of(List.of(), new byte[] {Op.UNREACHABLE, Op.END}).bytes();
        assertThat(Execution.of(split(original, TINY).bytes(), 1, 2, 3))
                .isEqualTo(Execution.of(original, 1, 2, 3))
                .returns("trap", Execution::outcome);
    }

    @Test
    void anythingButAModuleIsRefused() {
        assertThatThrownBy(() -> split(new byte[] {1, 2, 3}, TINY))
                .isInstanceOf(WasmFormatException.class)
                .hasMessage("not a WebAssembly module of version 1");
    }

    @Test
    void aTruncatedModuleIsRefusedWhereverItEnds() {
        byte[] whole = interpreterLoop(3);
        for (int length = WasmModule.HEADER.length + 1; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            // Cut between sections, the part is a module; then it lacks code, or nothing of it is split.
            try {
                assertThat(split(part, TINY).bytes()).isNotEmpty();
            } catch (WasmFormatException e) {
                assertThat(e).hasMessageMatching("(unexpected end at|function and code section differ).*");
            }
        }
    }

    @Test
    void aChangedByteNeverEndsInAnythingButARefusal() {
        byte[] whole = interpreterLoop(3);
        for (int i = 0; i < whole.length; i++) {
            for (int change : new int[] {1, 0x40, 0x80, 0xff}) {
                byte[] changed = whole.clone();
                changed[i] ^= (byte) change;
                try {
                    split(changed, TINY);
                } catch (WasmFormatException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x06, 0x12, 0x1c, 0x25, 0xc5, 0xd0, 0xfd})
    void anUnknownInstructionIsNamed(int opcode) {
        byte[] code = {(byte) opcode, 0, 0, Op.END};
        assertThatThrownBy(() -> split(TestModule.of(List.of(), code).bytes(), TINY))
                .isInstanceOf(WasmFormatException.class)
                .hasMessageContaining("function 1: unknown instruction 0x" + Integer.toHexString(opcode));
    }

    private static FunctionSplitter.Result split(byte[] module, SplitOptions options) {
        return new FunctionSplitter(options, OptionalInt.empty()).split(module);
    }

    private static byte[] splitWithLimit(byte[] module, int limit) {
        return new FunctionSplitter(TINY, OptionalInt.of(limit)).split(module).bytes();
    }

    /**
     * A state machine as a parser generator makes it: a loop around a table with a case for each state, which adds the
     * state to a sum and goes to the next state until it has made 500 steps.
     */
    private static byte[] interpreterLoop(int cases) {
        int sum = 3;
        int steps = 4;
        WasmWriter code = new WasmWriter().open(Op.BLOCK).open(Op.LOOP);
        for (int i = 0; i < cases; i++) {
            code.open(Op.BLOCK);
        }
        code.instruction(Op.LOCAL_GET, 0).instruction(Op.BR_TABLE, cases);
        for (int i = 0; i < cases; i++) {
            code.writeUnsigned(i);
        }
        code.writeUnsigned(cases + 1);
        for (int i = 0; i < cases; i++) {
            int loop = cases - 1 - i;
            code.write(Op.END);
            code.instruction(Op.LOCAL_GET, sum).write(Op.I64_CONST).writeSigned(i * 31L);
            code.write(0x7c).instruction(Op.CALL, TestModule.HELPER).instruction(Op.LOCAL_SET, sum);
            code.i32Const((i * 7 + 3) % (cases + 1)).instruction(Op.LOCAL_SET, 0);
            code.instruction(Op.LOCAL_GET, steps).i32Const(1).write(Op.I32_ADD).instruction(Op.LOCAL_TEE, steps);
            code.i32Const(500).write(Op.I32_LT_U).instruction(Op.BR_IF, loop);
            code.instruction(Op.BR, loop + 1);
        }
        code.write(Op.END).write(Op.END);
        code.instruction(Op.LOCAL_GET, sum).write(Op.END);
        return TestModule.of(List.of(I64, I32), code.toByteArray()).bytes();
    }
}
