package dev.sallyport.wasmsplit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A module's sections, and what splitting its functions needs to know of them. Imports other than functions are refused. */
final class WasmModule {
    static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};

    static final int CUSTOM = 0;
    static final int TYPES = 1;
    static final int IMPORTS = 2;
    static final int FUNCTIONS = 3;
    static final int MEMORIES = 5;
    static final int GLOBALS = 6;
    static final int CODE = 10;
    static final int DATA = 11;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Section(int id, byte[] content) {}

    private final List<Section> sections;
    private final List<FunctionType> types = new ArrayList<>();
    private final List<Integer> functionTypes = new ArrayList<>();
    private final List<ValueType> globals = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private int importedFunctions;

    private WasmModule(List<Section> sections) {
        this.sections = List.copyOf(sections);
    }

    static WasmModule read(byte[] file) {
        WasmReader in = new WasmReader(file);
        if (file.length < HEADER.length || !Arrays.equals(in.readBytes(HEADER.length), HEADER)) {
            throw new WasmFormatException("not a WebAssembly module of version 1");
        }
        List<Section> sections = new ArrayList<>();
        while (in.hasRemaining()) {
            int id = in.readByte();
            sections.add(new Section(id, in.readBytes(in.readCount())));
        }
        WasmModule module = new WasmModule(sections);
        sections.forEach(module::readSection);
        if (module.bodies.size() != module.functionTypes.size() - module.importedFunctions) {
            throw new WasmFormatException("function and code section differ in length");
        }
        return module;
    }

    List<Section> sections() {
        return sections;
    }

    List<FunctionType> types() {
        return types;
    }

    FunctionType type(int index) {
        return at(types, index, "type");
    }

    FunctionType typeOfFunction(int index) {
        return type(at(functionTypes, index, "function"));
    }

    ValueType typeOfGlobal(int index) {
        return at(globals, index, "global");
    }

    int importedFunctions() {
        return importedFunctions;
    }

    /** Imported and own functions. */
    int functionCount() {
        return functionTypes.size();
    }

    /** The type index of each own function. */
    List<Integer> ownFunctionTypes() {
        return functionTypes.subList(importedFunctions, functionTypes.size());
    }

    List<byte[]> bodies() {
        return bodies;
    }

    private void readSection(Section section) {
        WasmReader in = new WasmReader(section.content());
        switch (section.id()) {
            case TYPES -> repeat(in, () -> types.add(FunctionType.read(in)));
            case IMPORTS -> repeat(in, () -> readImport(in));
            case FUNCTIONS -> repeat(in, () -> functionTypes.add(in.readIndex()));
            case GLOBALS -> repeat(in, () -> readGlobal(in));
            case CODE -> repeat(in, () -> bodies.add(in.readBytes(in.readCount())));
            default -> {}
        }
    }

    private void readImport(WasmReader in) {
        in.skip(in.readCount());
        in.skip(in.readCount());
        int kind = in.readByte();
        if (kind != 0) {
            throw new WasmFormatException("imports something other than a function, kind " + kind);
        }
        functionTypes.add(in.readIndex());
        importedFunctions++;
    }

    private void readGlobal(WasmReader in) {
        globals.add(ValueType.of(in.readByte()));
        in.skip(1);
        int opcode = in.readByte();
        StackEffect.skip(opcode, in);
        if (in.readByte() != Op.END) {
            throw new WasmFormatException("global's initial value is not a single constant");
        }
    }

    private static void repeat(WasmReader in, Runnable readOne) {
        int count = in.readCount();
        for (int i = 0; i < count; i++) {
            readOne.run();
        }
    }

    private static <T> T at(List<T> list, int index, String what) {
        if (index < 0 || index >= list.size()) {
            throw new WasmFormatException("no " + what + " " + index);
        }
        return list.get(index);
    }
}
