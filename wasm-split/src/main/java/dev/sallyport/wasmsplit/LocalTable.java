package dev.sallyport.wasmsplit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The locals of one function, and those added to carry operands from block to block. */
final class LocalTable {
    static final int MOST_DECLARED = 50_000; // the limit that browsers set, too

    private record Slot(int depth, ValueType type) {}

    private final List<ValueType> types;
    private final int parameterCount;
    private final OptionalInt result;
    private final Map<Slot, Integer> operands = new HashMap<>();
    private int scratch = -1;

    private LocalTable(List<ValueType> types, int parameterCount, OptionalInt result) {
        this.types = types;
        this.parameterCount = parameterCount;
        this.result = result;
    }

    /** Reads the declarations at the begin of a function's body. */
    static LocalTable read(FunctionType type, WasmReader body) {
        List<ValueType> types = new ArrayList<>(type.parameters());
        int groups = body.readCount();
        for (int i = 0; i < groups; i++) {
            int count = body.readIndex();
            ValueType local = ValueType.of(body.readByte());
            if (count > MOST_DECLARED - types.size()) {
                throw new WasmFormatException("function declares more than " + MOST_DECLARED + " locals");
            }
            for (int k = 0; k < count; k++) {
                types.add(local);
            }
        }
        OptionalInt result = OptionalInt.empty();
        if (type.results().size() > 1) {
            throw new WasmFormatException("function with more than one result");
        } else if (!type.results().isEmpty()) {
            result = OptionalInt.of(types.size());
            types.add(type.results().getFirst());
        }
        return new LocalTable(types, type.parameters().size(), result);
    }

    /** The local that holds the operand of this type at this depth of the stack whenever a block ends. */
    int operand(int depth, ValueType type) {
        return operands.computeIfAbsent(new Slot(depth, type), slot -> add(slot.type()));
    }

    /** An i32 that is written just before it is read. */
    int scratch() {
        if (scratch < 0) {
            scratch = add(ValueType.I32);
        }
        return scratch;
    }

    ValueType type(int local) {
        if (local >= types.size()) {
            throw new WasmFormatException("no local " + local);
        }
        return types.get(local);
    }

    List<ValueType> types() {
        return types;
    }

    int parameterCount() {
        return parameterCount;
    }

    OptionalInt result() {
        return result;
    }

    private int add(ValueType type) {
        types.add(type);
        return types.size() - 1;
    }
}
