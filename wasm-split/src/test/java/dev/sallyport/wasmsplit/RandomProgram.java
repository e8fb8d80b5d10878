package dev.sallyport.wasmsplit;

import static dev.sallyport.wasmsplit.ValueType.F32;
import static dev.sallyport.wasmsplit.ValueType.F64;
import static dev.sallyport.wasmsplit.ValueType.I32;
import static dev.sallyport.wasmsplit.ValueType.I64;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Random code for {@code f} of a {@link TestModule}: well typed, and it ends, for only counted loops go back. Operands
 * lie on the stack across blocks, branches carry values and leave operands behind, code after a branch is dead.
 */
final class RandomProgram {
    private static final int MOST_LOOPS = 3;
    private static final int FIRST_LOCAL = TestModule.TYPE.parameters().size();
    private static final List<ValueType> LOCALS = List.of(I32, I32, I64, I64, F32, F64, I32, I32, I32);
    private static final int FIRST_COUNTER = FIRST_LOCAL + 6;

    private final Random random;
    private final WasmWriter out = new WasmWriter();

    /** The enclosing blocks, innermost last. */
    private final List<Label> labels = new ArrayList<>();

    private int loops;
    private int left;

    /** What a branch to a block takes along. */
    private record Label(Optional<ValueType> operand, boolean isLoop) {}

    RandomProgram(long seed, int size) {
        random = new Random(seed);
        left = size;
    }

    byte[] module() {
        labels.add(new Label(Optional.of(I64), false));
        while (left > 0) {
            statement(3);
        }
        expression(I64, 3);
        out.write(Op.END);
        return TestModule.of(LOCALS, out.toByteArray()).bytes();
    }

    private void statement(int depth) {
        left--;
        switch (random.nextInt(depth > 0 ? 10 : 3)) {
            case 0, 1 -> assign(depth);
            case 2 -> store(depth);
            case 3 -> block(depth);
            case 4 -> choice(depth);
            case 5 -> loop(depth);
            case 6 -> table(depth);
            case 7 -> {
                Label label = new Label(Optional.empty(), false);
                open(Op.BLOCK, label);
                statement(depth - 1);
                branchAway(depth);
                statement(depth - 1); // cannot be reached
                close();
            }
            case 8 -> {
                expression(I64, depth);
                out.write(Op.DROP);
            }
            default -> {
                expression(I32, depth);
                open(Op.IF, new Label(Optional.empty(), false));
                leaveOperandsBehind(depth);
                expression(I64, depth - 1);
                out.write(Op.RETURN);
                close();
            }
        }
    }

    private void assign(int depth) {
        int local = random.nextInt(FIRST_COUNTER);
        ValueType type =
                local < FIRST_LOCAL ? TestModule.TYPE.parameters().get(local) : LOCALS.get(local - FIRST_LOCAL);
        expression(type, depth);
        out.instruction(Op.LOCAL_SET, local);
    }

    private void store(int depth) {
        address(depth);
        expression(I64, depth);
        out.write(0x37).writeUnsigned(0).writeUnsigned(random.nextInt(64));
    }

    private void address(int depth) {
        expression(I32, depth);
        out.i32Const(0xff).write(Op.I32_AND);
    }

    private void block(int depth) {
        open(Op.BLOCK, new Label(Optional.empty(), false));
        statement(depth - 1);
        expression(I32, depth);
        out.instruction(Op.BR_IF, 0);
        statement(depth - 1);
        close();
    }

    private void choice(int depth) {
        expression(I32, depth);
        open(Op.IF, new Label(Optional.empty(), false));
        statement(depth - 1);
        if (random.nextBoolean()) {
            out.write(Op.ELSE);
            statement(depth - 1);
        }
        close();
    }

    private void loop(int depth) {
        if (loops == MOST_LOOPS) {
            return;
        }
        int counter = FIRST_COUNTER + loops++;
        out.i32Const(1 + random.nextInt(4)).instruction(Op.LOCAL_SET, counter);
        open(Op.LOOP, new Label(Optional.empty(), true));
        statement(depth - 1);
        out.instruction(Op.LOCAL_GET, counter).i32Const(1).write(Op.I32_SUB).instruction(Op.LOCAL_TEE, counter);
        out.instruction(Op.BR_IF, 0);
        close();
        loops--;
    }

    private void table(int depth) {
        int cases = 1 + random.nextInt(6);
        for (int i = 0; i < cases; i++) {
            open(Op.BLOCK, new Label(Optional.empty(), false));
        }
        expression(I32, depth);
        out.i32Const(15).write(Op.I32_AND);
        int entries = random.nextInt(20);
        out.instruction(Op.BR_TABLE, entries);
        for (int i = 0; i <= entries; i++) {
            out.writeUnsigned(random.nextInt(cases));
        }
        for (int i = 0; i < cases; i++) {
            close();
            statement(depth - 1);
        }
    }

