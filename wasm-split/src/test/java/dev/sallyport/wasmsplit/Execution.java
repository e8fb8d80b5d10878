package dev.sallyport.wasmsplit;

import java.util.HexFormat;
import run.endive.runtime.Instance;
import run.endive.runtime.TrapException;
import run.endive.wasm.Parser;

/** What came of calling {@code f} of a {@link TestModule} in Endive's interpreter: its result or trap, and its memory. */
record Execution(String outcome, String memory, int stackPointer) {
    private static final int COMPARED_BYTES = 1024;

    static Execution of(byte[] module, int first, long second, double third) {
        Instance instance = Instance.builder(Parser.parse(module)).build();
        String outcome;
        try {
            long[] result = instance.export("f").apply(first, second, Double.doubleToRawLongBits(third));
            outcome = Long.toString(result[0]);
        } catch (TrapException e) {
            outcome = "trap";
        }
        String memory = HexFormat.of().formatHex(instance.memory().readBytes(0, COMPARED_BYTES));
        // A trap leaves the pointer where it was: nobody uses the instance afterwards.
        int stackPointer = outcome.equals("trap") ? 0 : (int) instance.global(0).getValue();
        return new Execution(outcome, memory, stackPointer);
    }
}
