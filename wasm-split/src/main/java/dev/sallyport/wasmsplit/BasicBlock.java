package dev.sallyport.wasmsplit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Straight-line code with one way in and a terminator; the operand stack is empty at both ends. Compared by identity. */
final class BasicBlock {
    private final List<CodePiece> code = new ArrayList<>();
    private final BitSet usedFirst = new BitSet();
    private final BitSet defined = new BitSet();
    private @Nullable Terminator terminator;
    private int codeSize;

    void append(byte[] instructions) {
        code.add(new CodePiece.Verbatim(instructions));
        codeSize += instructions.length;
    }

    void get(int local) {
        access(Op.LOCAL_GET, local);
        use(local);
    }

    void set(int local) {
        access(Op.LOCAL_SET, local);
        defined.set(local);
    }

    void tee(int local) {
        access(Op.LOCAL_TEE, local);
        defined.set(local);
    }

    void end(Terminator last) {
        if (terminator != null) {
            throw new IllegalStateException("block ended twice");
        }
        terminator = last;
        if (last instanceof Terminator.Switch choice) {
            use(choice.local());
        }
    }

    void redirect(Terminator changed) {
        terminator = changed;
    }

    Terminator terminator() {
        if (terminator == null) {
            throw new IllegalStateException("block has no end");
        }
        return terminator;
    }

    List<CodePiece> code() {
        return code;
    }

    int codeSize() {
        return codeSize;
    }

    /** Locals whose value on entry this block may read. */
    BitSet usedFirst() {
        return usedFirst;
    }

    BitSet defined() {
        return defined;
    }

    private void access(int opcode, int local) {
        code.add(new CodePiece.LocalAccess(opcode, local));
        codeSize += 2;
    }

    private void use(int local) {
        if (!defined.get(local)) {
            usedFirst.set(local);
        }
    }
}
