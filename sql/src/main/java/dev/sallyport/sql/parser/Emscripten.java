package dev.sallyport.sql.parser;

import java.util.Arrays;
import java.util.Map;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;

/**
 * What a module from the Emscripten tool chain expects of its host: growing memory, setjmp and longjmp by exceptions
 * (its {@code invoke_*} functions call through a table and catch), and a C library's few system calls, which all fail.
 *
 * @param names the tool chain's name of each import by its shortened one
 * @param stackGet index of the function that returns the shadow stack's pointer
 * @param stackRestore index of the function that sets it
 * @param setThrew index of the function that tells the C code that a call ended by longjmp
 * @param maximumPages pages of 64 KiB beyond which memory does not grow
 */
record Emscripten(Map<String, String> names, int stackGet, int stackRestore, int setThrew, int maximumPages) {
    static final int PAGE_BYTES = 65_536;

    private static final int BAD_FILE_DESCRIPTOR = 8; // WASI's errno "badf"
    private static final long[] NOTHING = {};

    /** Unwinds the frames between longjmp and setjmp; carries neither message nor stack trace. */
    private static final class LongJump extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private LongJump() {
            super(null, null, false, false);
        }
    }

    ImportValues imports(WasmModule module) {
        ImportValues.Builder values = ImportValues.builder();
        var section = module.importSection();
        for (int i = 0; i < section.importCount(); i++) {
            if (!(section.getImport(i) instanceof FunctionImport function)) {
                throw new IllegalStateException("the grammar imports something other than a function");
            }
            FunctionType type = module.typeSection().getType(function.typeIndex());
            String name = names.get(function.name());
            if (name == null) {
                throw new IllegalStateException("the grammar imports an unknown function " + function.name());
            }
            values.addFunction(new HostFunction(function.module(), function.name(), type, function(name, type)));
        }
        return values.build();
    }

    private WasmFunctionHandle function(String name, FunctionType type) {
        if (name.startsWith("invoke_")) {
            long[] afterJump = type.returns().isEmpty() ? NOTHING : new long[1];
            return (instance, arguments) -> invoke(instance, arguments, afterJump);
        }
        return switch (name) {
            case "__emscripten_throw_longjmp" ->
                (instance, arguments) -> {
                    throw new LongJump();
                };
            case "_emscripten_resize_heap" -> (instance, arguments) -> resizeHeap(instance.memory(), arguments[0]);
            case "___assert_fail" ->
                (instance, arguments) -> {
                    throw new GrammarException("failed assertion");
                };
            case "__abort_js" ->
                (instance, arguments) -> {
                    throw new GrammarException("abort");
                };
            case "_exit", "_proc_exit" ->
                (instance, arguments) -> {
                    throw new GrammarException("exit");
                };
            case "__emscripten_runtime_keepalive_clear" -> (instance, arguments) -> NOTHING;
            case "__setitimer_js" -> (instance, arguments) -> new long[] {0};
            case "_fd_close", "_fd_read", "_fd_seek", "_fd_write" ->
                (instance, arguments) -> new long[] {BAD_FILE_DESCRIPTOR};
            default -> throw new IllegalStateException("the grammar imports an unknown function " + name);
        };
    }

    private long[] invoke(Instance instance, long[] arguments, long[] afterJump) {
        var machine = instance.getMachine();
        long stackPointer = machine.call(stackGet, NOTHING)[0];
        try {
            int function = instance.table(0).requiredRef((int) arguments[0]);
            return machine.call(function, Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (LongJump jump) {
            machine.call(stackRestore, new long[] {stackPointer});
            machine.call(setThrew, new long[] {1, 0});
            return afterJump.clone();
        }
    }

    /** Grows by a fifth at least, so that a growing heap does not copy itself too often. */
    private long[] resizeHeap(Memory memory, long requested) {
        long needed = Math.ceilDiv(Integer.toUnsignedLong((int) requested), PAGE_BYTES);
        if (needed > maximumPages) {
            return new long[] {0};
        }
        int old = memory.pages();
        long wanted = Math.min(maximumPages, Math.max(needed, old + old / 5L));
        boolean grown = memory.grow((int) (wanted - old)) >= 0;
        return new long[] {grown ? 1 : 0};
    }
}
