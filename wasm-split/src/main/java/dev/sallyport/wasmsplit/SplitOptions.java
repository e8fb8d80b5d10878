package dev.sallyport.wasmsplit;

/**
 * How finely functions are cut; sizes are bytes of WebAssembly code, of which each becomes about two of bytecode.
 *
 * @param functionBytes functions with a body of at least this size are split
 * @param chunkBytes about the size a chunk must not exceed; a single basic block is never cut, so one may be larger
 * @param blockBytes a basic block is cut after this size where its operand stack is empty
 * @param switchTargets distinct targets of a branch table, beyond which it is cut into ranges
 */
public record SplitOptions(int functionBytes, int chunkBytes, int blockBytes, int switchTargets) {

    /** Keeps every method well below the 8000 bytes of bytecode that HotSpot compiles. */
    public static final SplitOptions DEFAULT = new SplitOptions(4500, 2600, 900, 96);

    public SplitOptions {
        if (functionBytes < 1 || chunkBytes < 1 || blockBytes < 1 || switchTargets < 2) {
            throw new IllegalArgumentException("split sizes must be positive, and at least two targets in a switch");
        }
    }
}
