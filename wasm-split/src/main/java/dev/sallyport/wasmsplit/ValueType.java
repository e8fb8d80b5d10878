package dev.sallyport.wasmsplit;

/** A number type, with how a value of it is kept in memory. */
enum ValueType {
    I32(0x7f, 2, 0x28, 0x36),
    I64(0x7e, 3, 0x29, 0x37),
    F32(0x7d, 2, 0x2a, 0x38),
    F64(0x7c, 3, 0x2b, 0x39);

    private final int code;
    private final int alignment;
    private final int load;
    private final int store;

    ValueType(int code, int alignment, int load, int store) {
        this.code = code;
        this.alignment = alignment;
        this.load = load;
        this.store = store;
    }

    static ValueType of(int code) {
        for (ValueType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new WasmFormatException("value type 0x" + Integer.toHexString(code) + " is not a number type");
    }

    int code() {
        return code;
    }

    /** Bytes in memory. */
    int size() {
        return 1 << alignment;
    }

    /** Replaces the address on the stack by the value at address plus offset. */
    void writeLoad(WasmWriter out, int offset) {
        out.write(load).writeUnsigned(alignment).writeUnsigned(offset);
    }

    /** Takes an address and a value from the stack and stores the value at address plus offset. */
    void writeStore(WasmWriter out, int offset) {
        out.write(store).writeUnsigned(alignment).writeUnsigned(offset);
    }

    void writeZero(WasmWriter out) {
        switch (this) {
            case I32 -> out.write(Op.I32_CONST).writeSigned(0);
            case I64 -> out.write(Op.I64_CONST).writeSigned(0);
            case F32 -> out.write(Op.F32_CONST).write(new byte[size()]);
            case F64 -> out.write(Op.F64_CONST).write(new byte[size()]);
        }
    }
}
