package dev.sallyport.wasmsplit;

import java.util.BitSet;
import java.util.List;

/**
 * Neighbouring basic blocks that become one function.
 *
 * @param number its place among the function's chunks
 * @param blocks its blocks in the order they are written
 * @param loads the locals it takes from the frame when it begins
 * @param stores the locals it leaves in the frame when it ends
 */
record Chunk(int number, List<BasicBlock> blocks, BitSet loads, BitSet stores) {
    Chunk {
        blocks = List.copyOf(blocks);
    }

    /** Every local that the chunk's function needs. */
    BitSet locals() {
        BitSet all = localsNamedIn(blocks);
        all.or(loads);
        all.or(stores);
        return all;
    }

    static BitSet localsNamedIn(List<BasicBlock> blocks) {
        BitSet named = new BitSet();
        for (BasicBlock block : blocks) {
            named.or(block.usedFirst());
            named.or(block.defined());
            for (CodePiece piece : block.code()) {
                if (piece instanceof CodePiece.LocalAccess access) {
                    named.set(access.local());
                }
            }
            if (block.terminator() instanceof Terminator.Switch choice) {
                named.set(choice.local());
            }
        }
        return named;
    }
}
