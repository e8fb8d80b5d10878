package dev.sallyport.wasmsplit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A function as basic blocks over numbered locals.
 *
 * @param entry where it begins
 * @param blocks every reachable block, the entry first
 * @param locals the type of each local: parameters, then declared ones, then those that carry operands between blocks
 * @param parameterCount how many of the locals are parameters
 * @param result the local that holds the result at a return
 */
record ControlFlowGraph(
        BasicBlock entry, List<BasicBlock> blocks, List<ValueType> locals, int parameterCount, OptionalInt result) {

    ControlFlowGraph {
        blocks = List.copyOf(blocks);
        locals = List.copyOf(locals);
    }

    /** Leads jumps past empty blocks and leaves out what cannot be reached. */
    static ControlFlowGraph simplify(
            BasicBlock entry, List<BasicBlock> all, List<ValueType> locals, int parameterCount, OptionalInt result) {
        for (BasicBlock block : all) {
            block.redirect(block.terminator().withTargets(ControlFlowGraph::pastEmptyBlocks));
        }
        BasicBlock first = pastEmptyBlocks(entry);
        Set<BasicBlock> reachable = reachableFrom(first);
        List<BasicBlock> kept = new ArrayList<>();
        kept.add(first);
        for (BasicBlock block : all) {
            if (block != first && reachable.contains(block)) {
                kept.add(block);
            }
        }
        return new ControlFlowGraph(first, kept, locals, parameterCount, result);
    }

    private static BasicBlock pastEmptyBlocks(BasicBlock start) {
        BasicBlock block = start;
        Set<BasicBlock> seen = new HashSet<>(); // an empty endless loop leads back to itself
        while (block.code().isEmpty() && block.terminator() instanceof Terminator.Goto to) {
            if (!seen.add(block)) {
                return block;
            }
            block = to.target();
        }
        return block;
    }

    private static Set<BasicBlock> reachableFrom(BasicBlock entry) {
        Set<BasicBlock> reachable = new HashSet<>(Set.of(entry));
        Deque<BasicBlock> pending = new ArrayDeque<>(List.of(entry));
        while (!pending.isEmpty()) {
            for (BasicBlock next : pending.remove().terminator().successors()) {
                if (reachable.add(next)) {
                    pending.add(next);
                }
            }
        }
        return reachable;
    }
}