    /** An unconditional branch to a block around, with an operand where that wants one. */
    private void branchAway(int depth) {
        leaveOperandsBehind(depth);
        int target = random.nextInt(labels.size());
        Label label = labels.get(labels.size() - 1 - target);
        if (label.isLoop()) {
            expression(I64, depth - 1);
            out.write(Op.RETURN);
            return;
        }
        label.operand().ifPresent(type -> expression(type, depth - 1));
        out.instruction(Op.BR, target);
    }

    private void leaveOperandsBehind(int depth) {
        if (random.nextBoolean()) {
            expression(F64, depth - 1);
            expression(I32, depth - 1);
        }
    }

    private void expression(ValueType type, int depth) {
        if (depth <= 0) {
            leaf(type);
            return;
        }
        switch (random.nextInt(7)) {
            case 0 -> leaf(type);
            case 1 -> {
                expression(I32, depth - 1);
                openTyped(Op.IF, type);
                expression(type, depth - 1);
                out.write(Op.ELSE);
                expression(type, depth - 1);
                close();
            }
            case 2 -> {
                openTyped(Op.BLOCK, type);
                leaveNothing(depth);
                expression(type, depth - 1);
                expression(I32, depth - 1);
                out.instruction(Op.BR_IF, 0);
                out.write(Op.DROP);
                expression(type, depth - 1);
                close();
            }
            case 3 -> { // a branch with a value past an operand that is left behind
                openTyped(Op.BLOCK, type);
                expression(I64, depth - 1);
                expression(type, depth - 1);
                expression(I32, depth - 1);
                out.instruction(Op.BR_IF, 0);
                out.write(Op.DROP).write(Op.DROP);
                expression(type, depth - 1);
                close();
            }
            case 4 -> {
                expression(type, depth - 1);
                expression(type, depth - 1);
                expression(I32, depth - 1);
                out.write(Op.SELECT);
            }
            case 5 -> special(type, depth);
            default -> {
                expression(type, depth - 1);
                expression(type, depth - 1);
                binary(type);
            }
        }
    }

    private void leaveNothing(int depth) {
        if (depth > 2) {
            expression(I32, depth - 2);
            open(Op.IF, new Label(Optional.empty(), false));
            statement(depth - 2);
            close();
        }
    }

    private void special(ValueType type, int depth) {
        switch (type) {
            case I32 -> {
                expression(I64, depth - 1);
                expression(I64, depth - 1);
                out.write(0x53 + random.nextInt(8)); // an i64 comparison
            }
            case I64 -> {
                expression(I64, depth - 1);
                out.instruction(Op.CALL, TestModule.HELPER);
            }
            case F32 -> {
                expression(F64, depth - 1);
                out.write(0xb6); // f32.demote_f64
            }
            case F64 -> {
                expression(I64, depth - 1);
                out.write(0xb9); // f64.convert_i64_s
            }
        }
    }

    private void binary(ValueType type) {
        switch (type) {
            case I32 -> out.write(0x6a + random.nextInt(3));
            case I64 -> out.write(0x7c + random.nextInt(3));
            case F32 -> out.write(0x92 + random.nextInt(3));
            case F64 -> out.write(0xa0 + random.nextInt(3));
        }
    }

    private void leaf(ValueType type) {
        switch (type) {
            case I32 -> {
                if (random.nextInt(3) == 0) {
                    out.i32Const(random.nextInt(8) - 2);
                } else {
                    out.instruction(Op.LOCAL_GET, pick(0, FIRST_LOCAL, FIRST_LOCAL + 1));
                }
            }
            case I64 -> {
                if (random.nextInt(4) == 0) {
                    out.i32Const(random.nextInt(256))
                            .write(0x29)
                            .writeUnsigned(0)
                            .writeUnsigned(0); // i64.load
                } else {
                    out.instruction(Op.LOCAL_GET, pick(1, FIRST_LOCAL + 2, FIRST_LOCAL + 3));
                }
            }
            case F32 -> out.instruction(Op.LOCAL_GET, FIRST_LOCAL + 4);
            case F64 -> out.instruction(Op.LOCAL_GET, pick(2, FIRST_LOCAL + 5, 2));
        }
    }

    private int pick(int first, int second, int third) {
        return switch (random.nextInt(3)) {
            case 0 -> first;
            case 1 -> second;
            default -> third;
        };
    }

    private void open(int opcode, Label label) {
        out.open(opcode);
        labels.add(label);
    }

    private void openTyped(int opcode, ValueType type) {
        out.write(opcode).write(type.code());
        labels.add(new Label(Optional.of(type), false));
    }

    private void close() {
        out.write(Op.END);
        labels.removeLast();
    }
}
