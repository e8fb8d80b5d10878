package dev.sallyport.wasmsplit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns structured WebAssembly code into a graph of basic blocks.
 *
 * <p>Between blocks the operand stack is empty: an operand at depth d that outlives a block is kept in the local
 * {@code locals.operand(d, type)} and loaded again where it is needed. The type checker's stack (core specification,
 * appendix "Validation Algorithm") says how deep each operand lies. Code that cannot be reached is skipped.
 */
final class GraphBuilder {
    private final WasmModule module;
    private final WasmReader in;
    private final SplitOptions options;
    private final LocalTable locals;
    private final FunctionType type;
    private final List<BasicBlock> blocks = new ArrayList<>();
    private final List<ValueType> stack = new ArrayList<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private BasicBlock current = new BasicBlock();
    private boolean reachable = true;
    private int unreachableDepth;

    /** An open block, loop or if; branches to it lead to {@code label} with operands of {@code labelTypes}. */
    private record Frame(int opcode, int base, FunctionType type, BasicBlock label, BasicBlock end, BasicBlock orElse) {
        List<ValueType> labelTypes() {
            return opcode == Op.LOOP ? type.parameters() : type.results();
        }
    }

    GraphBuilder(WasmModule module, FunctionType type, byte[] body, SplitOptions options) {
        this.module = module;
        this.type = type;
        this.in = new WasmReader(body);
        this.options = options;
        this.locals = LocalTable.read(type, in);
    }

    ControlFlowGraph build() {
        BasicBlock end = new BasicBlock();
        frames.push(new Frame(Op.BLOCK, 0, new FunctionType(List.of(), type.results()), end, end, end));
        BasicBlock entry = current;
        blocks.add(entry);
        while (in.hasRemaining()) {
            if (frames.isEmpty()) {
                throw new WasmFormatException("code after the end of a function");
            }
            int from = in.position();
            int opcode = in.readByte();
            if (!reachable && skipped(opcode)) {
                continue;
            }
            boolean closing = opcode == Op.END || opcode == Op.ELSE;
            if (reachable && !closing && current.codeSize() > options.blockBytes() && stack.size() == base()) {
                fallInto(new BasicBlock());
            }
            instruction(opcode, from);
        }
        if (!frames.isEmpty()) {
            throw new WasmFormatException("function without end");
        }
        return ControlFlowGraph.simplify(entry, blocks, locals.types(), locals.parameterCount(), locals.result());
    }

    /** In unreachable code: whether the instruction was skipped, that is unless it closes the frame. */
    private boolean skipped(int opcode) {
        return switch (opcode) {
            case Op.BLOCK, Op.LOOP, Op.IF -> {
                readBlockType();
                unreachableDepth++;
                yield true;
            }
            case Op.ELSE -> unreachableDepth > 0;
            case Op.END -> {
                boolean closesSkipped = unreachableDepth > 0;
                if (closesSkipped) {
                    unreachableDepth--;
                }
                yield closesSkipped;
            }
            default -> {
                StackEffect.skip(opcode, in);
                yield true;
            }
        };
    }

    private void instruction(int opcode, int from) {
        switch (opcode) {
            case Op.NOP -> {}
            case Op.UNREACHABLE -> leave(new Terminator.Unreachable());
            case Op.BLOCK, Op.LOOP, Op.IF -> open(opcode, readBlockType());
            case Op.ELSE -> orElse();
            case Op.END -> end();
            case Op.BR -> branch(frame(in.readIndex()));
            case Op.BR_IF -> branchIf(frame(in.readIndex()));
            case Op.BR_TABLE -> branchTable();
            case Op.RETURN -> returnFromFunction();
            case Op.CALL -> call(module.typeOfFunction(in.readIndex()), from);
            case Op.CALL_INDIRECT -> {
                FunctionType callee = module.type(in.readIndex());
                in.skipUnsigned();
                pop();
                call(callee, from);
            }
            case Op.DROP -> {
                pop();
                copy(from);
            }
            case Op.SELECT -> {
                pop();
                ValueType second = pop();
                pop();
                stack.add(second);
                copy(from);
            }
            case Op.LOCAL_GET -> {
                int local = readLocal();
                stack.add(locals.type(local));
                current.get(local);
            }
            case Op.LOCAL_SET -> {
                pop();
                current.set(readLocal());
            }
            case Op.LOCAL_TEE -> current.tee(readLocal());
            case Op.GLOBAL_GET -> {
                stack.add(module.typeOfGlobal(in.readIndex()));
                copy(from);
            }
            case Op.GLOBAL_SET -> {
                in.skipUnsigned();
                pop();
                copy(from);
            }
            default -> {
                StackEffect effect = StackEffect.read(opcode, in);
                pop(effect.pops());
                ValueType pushed = effect.pushes();
                if (pushed != null) {
                    stack.add(pushed);
                }
                copy(from);
            }
        }
    }

