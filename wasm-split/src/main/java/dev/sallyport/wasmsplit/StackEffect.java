package dev.sallyport.wasmsplit;

import static dev.sallyport.wasmsplit.ValueType.F32;
import static dev.sallyport.wasmsplit.ValueType.F64;
import static dev.sallyport.wasmsplit.ValueType.I32;
import static dev.sallyport.wasmsplit.ValueType.I64;

import org.jspecify.annotations.Nullable;

/**
 * What an instruction that neither branches, calls nor names a local or global does to the operand stack.
 *
 * @param pops how many values it takes
 * @param pushes the type of the value it leaves, or null for none
 */
record StackEffect(int pops, @Nullable ValueType pushes) {

    /** Reads the instruction's immediates and gives its effect. */
    static StackEffect read(int opcode, WasmReader in) {
        if (opcode == Op.PREFIX) {
            return readPrefixed(in);
        }
        skipImmediates(opcode, in);
        if (opcode < Op.I32_CONST) {
            return ofMemory(opcode);
        }
        if (opcode <= Op.F64_CONST) {
            return new StackEffect(
                    0,
                    switch (opcode) {
                        case Op.I32_CONST -> I32;
                        case Op.I64_CONST -> I64;
                        case Op.F32_CONST -> F32;
                        default -> F64;
                    });
        }
        return ofNumeric(opcode);
    }

    /** Skips any instruction's immediates; those of block, loop and if are the caller's. */
    static void skip(int opcode, WasmReader in) {
        if (opcode == Op.PREFIX) {
            readPrefixed(in);
        } else {
            skipImmediates(opcode, in);
        }
    }

    private static void skipImmediates(int opcode, WasmReader in) {
        switch (opcode) {
            case Op.UNREACHABLE, Op.NOP, Op.RETURN, Op.DROP, Op.SELECT -> {}
            case Op.BR, Op.BR_IF, Op.CALL -> in.skipUnsigned();
            case Op.LOCAL_GET, Op.LOCAL_SET, Op.LOCAL_TEE, Op.GLOBAL_GET, Op.GLOBAL_SET -> in.skipUnsigned();
            case Op.BR_TABLE -> {
                int count = in.readCount();
                for (int i = 0; i <= count; i++) {
                    in.skipUnsigned();
                }
            }
            case Op.CALL_INDIRECT -> {
                in.skipUnsigned();
                in.skipUnsigned();
            }
            case Op.I32_CONST, Op.I64_CONST -> in.readSigned();
            case Op.F32_CONST -> in.skip(F32.size());
            case Op.F64_CONST -> in.skip(F64.size());
            case Op.MEMORY_SIZE, Op.MEMORY_GROW -> in.skip(1);
            default -> {
                if (opcode >= 0x28 && opcode <= 0x3e) {
                    in.skipUnsigned();
                    in.skipUnsigned();
                } else if (opcode < Op.I32_EQZ || opcode > 0xc4) {
                    throw unknown(opcode, in);
                }
            }
        }
    }

    private static StackEffect ofMemory(int opcode) {
        return switch (opcode) {
            case 0x28, 0x2c, 0x2d, 0x2e, 0x2f -> new StackEffect(1, I32);
            case 0x29, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35 -> new StackEffect(1, I64);
            case 0x2a -> new StackEffect(1, F32);
            case 0x2b -> new StackEffect(1, F64);
            case Op.MEMORY_SIZE -> new StackEffect(0, I32);
            case Op.MEMORY_GROW -> new StackEffect(1, I32);
            default -> {
                if (opcode >= 0x36 && opcode <= 0x3e) {
                    yield new StackEffect(2, null);
                }
                throw new WasmFormatException("unexpected instruction 0x" + Integer.toHexString(opcode));
            }
        };
    }

    private static StackEffect ofNumeric(int opcode) {
        if (opcode == Op.I32_EQZ || opcode == 0x50) { // i32.eqz, i64.eqz
            return new StackEffect(1, I32);
        } else if (opcode <= 0x66) { // comparisons
            return new StackEffect(2, I32);
        } else if (opcode <= 0x78) {
            return new StackEffect(opcode <= 0x69 ? 1 : 2, I32);
        } else if (opcode <= 0x8a) {
            return new StackEffect(opcode <= 0x7b ? 1 : 2, I64);
        } else if (opcode <= 0x98) {
            return new StackEffect(opcode <= 0x91 ? 1 : 2, F32);
        } else if (opcode <= 0xa6) {
            return new StackEffect(opcode <= 0x9f ? 1 : 2, F64);
        }
        return new StackEffect(
                1,
                switch (opcode) {
                    case 0xa7, 0xa8, 0xa9, 0xaa, 0xab, 0xbc, 0xc0, 0xc1 -> I32;
                    case 0xac, 0xad, 0xae, 0xaf, 0xb0, 0xb1, 0xbd, 0xc2, 0xc3, 0xc4 -> I64;
                    case 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xbe -> F32;
                    default -> F64;
                });
    }

    /** Saturating truncations and bulk memory. */
    private static StackEffect readPrefixed(WasmReader in) {
        int opcode = in.readIndex();
        return switch (opcode) {
            case 0, 1, 2, 3 -> new StackEffect(1, I32);
            case 4, 5, 6, 7 -> new StackEffect(1, I64);
            case 8 -> { // memory.init
                in.skipUnsigned();
                in.skip(1);
                yield new StackEffect(3, null);
            }
            case 9 -> { // data.drop
                in.skipUnsigned();
                yield new StackEffect(0, null);
            }
            case 10 -> { // memory.copy
                in.skip(2);
                yield new StackEffect(3, null);
            }
            case 11 -> { // memory.fill
                in.skip(1);
                yield new StackEffect(3, null);
            }
            default -> throw unknown(Op.PREFIX << 8 | opcode, in);
        };
    }

    private static WasmFormatException unknown(int opcode, WasmReader in) {
        return new WasmFormatException(
                "unknown instruction 0x" + Integer.toHexString(opcode) + " before byte " + in.position());
    }
}
