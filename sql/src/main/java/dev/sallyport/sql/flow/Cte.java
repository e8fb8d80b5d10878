package dev.sallyport.sql.flow;

import dev.sallyport.sql.parser.TreeNode;
import org.jspecify.annotations.Nullable;

/** A common table expression, followed once however often it is named. For one thread. */
final class Cte {
    private final String name;
    private final TreeNode node;
    private final boolean recursive;
    private @Nullable Scope scope;
    private @Nullable Rows rows;
    private @Nullable Rows soFar;
    private boolean begun;
    private boolean named;

    /** @param recursive whether it can name itself */
    Cte(TreeNode node, boolean recursive) {
        this.name = node.text("ctename", "");
        this.node = node;
        this.recursive = recursive;
    }

    String name() {
        return name;
    }

    TreeNode node() {
        return node;
    }

    boolean recursive() {
        return recursive;
    }

    /** Where its query stands; empty until it is known. */
    Scope scope() {
        return scope == null ? Scope.empty(Flow.Role.OUTPUT) : scope;
    }

    void stands(Scope where) {
        scope = where;
    }

    /** Its rows, once they are known. */
    @Nullable
    Rows rows() {
        return rows;
    }

    void done(Rows result) {
        rows = result;
    }

    /** Whether it is being followed, so that its name in it means itself. */
    boolean begun() {
        return begun;
    }

    void begin() {
        begun = true;
    }

    /** Its rows as far as they are known while it is being followed; its name in it means these. */
    @Nullable
    Rows nameItself() {
        named = true;
        return soFar;
    }

    /** Sets what its name in it means from here on. */
    void means(Rows rowsSoFar) {
        soFar = rowsSoFar;
        named = false;
    }

    /** Whether its name was met in it since {@link #means}. */
    boolean namedItself() {
        return named;
    }
}
