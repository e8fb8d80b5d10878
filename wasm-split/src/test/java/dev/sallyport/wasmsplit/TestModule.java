package dev.sallyport.wasmsplit;

import static dev.sallyport.wasmsplit.ValueType.F64;
import static dev.sallyport.wasmsplit.ValueType.I32;
import static dev.sallyport.wasmsplit.ValueType.I64;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A module around one function {@code f(i32, i64, f64) -> i64}, made by hand. It has a stack pointer, a memory that is
 * exported, and a helper {@code (i64) -> i64} as function 0 for calls; {@code f} is function 1.
 *
 * @param stackPointer where the shadow stack begins
 * @param pages of memory
 * @param locals declared by f beyond its parameters
 * @param code of f, with its final end
 * @param data placed at address 16
 */
@SuppressWarnings("ArrayRecordComponent")
record TestModule(int stackPointer, int pages, List<ValueType> locals, byte[] code, byte[] data) {
    static final int HELPER = 0;
    static final FunctionType TYPE = new FunctionType(List.of(I32, I64, F64), List.of(I64));
    static final FunctionType HELPER_TYPE = new FunctionType(List.of(I64), List.of(I64));

    private static final int EXPORTS = 7;

    static TestModule of(List<ValueType> locals, byte[] code) {
        return new TestModule(65_536, 1, locals, code, new byte[] {1, 2, 3, 4});
    }

    byte[] bytes() {
        WasmWriter file = new WasmWriter().write(WasmModule.HEADER);
        section(file, WasmModule.TYPES, types());
        section(file, WasmModule.FUNCTIONS, new WasmWriter().write(new byte[] {2, 1, 0}));
        section(
                file,
                WasmModule.MEMORIES,
                new WasmWriter().write(new byte[] {1, 0}).writeUnsigned(pages));
        section(file, WasmModule.GLOBALS, globals());
        section(file, EXPORTS, exports());
        section(file, WasmModule.CODE, code(helperBody(), body()));
        section(file, WasmModule.DATA, dataSegment());
        return file.toByteArray();
    }

    private static WasmWriter types() {
        WasmWriter out = new WasmWriter().writeUnsigned(2);
        TYPE.write(out);
        HELPER_TYPE.write(out);
        return out;
    }

    private WasmWriter globals() {
        WasmWriter out = new WasmWriter().writeUnsigned(1).write(I32.code()).write(1);
        return out.i32Const(stackPointer).write(Op.END);
    }

    private static WasmWriter exports() {
        WasmWriter out = new WasmWriter().writeUnsigned(3);
        export(out, "f", 0, 1);
        export(out, "memory", 2, 0);
        export(out, "stack", 3, 0);
        return out;
    }

    private static void export(WasmWriter out, String name, int kind, int index) {
        out.sized(name.getBytes(StandardCharsets.UTF_8)).write(kind).writeUnsigned(index);
    }

    /** Gives three times its argument plus one. */
    private static byte[] helperBody() {
        WasmWriter out = new WasmWriter().writeUnsigned(0).instruction(Op.LOCAL_GET, 0);
        out.write(Op.I64_CONST).writeSigned(3).write(0x7e);
        return out.write(Op.I64_CONST).writeSigned(1).write(0x7c).write(Op.END).toByteArray();
    }

    private byte[] body() {
        WasmWriter out = new WasmWriter().writeUnsigned(locals.size());
        locals.forEach(local -> out.writeUnsigned(1).write(local.code()));
        return out.write(code).toByteArray();
    }

    private static WasmWriter code(byte[]... bodies) {
        WasmWriter out = new WasmWriter().writeUnsigned(bodies.length);
        for (byte[] body : bodies) {
            out.sized(body);
        }
        return out;
    }

    private WasmWriter dataSegment() {
        return new WasmWriter()
                .writeUnsigned(1)
                .write(0)
                .i32Const(16)
                .write(Op.END)
                .sized(data);
    }

    private static void section(WasmWriter file, int id, WasmWriter content) {
        file.write(id).sized(content.toByteArray());
    }
}
