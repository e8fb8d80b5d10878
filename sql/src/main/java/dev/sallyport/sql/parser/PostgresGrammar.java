package dev.sallyport.sql.parser;

import dev.sallyport.sql.parser.generated.Postgres18;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.Memory;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.MemoryLimits;

/**
 * One instance of libpg_query, PostgreSQL 18's grammar. Not thread-safe. After any exception, and that includes an
 * interrupt's, its memory is in an unknown state and the instance must be dropped.
 */
final class PostgresGrammar {
    /** 64 MiB of 64 KiB pages; an instance begins with about 6 MiB. */
    static final int MAXIMUM_PAGES = 1024;

    private static final int FIRST_STRING_STEP = 512;

    // The module's imports and exports have shortened names, which differ from version to version. They are listed in
    // the same package's libpg-query.js as wasmImports and wasmExports; the build pins both files.
    private static final Map<String, String> IMPORTS = Map.ofEntries(
            Map.entry("a", "invoke_iii"),
            Map.entry("b", "invoke_ii"),
            Map.entry("c", "___assert_fail"),
            Map.entry("d", "invoke_iiii"),
            Map.entry("e", "invoke_v"),
            Map.entry("f", "invoke_vi"),
            Map.entry("g", "invoke_i"),
            Map.entry("h", "invoke_vii"),
            Map.entry("i", "invoke_viiii"),
            Map.entry("j", "invoke_viii"),
            Map.entry("k", "invoke_iiiii"),
            Map.entry("l", "invoke_ji"),
            Map.entry("m", "_exit"),
            Map.entry("n", "invoke_viiiiiiiiiiiii"),
            Map.entry("o", "__setitimer_js"),
            Map.entry("p", "__emscripten_throw_longjmp"),
            Map.entry("q", "_emscripten_resize_heap"),
            Map.entry("r", "_fd_read"),
            Map.entry("s", "_fd_seek"),
            Map.entry("t", "_fd_write"),
            Map.entry("u", "_fd_close"),
            Map.entry("v", "_proc_exit"),
            Map.entry("w", "__emscripten_runtime_keepalive_clear"),
            Map.entry("x", "__abort_js"),
            Map.entry("y", "invoke_viiiii"));

    private static final String INITIALISE = "A";
    private static final String MALLOC = "C";
    private static final String FREE = "E";
    private static final String PARSE = "F";
    private static final String FREE_RESULT = "G";
    private static final String PARSE_PLPGSQL = "H";
    private static final String FREE_STRING = "N";
    private static final String SET_THREW = "P";
    private static final String STACK_RESTORE = "Q";
    private static final String STACK_GET = "R";

    // struct PgQueryParseResult { char *parse_tree; char *stderr_buffer; PgQueryError *error; }
    private static final int RESULT_TREE = 0;
    private static final int RESULT_ERROR = 8;

    // struct PgQueryError { char *message; char *funcname; char *filename; int lineno; int cursorpos; char *context; }
    private static final int ERROR_MESSAGE = 0;
    private static final int ERROR_CURSOR = 16;

    // The PL/pgSQL parser answers with one string: a JSON object that begins so, or the message of an error.
    private static final byte[] ROUTINES = "{\"plpgsql_funcs\":".getBytes(StandardCharsets.UTF_8);

    private final Machine machine;
    private final Memory memory;
    private final int malloc;
    private final int free;
    private final int parse;
    private final int freeResult;
    private final int parsePlpgsql;
    private final int freeString;

    PostgresGrammar() {
        WasmModule module = Postgres18.load();
        Map<String, Integer> exports = exports(module);
        Emscripten host = new Emscripten(
                IMPORTS,
                index(exports, STACK_GET),
                index(exports, STACK_RESTORE),
                index(exports, SET_THREW),
                MAXIMUM_PAGES);
        Instance instance = Instance.builder(module)
                .withMachineFactory(Postgres18::create)
                .withImportValues(host.imports(module))
                .withMemoryFactory(limits -> new ByteArrayMemory(
                        new MemoryLimits(limits.initialPages(), Math.min(limits.maximumPages(), MAXIMUM_PAGES))))
                .build();
        machine = instance.getMachine();
        memory = instance.memory();
        malloc = index(exports, MALLOC);
        free = index(exports, FREE);
        parse = index(exports, PARSE);
        freeResult = index(exports, FREE_RESULT);
        parsePlpgsql = index(exports, PARSE_PLPGSQL);
        freeString = index(exports, FREE_STRING);
        machine.call(index(exports, INITIALISE), new long[0]);
    }

