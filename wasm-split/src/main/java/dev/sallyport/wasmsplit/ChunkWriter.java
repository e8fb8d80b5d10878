package dev.sallyport.wasmsplit;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Writes one chunk as a function {@code (frame, state) -> state}.
 *
 * <pre>
 * load shared locals
 * block exit { loop again { block { block { ... br_table position } block 0 } block 1 } ... } }
 * store shared locals;  return state
 * </pre>
 *
 * A jump forward in the chunk is a plain branch, a jump backward sets the state and goes to {@code again}, a jump to
 * another chunk sets the state and goes to {@code exit}.
 */
final class ChunkWriter {
    /** Parameters and result of every chunk. */
    static final FunctionType TYPE = new FunctionType(List.of(ValueType.I32, ValueType.I32), List.of(ValueType.I32));

    private static final int FRAME = 0;
    private static final int STATE = 1;

    private final ChunkPlan plan;
    private final FrameLayout frame;
    private final Chunk chunk;
    private final WasmWriter out = new WasmWriter();
    private final Map<Integer, Integer> newNumbers = new HashMap<>();

    ChunkWriter(ChunkPlan plan, FrameLayout frame, Chunk chunk) {
        this.plan = plan;
        this.frame = frame;
        this.chunk = chunk;
    }

    byte[] write() {
        declareLocals();
        forEach(chunk.loads(), local -> {
            out.instruction(Op.LOCAL_GET, FRAME);
            frame.writeLoad(out, local);
            out.instruction(Op.LOCAL_SET, number(local));
        });
        out.open(Op.BLOCK).open(Op.LOOP);
        dispatch();
        for (int position = 0; position < chunk.blocks().size(); position++) {
            out.write(Op.END);
            writeBlock(chunk.blocks().get(position), position);
        }
        out.write(Op.END).write(Op.END);
        forEach(chunk.stores(), local -> {
            out.instruction(Op.LOCAL_GET, FRAME).instruction(Op.LOCAL_GET, number(local));
            frame.writeStore(out, local);
        });
        return out.instruction(Op.LOCAL_GET, STATE).write(Op.END).toByteArray();
    }

    private void declareLocals() {
        int next = STATE + 1;
        WasmWriter groups = new WasmWriter();
        int groupCount = 0;
        BitSet needed = chunk.locals();
        for (ValueType type : ValueType.values()) {
            int first = next;
            for (int local = needed.nextSetBit(0); local >= 0; local = needed.nextSetBit(local + 1)) {
                if (frame.type(local) == type) {
                    newNumbers.put(local, next++);
                }
            }
            if (next > first) {
                groups.writeUnsigned(next - first).write(type.code());
                groupCount++;
            }
        }
        out.writeUnsigned(groupCount).write(groups.toByteArray());
    }

    private void dispatch() {
        int count = chunk.blocks().size();
        for (int i = 0; i < count; i++) {
            out.open(Op.BLOCK);
        }
        if (count == 1) {
            out.instruction(Op.BR, 0);
            return;
        }
        out.instruction(Op.LOCAL_GET, STATE).i32Const(ChunkPlan.POSITION_MASK).write(Op.I32_AND);
        out.instruction(Op.BR_TABLE, count - 1);
        for (int i = 0; i < count; i++) {
            out.writeUnsigned(i);
        }
    }

    private void writeBlock(BasicBlock block, int position) {
        for (CodePiece piece : block.code()) {
            switch (piece) {
                case CodePiece.Verbatim verbatim -> out.write(verbatim.bytes());
                case CodePiece.LocalAccess access -> out.instruction(access.opcode(), number(access.local()));
            }
        }
        switch (block.terminator()) {
            case Terminator.Goto to -> jumpOrFall(to.target(), position);
            case Terminator.Branch branch -> writeBranch(branch, position);
            case Terminator.Switch choice -> writeSwitch(choice, position);
            case Terminator.Return end -> leave(DriverWriter.DONE, position, 0);
            case Terminator.Unreachable end -> out.write(Op.UNREACHABLE);
        }
    }

    private void writeBranch(Terminator.Branch branch, int position) {
        BasicBlock yes = branch.whenTrue();
        BasicBlock no = branch.whenFalse();
        if (isAhead(yes, position) && !isNext(yes, position)) {
            out.instruction(Op.BR_IF, distance(yes, position));
            jumpOrFall(no, position);
        } else if (isAhead(no, position) && !isNext(no, position)) {
            out.write(Op.I32_EQZ).instruction(Op.BR_IF, distance(no, position));
            jumpOrFall(yes, position);
        } else if (isNext(yes, position) && isNext(no, position)) {
            out.write(Op.DROP);
        } else if (isNext(yes, position)) {
            out.write(Op.I32_EQZ).open(Op.IF);
            jump(no, position, 1);
            out.write(Op.END);
        } else {
            out.open(Op.IF);
            jump(yes, position, 1);
            out.write(Op.END);
            jumpOrFall(no, position);
        }
    }

    /** Targets that a plain branch cannot reach get a landing place each, right behind the table. */
    private void writeSwitch(Terminator.Switch choice, int position) {
        Map<BasicBlock, Integer> landings = new LinkedHashMap<>();
        for (BasicBlock target : choice.targets()) {
            if (!isAhead(target, position)) {
                landings.putIfAbsent(target, landings.size());
            }
        }
        int open = landings.size();
        for (int i = 0; i < open; i++) {
            out.open(Op.BLOCK);
        }
        out.instruction(Op.LOCAL_GET, number(choice.local()));
        if (choice.base() != 0) {
            out.i32Const(choice.base()).write(Op.I32_SUB);
        }
        out.instruction(Op.BR_TABLE, choice.targets().size() - 1);
        for (BasicBlock target : choice.targets()) {
            Integer landing = landings.get(target);
            out.writeUnsigned(landing != null ? landing : open + distance(target, position));
        }
        for (BasicBlock target : landings.keySet()) {
            out.write(Op.END);
            open--;
            jump(target, position, open);
        }
    }

    private void jumpOrFall(BasicBlock target, int position) {
        if (!isNext(target, position)) {
            jump(target, position, 0);
        }
    }

    /** Jumps from within {@code open} blocks that the chunk's own code opened. */
    private void jump(BasicBlock target, int position, int open) {
        if (isAhead(target, position)) {
            out.instruction(Op.BR, open + distance(target, position));
        } else if (plan.chunkOf(target) == chunk.number()) {
            out.i32Const(plan.state(target)).instruction(Op.LOCAL_SET, STATE);
            out.instruction(Op.BR, open + blocksAfter(position));
        } else {
            leave(plan.state(target), position, open);
        }
    }

    private void leave(int state, int position, int open) {
        out.i32Const(state).instruction(Op.LOCAL_SET, STATE);
        out.instruction(Op.BR, open + blocksAfter(position) + 1);
    }

    private int blocksAfter(int position) {
        return chunk.blocks().size() - 1 - position;
    }

    private boolean isAhead(BasicBlock target, int position) {
        return plan.chunkOf(target) == chunk.number() && plan.positionOf(target) > position;
    }

    private boolean isNext(BasicBlock target, int position) {
        return isAhead(target, position) && plan.positionOf(target) == position + 1;
    }

    private int distance(BasicBlock target, int position) {
        return plan.positionOf(target) - position - 1;
    }

    private int number(int local) {
        Integer number = newNumbers.get(local);
        if (number == null) {
            throw new IllegalArgumentException("local " + local + " is not in chunk " + chunk.number());
        }
        return number;
    }

    private static void forEach(BitSet locals, IntConsumer action) {
        locals.stream().forEach(action);
    }
}
