package dev.sallyport.wasmsplit;

import java.util.List;
import java.util.function.UnaryOperator;

/** How a basic block ends. */
sealed interface Terminator {

    record Goto(BasicBlock target) implements Terminator {}

    /** Takes an i32 from the stack: not zero leads to {@code whenTrue}. */
    record Branch(BasicBlock whenTrue, BasicBlock whenFalse) implements Terminator {}

    /** Leads to target number {@code local - base}; the last target is the default. */
    record Switch(int local, int base, List<BasicBlock> targets) implements Terminator {
        public Switch {
            targets = List.copyOf(targets);
        }
    }

    /** Leaves the function; the result is in the result local. */
    record Return() implements Terminator {}

    record Unreachable() implements Terminator {}

    default List<BasicBlock> successors() {
        return switch (this) {
            case Goto to -> List.of(to.target());
            case Branch branch -> List.of(branch.whenTrue(), branch.whenFalse());
            case Switch choice -> choice.targets();
            case Return end -> List.of();
            case Unreachable end -> List.of();
        };
    }

    default Terminator withTargets(UnaryOperator<BasicBlock> change) {
        return switch (this) {
            case Goto to -> new Goto(change.apply(to.target()));
            case Branch branch -> new Branch(change.apply(branch.whenTrue()), change.apply(branch.whenFalse()));
            case Switch choice ->
                new Switch(
                        choice.local(),
                        choice.base(),
                        choice.targets().stream().map(change).toList());
            case Return end -> end;
            case Unreachable end -> end;
        };
    }
}
