package dev.sallyport.wasmsplit;

import java.util.Arrays;

/**
 * Makes the shadow stack of a module from the Emscripten tool chain smaller.
 *
 * <p>Such a module lays out its memory as data, stack (growing down, unguarded), heap. The address where stack and heap
 * meet stands in three places: the stack pointer's initial value, one constant in the code and one word of the data.
 * All three and the initial memory are lowered; any other number of places is an error.
 */
public final class StackRelocation {
    private static final int PAGE = 65_536;
    private static final int HEAP_PAGES = 16;

    private StackRelocation() {}

    /**
     * @param bytes the module
     * @param stackBottom the lowest address of the stack
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Result(byte[] bytes, int stackBottom) {}

    /**
     * @param oldSize bytes of the stack the module was linked with
     * @param newSize bytes it shall have, less than before
     * @throws WasmFormatException when the module is not laid out as expected
     */
    public static Result shrink(byte[] file, int oldSize, int newSize) {
        if (newSize <= 0 || newSize > oldSize) {
            throw new IllegalArgumentException("the new stack size must be above 0 and at most " + oldSize);
        }
        WasmModule module = WasmModule.read(file);
        int top = stackTop(module);
        int bottom = top - oldSize;
        if (bottom < 0) {
            throw new WasmFormatException("a stack of " + oldSize + " bytes does not fit below its top " + top);
        }
        int newTop = bottom + newSize;
        WasmWriter out = new WasmWriter().write(WasmModule.HEADER);
        for (WasmModule.Section section : module.sections()) {
            byte[] content = section.content();
            byte[] moved = switch (section.id()) {
                case WasmModule.GLOBALS, WasmModule.CODE ->
                    replaceOnce(content, constant(top), paddedConstant(newTop, constant(top).length));
                case WasmModule.DATA -> replaceOnce(content, word(top), word(newTop));
                case WasmModule.MEMORIES -> memory(content, (newTop + PAGE - 1) / PAGE + HEAP_PAGES);
                default -> content;
            };
            out.write(section.id()).sized(moved);
        }
        return new Result(out.toByteArray(), bottom);
    }

    private static int stackTop(WasmModule module) {
        for (WasmModule.Section section : module.sections()) {
            if (section.id() == WasmModule.GLOBALS) {
                WasmReader in = new WasmReader(section.content());
                boolean mutableInteger = in.readCount() > 0
                        && in.readByte() == ValueType.I32.code()
                        && in.readByte() == 1
                        && in.readByte() == Op.I32_CONST;
                if (mutableInteger) {
                    return Math.toIntExact(in.readSigned());
                }
            }
        }
        throw new WasmFormatException("the first global is no stack pointer");
    }

    private static byte[] memory(byte[] content, int pages) {
        WasmReader in = new WasmReader(content);
        if (in.readCount() != 1) {
            throw new WasmFormatException("expected one memory");
        }
        int flags = in.readByte();
        int oldPages = in.readIndex();
        byte[] maximum = in.readBytes(in.remaining());
        return new WasmWriter()
                .writeUnsigned(1)
                .write(flags)
                .writeUnsigned(Math.min(pages, oldPages))
                .write(maximum)
                .toByteArray();
    }

    private static byte[] constant(int value) {
        return new WasmWriter().i32Const(value).toByteArray();
    }

    /** The same constant in a given number of bytes, so that no size changes. */
    private static byte[] paddedConstant(int value, int length) {
        byte[] result = new byte[length];
        result[0] = (byte) Op.I32_CONST;
        int rest = value;
        for (int i = 1; i < length; i++) {
            boolean last = i == length - 1;
            result[i] = (byte) (last ? rest & 0x7f : (rest & 0x7f) | 0x80);
            rest >>= 7;
        }
        return result;
    }

    private static byte[] word(int value) {
        return new byte[] {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
    }

    private static byte[] replaceOnce(byte[] content, byte[] old, byte[] replacement) {
        int found = -1;
        for (int i = 0; i + old.length <= content.length; i++) {
            if (Arrays.equals(content, i, i + old.length, old, 0, old.length)) {
                if (found >= 0) {
                    throw new WasmFormatException("the stack's top stands in a section more than once");
                }
                found = i;
            }
        }
        if (found < 0) {
            throw new WasmFormatException("the stack's top is missing in a section");
        }
        byte[] result = content.clone();
        System.arraycopy(replacement, 0, result, found, replacement.length);
        return result;
    }
}
