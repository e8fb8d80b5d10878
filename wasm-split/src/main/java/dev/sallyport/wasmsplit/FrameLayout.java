package dev.sallyport.wasmsplit;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where in a split function's frame each shared local lies: eight-byte values first, all of them aligned. */
final class FrameLayout {
    /** The alignment of the stack pointer in the C calling convention for WebAssembly. */
    private static final int STACK_ALIGNMENT = 16;

    private final List<ValueType> types;
    private final Map<Integer, Integer> offsets = new HashMap<>();
    private final int size;

    FrameLayout(List<ValueType> types, BitSet shared) {
        this.types = types;
        int next = place(shared, 0, Long.BYTES);
        next = place(shared, next, Integer.BYTES);
        size = (next + STACK_ALIGNMENT - 1) / STACK_ALIGNMENT * STACK_ALIGNMENT;
    }

    /** Bytes, a multiple of the stack's alignment. */
    int size() {
        return size;
    }

    boolean holds(int local) {
        return offsets.containsKey(local);
    }

    ValueType type(int local) {
        return types.get(local);
    }

    /** Replaces the frame's address on the stack by the local's value. */
    void writeLoad(WasmWriter out, int local) {
        type(local).writeLoad(out, offset(local));
    }

    /** Takes the frame's address and a value from the stack. */
    void writeStore(WasmWriter out, int local) {
        type(local).writeStore(out, offset(local));
    }

    private int offset(int local) {
        Integer offset = offsets.get(local);
        if (offset == null) {
            throw new IllegalArgumentException("local " + local + " is not in the frame");
        }
        return offset;
    }

    private int place(BitSet shared, int from, int typeSize) {
        int next = from;
        for (int local = shared.nextSetBit(0); local >= 0; local = shared.nextSetBit(local + 1)) {
            if (type(local).size() == typeSize) {
                offsets.put(local, next);
                next += typeSize;
            }
        }
        return next;
    }
}
