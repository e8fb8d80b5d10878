package dev.sallyport.wasmsplit;

import java.io.ByteArrayOutputStream;

/** Writes the binary format of WebAssembly (core specification, section 5); not thread-safe. */
final class WasmWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    WasmWriter write(int value) {
        bytes.write(value);
        return this;
    }

    WasmWriter write(byte[] values) {
        bytes.writeBytes(values);
        return this;
    }

    WasmWriter writeUnsigned(int value) {
        int rest = value;
        do {
            int low = rest & 0x7f;
            rest >>>= 7;
            bytes.write(rest == 0 ? low : low | 0x80);
        } while (rest != 0);
        return this;
    }

    WasmWriter writeSigned(long value) {
        long rest = value;
        while (true) {
            int low = (int) (rest & 0x7f);
            rest >>= 7;
            boolean signFits = (rest == 0 && (low & 0x40) == 0) || (rest == -1 && (low & 0x40) != 0);
            if (signFits) {
                bytes.write(low);
                return this;
            }
            bytes.write(low | 0x80);
        }
    }

    /** An instruction with one index as its immediate, such as {@code local.get 3}. */
    WasmWriter instruction(int opcode, int index) {
        return write(opcode).writeUnsigned(index);
    }

    WasmWriter i32Const(int value) {
        return write(Op.I32_CONST).writeSigned(value);
    }

    /** Opens a block, loop or if without parameters and results. */
    WasmWriter open(int opcode) {
        return write(opcode).write(Op.NO_RESULT);
    }

    WasmWriter sized(byte[] content) {
        return writeUnsigned(content.length).write(content);
    }

    int size() {
        return bytes.size();
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
