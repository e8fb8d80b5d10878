package dev.sallyport.wasmsplit;

import java.util.ArrayList;
import java.util.List;

/** The parameters and results of a function or a block. */
record FunctionType(List<ValueType> parameters, List<ValueType> results) {
    static final int MARKER = 0x60;
    static final FunctionType EMPTY = new FunctionType(List.of(), List.of());

    FunctionType {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }

    static FunctionType read(WasmReader in) {
        int marker = in.readByte();
        if (marker != MARKER) {
            throw new WasmFormatException("not a function type: 0x" + Integer.toHexString(marker));
        }
        return new FunctionType(readTypes(in), readTypes(in));
    }

    void write(WasmWriter out) {
        out.write(MARKER);
        writeTypes(out, parameters);
        writeTypes(out, results);
    }

    private static List<ValueType> readTypes(WasmReader in) {
        int count = in.readCount();
        List<ValueType> types = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            types.add(ValueType.of(in.readByte()));
        }
        return types;
    }

    private static void writeTypes(WasmWriter out, List<ValueType> types) {
        out.writeUnsigned(types.size());
        types.forEach(type -> out.write(type.code()));
    }
}