    private void open(int opcode, FunctionType blockType) {
        if (opcode == Op.IF) {
            pop();
            saveOperandsBelowCondition();
        } else {
            saveOperands(base());
        }
        int base = depthBelow(blockType.parameters());
        BasicBlock end = new BasicBlock();
        BasicBlock inner = new BasicBlock();
        switch (opcode) {
            case Op.LOOP -> {
                fallInto(inner);
                frames.push(new Frame(opcode, base, blockType, inner, end, end));
            }
            case Op.IF -> {
                BasicBlock orElse = new BasicBlock();
                current.end(new Terminator.Branch(inner, orElse));
                start(inner);
                frames.push(new Frame(opcode, base, blockType, end, end, orElse));
            }
            default -> frames.push(new Frame(opcode, base, blockType, end, end, end));
        }
        loadOperands(base);
    }

    private void orElse() {
        Frame frame = frames.pop();
        if (frame.opcode() != Op.IF) {
            throw new WasmFormatException("else without if before byte " + in.position());
        }
        if (reachable) {
            saveOperands(frame.base());
            current.end(new Terminator.Goto(frame.end()));
        }
        reachable = true;
        cut(frame.base());
        stack.addAll(frame.type().parameters());
        start(frame.orElse());
        frames.push(new Frame(Op.ELSE, frame.base(), frame.type(), frame.label(), frame.end(), frame.end()));
        loadOperands(frame.base());
    }

    private void end() {
        Frame frame = frames.element();
        List<ValueType> results = frame.type().results();
        if (reachable) {
            if (stack.size() != frame.base() + results.size()) {
                throw new WasmFormatException("operands left over before byte " + in.position());
            }
            saveOperands(frame.base());
            current.end(new Terminator.Goto(frame.end()));
        }
        if (frame.opcode() == Op.IF) { // without else: the parameters are the results and lie where they must
            start(frame.orElse());
            current.end(new Terminator.Goto(frame.end()));
        }
        reachable = true;
        frames.pop();
        cut(frame.base());
        stack.addAll(results);
        start(frame.end());
        if (!frames.isEmpty()) {
            loadOperands(base());
            return;
        }
        locals.result().ifPresent(result -> {
            current.get(locals.operand(0, results.getFirst()));
            current.set(result);
        });
        current.end(new Terminator.Return());
    }

    private void branch(Frame to) {
        List<ValueType> types = to.labelTypes();
        int kept = depthBelow(types);
        for (int i = types.size() - 1; i >= 0; i--) {
            current.set(locals.operand(to.base() + i, types.get(i)));
        }
        dropOperands(kept);
        leave(new Terminator.Goto(to.label()));
    }

    private void branchIf(Frame to) {
        pop();
        saveOperandsBelowCondition();
        BasicBlock next = new BasicBlock();
        current.end(new Terminator.Branch(edge(to), next));
        start(next);
        loadOperands(base());
    }

