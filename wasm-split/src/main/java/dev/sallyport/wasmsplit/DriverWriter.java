package dev.sallyport.wasmsplit;

import java.util.BitSet;
import java.util.OptionalInt;

/**
 * Writes the function that takes the place of a split one: it makes the frame, calls chunks until one returns
 * {@link #DONE}, removes the frame and gives the result.
 *
 * <pre>
 * frame = stackPointer -= size;  if (frame &lt; limit) trap
 * store parameters;  state = entry
 * do switch (state's chunk) { case 0: state = chunk0(frame, state) ... } while (state != DONE)
 * stackPointer = frame + size;  return frame.result
 * </pre>
 */
record DriverWriter(ChunkPlan plan, FrameLayout frame, int firstChunkFunction, OptionalInt stackLimit) {
    /** The state that ends the function. */
    static final int DONE = -1;

    /** By convention of the C tool chain the first global is the stack pointer. */
    static final int STACK_POINTER = 0;

    byte[] write() {
        int framePointer = plan.graph().parameterCount();
        int state = framePointer + 1;
        WasmWriter out = new WasmWriter();
        out.writeUnsigned(1).writeUnsigned(2).write(ValueType.I32.code());
        enter(out, framePointer);
        storeArguments(out, framePointer);
        out.i32Const(plan.state(plan.graph().entry())).instruction(Op.LOCAL_SET, state);
        callChunks(out, framePointer, state);
        out.instruction(Op.LOCAL_GET, framePointer).i32Const(frame.size()).write(Op.I32_ADD);
        out.instruction(Op.GLOBAL_SET, STACK_POINTER);
        plan.graph().result().ifPresent(result -> {
            if (frame.holds(result)) {
                out.instruction(Op.LOCAL_GET, framePointer);
                frame.writeLoad(out, result);
            } else { // no chunk stores one: the function only ever loops or traps
                out.write(Op.UNREACHABLE);
            }
        });
        return out.write(Op.END).toByteArray();
    }

    private void enter(WasmWriter out, int framePointer) {
        out.instruction(Op.GLOBAL_GET, STACK_POINTER).i32Const(frame.size()).write(Op.I32_SUB);
        out.instruction(Op.LOCAL_SET, framePointer);
        stackLimit.ifPresent(limit -> {
            out.instruction(Op.LOCAL_GET, framePointer).i32Const(limit).write(Op.I32_LT_U);
            out.open(Op.IF).write(Op.UNREACHABLE).write(Op.END);
        });
        out.instruction(Op.LOCAL_GET, framePointer).instruction(Op.GLOBAL_SET, STACK_POINTER);
    }

    /** Other locals that are read before they are written begin as zero. */
    private void storeArguments(WasmWriter out, int framePointer) {
        BitSet live = plan.liveAtEntry();
        for (int local = live.nextSetBit(0); local >= 0; local = live.nextSetBit(local + 1)) {
            if (!frame.holds(local)) {
                continue;
            }
            out.instruction(Op.LOCAL_GET, framePointer);
            if (local < plan.graph().parameterCount()) {
                out.instruction(Op.LOCAL_GET, local);
            } else {
                frame.type(local).writeZero(out);
            }
            frame.writeStore(out, local);
        }
    }

    private void callChunks(WasmWriter out, int framePointer, int state) {
        int count = plan.chunks().size();
        out.open(Op.BLOCK).open(Op.LOOP);
        for (int i = 0; i < count; i++) {
            out.open(Op.BLOCK);
        }
        out.instruction(Op.LOCAL_GET, state).i32Const(ChunkPlan.POSITION_BITS).write(Op.I32_SHR_U);
        out.instruction(Op.BR_TABLE, count - 1);
        for (int i = 0; i < count; i++) {
            out.writeUnsigned(i);
        }
        for (int i = 0; i < count; i++) {
            int loop = count - 1 - i;
            out.write(Op.END);
            out.instruction(Op.LOCAL_GET, framePointer).instruction(Op.LOCAL_GET, state);
            out.instruction(Op.CALL, firstChunkFunction + i).instruction(Op.LOCAL_TEE, state);
            out.i32Const(DONE).write(Op.I32_NE).instruction(Op.BR_IF, loop);
            out.instruction(Op.BR, loop + 1);
        }
        out.write(Op.END).write(Op.END);
    }
}
