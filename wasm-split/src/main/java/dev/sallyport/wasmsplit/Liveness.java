package dev.sallyport.wasmsplit;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which locals' values may still be read when a block begins (backward data-flow analysis to its fixed point). */
final class Liveness {
    private final Map<BasicBlock, BitSet> liveIn = new HashMap<>();

    Liveness(ControlFlowGraph graph) {
        List<BasicBlock> blocks = graph.blocks();
        blocks.forEach(block -> liveIn.put(block, new BitSet()));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (BasicBlock block : blocks.reversed()) {
                BitSet live = liveOut(block, graph);
                live.andNot(block.defined());
                live.or(block.usedFirst());
                if (!live.equals(liveIn.put(block, live))) {
                    changed = true;
                }
            }
        }
    }

    BitSet at(BasicBlock block) {
        BitSet live = liveIn.get(block);
        if (live == null) {
            throw new IllegalArgumentException("block of another graph");
        }
        return live;
    }

    private BitSet liveOut(BasicBlock block, ControlFlowGraph graph) {
        BitSet live = new BitSet();
        for (BasicBlock next : block.terminator().successors()) {
            live.or(at(next));
        }
        if (block.terminator() instanceof Terminator.Return) {
            graph.result().ifPresent(live::set);
        }
        return live;
    }
}