    /**
     * Parses a text.
     *
     * @param sql UTF-8 without NUL
     * @param maximumJsonBytes what a caller is ready to receive
     * @throws RuntimeException when the grammar traps, is interrupted, or exhausts the Java stack
     */
    GrammarAnswer parse(byte[] sql, int maximumJsonBytes) {
        int text = place(sql);
        int result = call(parse, text);
        GrammarAnswer answer = read(result, maximumJsonBytes);
        call(free, text);
        call(freeResult, result);
        return answer;
    }

    /**
     * Parses the PL/pgSQL in a CREATE FUNCTION or DO statement.
     *
     * @param sql UTF-8 without NUL; the statement must have a body, or the grammar traps
     * @param maximumJsonBytes what a caller is ready to receive
     * @throws RuntimeException when the grammar traps, is interrupted, or exhausts the Java stack
     */
    GrammarAnswer parsePlpgsql(byte[] sql, int maximumJsonBytes) {
        int text = place(sql);
        int result = call(parsePlpgsql, text);
        int length = length(result, maximumJsonBytes);
        GrammarAnswer answer;
        if (length > maximumJsonBytes) {
            answer = new GrammarAnswer.TooLarge();
        } else {
            byte[] string = string(result, length);
            answer = startsWith(string, ROUTINES)
                    ? new GrammarAnswer.Json(string)
                    : new GrammarAnswer.Rejected(new String(string, StandardCharsets.UTF_8), 0);
        }
        call(free, text);
        call(freeString, result);
        return answer;
    }

    /** Memory never shrinks, so one huge text leaves a huge instance. */
    int memoryBytes() {
        return memory.pages() * Emscripten.PAGE_BYTES;
    }

    /** A C string of the text, to be freed. */
    private int place(byte[] sql) {
        int text = call(malloc, sql.length + 1L);
        if (text == 0) {
            throw new GrammarException("out of memory");
        }
        memory.write(text, sql);
        memory.writeByte(text + sql.length, (byte) 0);
        return text;
    }

    private static boolean startsWith(byte[] string, byte[] prefix) {
        return string.length >= prefix.length && Arrays.equals(string, 0, prefix.length, prefix, 0, prefix.length);
    }

    private GrammarAnswer read(int result, int maximumJsonBytes) {
        if (result == 0) {
            throw new GrammarException("no result");
        }
        int error = memory.readInt(result + RESULT_ERROR);
        if (error != 0) {
            int message = memory.readInt(error + ERROR_MESSAGE);
            return new GrammarAnswer.Rejected(
                    new String(string(message, length(message, Integer.MAX_VALUE)), StandardCharsets.UTF_8),
                    memory.readInt(error + ERROR_CURSOR));
        }
        int tree = memory.readInt(result + RESULT_TREE);
        int length = length(tree, maximumJsonBytes);
        return length > maximumJsonBytes ? new GrammarAnswer.TooLarge() : new GrammarAnswer.Json(string(tree, length));
    }

    private byte[] string(int address, int length) {
        return memory.readBytes(address, length);
    }

    /** A C string's length, or more than the maximum when it is longer than that. */
    private int length(int address, int maximum) {
        if (address == 0) {
            throw new GrammarException("missing string");
        }
        int step = FIRST_STRING_STEP;
        int length = 0;
        while (length <= maximum) {
            int size = Math.min(step, memoryBytes() - address - length);
            if (size <= 0) {
                throw new GrammarException("string without end");
            }
            byte[] part = memory.readBytes(address + length, size);
            for (int i = 0; i < size; i++) {
                if (part[i] == 0) {
                    return length + i;
                }
            }
            length += size;
            step = Math.min(2 * step, 1 << 20);
        }
        return length;
    }

    private int call(int function, long argument) {
        long[] result = machine.call(function, new long[] {argument});
        return result == null || result.length == 0 ? 0 : (int) result[0];
    }

    private static Map<String, Integer> exports(WasmModule module) {
        Map<String, Integer> indexes = new HashMap<>();
        var section = module.exportSection();
        for (int i = 0; i < section.exportCount(); i++) {
            var export = section.getExport(i);
            indexes.put(export.name(), export.index());
        }
        return indexes;
    }

    private static int index(Map<String, Integer> exports, String name) {
        Integer index = exports.get(name);
        if (index == null) {
            throw new IllegalStateException("the grammar does not export " + name);
        }
        return index;
    }
}
