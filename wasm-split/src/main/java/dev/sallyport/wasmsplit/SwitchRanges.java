package dev.sallyport.wasmsplit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A branch table. One with too many distinct targets for a single chunk becomes a chain of comparisons that leads to
 * tables over ranges of the index.
 */
record SwitchRanges(int index, List<BasicBlock> targets, int mostTargets, Consumer<BasicBlock> newBlocks) {

    /** Ends the block with the table. */
    void endWithSwitch(BasicBlock block) {
        if (new HashSet<>(targets).size() <= mostTargets) {
            block.end(new Terminator.Switch(index, 0, targets));
            return;
        }
        BasicBlock otherwise = targets.getLast();
        int cases = targets.size() - 1;
        BasicBlock test = block;
        int from = 0;
        while (true) {
            int to = endOfRange(from, cases, otherwise);
            List<BasicBlock> range = new ArrayList<>(targets.subList(from, to));
            range.add(otherwise);
            BasicBlock table = new BasicBlock();
            table.end(new Terminator.Switch(index, from, range));
            newBlocks.accept(table);
            if (to == cases) {
                test.end(new Terminator.Goto(table));
                return;
            }
            BasicBlock next = new BasicBlock();
            newBlocks.accept(next);
            test.get(index);
            test.append(new WasmWriter().i32Const(to).write(Op.I32_LT_U).toByteArray());
            test.end(new Terminator.Branch(table, next));
            test = next;
            from = to;
        }
    }

    private int endOfRange(int from, int cases, BasicBlock otherwise) {
        Set<BasicBlock> distinct = new HashSet<>(Set.of(otherwise));
        int to = from;
        while (to < cases && (distinct.size() < mostTargets || to == from)) {
            distinct.add(targets.get(to));
            to++;
        }
        return to;
    }
}