    private void branchTable() {
        int count = in.readCount();
        List<Frame> targets = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            targets.add(frame(in.readIndex()));
        }
        pop();
        int index = locals.scratch();
        current.set(index);
        saveOperands(base());
        Map<Frame, BasicBlock> edges = new HashMap<>();
        List<BasicBlock> leads = new ArrayList<>();
        for (Frame target : targets) {
            leads.add(edges.computeIfAbsent(target, this::edge));
        }
        new SwitchRanges(index, leads, options.switchTargets(), blocks::add).endWithSwitch(current);
        reachable = false;
        cut(base());
    }

    private void returnFromFunction() {
        locals.result().ifPresent(result -> {
            pop();
            current.set(result);
        });
        dropOperands(stack.size());
        leave(new Terminator.Return());
    }

    private void call(FunctionType callee, int from) {
        pop(callee.parameters().size());
        stack.addAll(callee.results());
        copy(from);
    }

    /** With all operands saved at their depth: where to go so that the label finds its operands at its own. */
    private BasicBlock edge(Frame to) {
        List<ValueType> types = to.labelTypes();
        int from = depthBelow(types);
        if (types.isEmpty() || from == to.base()) {
            return to.label();
        }
        BasicBlock move = new BasicBlock();
        blocks.add(move);
        for (int i = 0; i < types.size(); i++) {
            move.get(locals.operand(from + i, types.get(i)));
        }
        for (int i = types.size() - 1; i >= 0; i--) {
            move.set(locals.operand(to.base() + i, types.get(i)));
        }
        move.end(new Terminator.Goto(to.label()));
        return move;
    }

    private void saveOperandsBelowCondition() {
        if (stack.size() > base()) {
            current.set(locals.scratch());
            saveOperands(base());
            current.get(locals.scratch());
        }
    }

    private void saveOperands(int from) {
        for (int depth = stack.size() - 1; depth >= from; depth--) {
            current.set(locals.operand(depth, stack.get(depth)));
        }
    }

    private void loadOperands(int from) {
        for (int depth = from; depth < stack.size(); depth++) {
            current.get(locals.operand(depth, stack.get(depth)));
        }
    }

    /** Drops what lies on the machine's stack between the frame's base and this depth. */
    private void dropOperands(int depth) {
        int count = depth - base();
        if (count > 0) {
            byte[] drops = new byte[count];
            Arrays.fill(drops, (byte) Op.DROP);
            current.append(drops);
        }
    }

    private void leave(Terminator terminator) {
        current.end(terminator);
        reachable = false;
        cut(base());
    }

    private void fallInto(BasicBlock next) {
        current.end(new Terminator.Goto(next));
        start(next);
    }

    private void start(BasicBlock block) {
        blocks.add(block);
        current = block;
    }

    private void copy(int from) {
        current.append(in.since(from));
    }

    private int readLocal() {
        int local = in.readIndex();
        locals.type(local); // refuses a local that is not there
        return local;
    }

    /** How deep the stack is below these operands on its top. */
    private int depthBelow(List<ValueType> operands) {
        int depth = stack.size() - operands.size();
        if (depth < base()) {
            throw new WasmFormatException("operand stack underflow before byte " + in.position());
        }
        return depth;
    }

    private int base() {
        return frames.element().base();
    }

    private void cut(int depth) {
        stack.subList(depth, stack.size()).clear();
    }

    private ValueType pop() {
        if (stack.size() <= base()) {
            throw new WasmFormatException("operand stack underflow before byte " + in.position());
        }
        return stack.removeLast();
    }

    private void pop(int count) {
        for (int i = 0; i < count; i++) {
            pop();
        }
    }

    private Frame frame(int depth) {
        if (depth >= frames.size()) {
            throw new WasmFormatException("branch out of the function before byte " + in.position());
        }
        return frames.stream().skip(depth).findFirst().orElseThrow();
    }

    private FunctionType readBlockType() {
        long code = in.readSigned();
        if (code >= 0) {
            return module.type(Math.toIntExact(Math.min(code, Integer.MAX_VALUE)));
        }
        int byteCode = (int) (code & 0x7f);
        return byteCode == Op.NO_RESULT
                ? FunctionType.EMPTY
                : new FunctionType(List.of(), Collections.singletonList(ValueType.of(byteCode)));
    }
}
