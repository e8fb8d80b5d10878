package dev.sallyport.wasmsplit;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Splits a module's oversized functions; everything else is copied byte for byte. */
public final class FunctionSplitter {
    private final SplitOptions options;
    private final OptionalInt stackLimit;

    /**
     * @param stackLimit the lowest address the stack pointer may take in a split function, below which it traps; empty
     *     for no such check
     */
    public FunctionSplitter(SplitOptions options, OptionalInt stackLimit) {
        this.options = options;
        this.stackLimit = stackLimit;
    }

    /**
     * @param bytes the rewritten module
     * @param functions how many functions were split
     * @param chunks how many functions were added
     * @param largestChunk bytes of the largest added function's body
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Result(byte[] bytes, int functions, int chunks, int largestChunk) {}

    /** @throws WasmFormatException when the file is malformed or uses an unknown feature */
    public Result split(byte[] file) {
        WasmModule module = WasmModule.read(file);
        List<byte[]> bodies = new ArrayList<>();
        List<byte[]> chunks = new ArrayList<>();
        int functions = 0;
        for (int i = 0; i < module.bodies().size(); i++) {
            byte[] body = module.bodies().get(i);
            if (body.length >= options.functionBytes()) {
                int function = module.importedFunctions() + i;
                bodies.add(splitFunction(module, function, body, chunks));
                functions++;
            } else {
                bodies.add(body);
            }
        }
        bodies.addAll(chunks);
        int largest = chunks.stream().mapToInt(chunk -> chunk.length).max().orElse(0);
        return new Result(assemble(module, bodies, chunks.size()), functions, chunks.size(), largest);
    }

    private byte[] splitFunction(WasmModule module, int function, byte[] body, List<byte[]> chunks) {
        if (module.typeOfGlobal(DriverWriter.STACK_POINTER) != ValueType.I32) {
            throw new WasmFormatException("the first global is no stack pointer");
        }
        try {
            ControlFlowGraph graph = new GraphBuilder(module, module.typeOfFunction(function), body, options).build();
            ChunkPlan plan = new ChunkPlan(graph, options.chunkBytes());
            FrameLayout frame = new FrameLayout(graph.locals(), plan.shared());
            int firstChunk = module.functionCount() + chunks.size();
            for (Chunk chunk : plan.chunks()) {
                chunks.add(new ChunkWriter(plan, frame, chunk).write());
            }
            return new DriverWriter(plan, frame, firstChunk, stackLimit).write();
        } catch (WasmFormatException e) {
            throw new WasmFormatException("function " + function + ": " + e.getMessage());
        }
    }

    private static byte[] assemble(WasmModule module, List<byte[]> bodies, int added) {
        WasmWriter file = new WasmWriter().write(WasmModule.HEADER);
        for (WasmModule.Section section : module.sections()) {
            byte[] content = switch (section.id()) {
                case WasmModule.TYPES -> types(module);
                case WasmModule.FUNCTIONS -> functions(module, added);
                case WasmModule.CODE -> code(bodies);
                default -> section.content();
            };
            file.write(section.id()).sized(content);
        }
        return file.toByteArray();
    }

    private static byte[] types(WasmModule module) {
        WasmWriter out = new WasmWriter().writeUnsigned(module.types().size() + 1);
        module.types().forEach(type -> type.write(out));
        ChunkWriter.TYPE.write(out);
        return out.toByteArray();
    }

    private static byte[] functions(WasmModule module, int added) {
        WasmWriter out =
                new WasmWriter().writeUnsigned(module.ownFunctionTypes().size() + added);
        module.ownFunctionTypes().forEach(out::writeUnsigned);
        for (int i = 0; i < added; i++) {
            out.writeUnsigned(module.types().size());
        }
        return out.toByteArray();
    }

    private static byte[] code(List<byte[]> bodies) {
        WasmWriter out = new WasmWriter().writeUnsigned(bodies.size());
        bodies.forEach(out::sized);
        return out.toByteArray();
    }
}
