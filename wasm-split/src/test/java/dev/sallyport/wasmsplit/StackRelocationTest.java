package dev.sallyport.wasmsplit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StackRelocationTest {
    private static final int OLD_STACK = 32 << 20;
    private static final int NEW_STACK = 4 << 20;
    private static final int BOTTOM = 70_000;
    private static final int TOP = BOTTOM + OLD_STACK;

    @Test
    void theStacksTopIsLoweredInAllThreePlacesAndTheMemoryWithIt() {
        StackRelocation.Result moved = StackRelocation.shrink(module(1, 1), OLD_STACK, NEW_STACK);
        assertThat(moved.stackBottom()).isEqualTo(BOTTOM);
        Execution execution = Execution.of(moved.bytes(), 0, 0, 0);
        assertThat(execution.outcome()).isEqualTo(Long.toString(BOTTOM + NEW_STACK)); // the constant in the code
        assertThat(execution.stackPointer()).isEqualTo(BOTTOM + NEW_STACK);
        assertThat(execution.memory().substring(2 * 16, 2 * 20)).isEqualTo("70114100"); // the word in the data
    }

    @Test
    void anotherNumberOfPlacesIsRefused() {
        assertRefused(module(0, 1), "missing in a section");
        assertRefused(module(2, 1), "more than once");
        assertRefused(module(1, 0), "missing in a section");
        assertRefused(module(1, 2), "more than once");
    }

    @Test
    void aStackThatIsNotThereIsRefused() {
        byte[] small = TestModule.of(List.of(), code(1)).bytes();
        assertRefused(small, "does not fit below its top");
    }

    @Test
    void theNewStackMustBeSmallerAndNotEmpty() {
        assertThatThrownBy(() -> StackRelocation.shrink(module(1, 1), OLD_STACK, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StackRelocation.shrink(module(1, 1), OLD_STACK, OLD_STACK + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(byte[] module, String message) {
        assertThatThrownBy(() -> StackRelocation.shrink(module, OLD_STACK, NEW_STACK))
                .isInstanceOf(WasmFormatException.class)
                .hasMessageContaining(message);
    }

    /** A module whose code and data name the stack's top so many times. */
    static byte[] module(int inCode, int inData) {
        WasmWriter data = new WasmWriter();
        for (int i = 0; i < inData; i++) {
            data.write(TOP).write(TOP >>> 8).write(TOP >>> 16).write(TOP >>> 24);
        }
        return new TestModule(TOP, 560, List.of(), code(inCode), data.toByteArray()).bytes();
    }

    private static byte[] code(int constants) {
        WasmWriter code = new WasmWriter();
        code.write(Op.I64_CONST).writeSigned(0);
        for (int i = 0; i < constants; i++) {
            code.write(Op.DROP).i32Const(TOP).write(0xad); // i64.extend_i32_u
        }
        return code.write(Op.END).toByteArray();
    }
}
