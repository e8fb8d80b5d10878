package dev.sallyport.sql.flow;

import dev.sallyport.sql.FunctionUse;
import dev.sallyport.sql.body.RoutineBody;
import dev.sallyport.sql.body.RoutineBody.Piece;
import dev.sallyport.sql.flow.Flow.Create;
import dev.sallyport.sql.parser.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The code of a DO block. Its variables can take any value that it reads to anything that it does, and whether it comes to do it depends on
 * them, too. So all that it writes depends on all that it reads, and so does what it does at all. For one statement.
 */
final class Bodies {
    private final Resolver resolver;
    private final Function<TreeNode, Rows> statements;
    private final List<Dependencies> read = new ArrayList<>();

    /** @param statements follows one statement, whose outputs go into variables or nowhere */
    Bodies(Resolver resolver, Function<TreeNode, Rows> statements) {
        this.resolver = resolver;
        this.statements = statements;
    }

    /** What decides what a block does, by value, because a message can show it. */
    Dependencies run(RoutineBody body) {
        switch (body) {
            case RoutineBody.Unreadable(String reason) -> unknown(reason);
            case RoutineBody.Read(List<Piece> pieces, var variables) -> pieces.forEach(this::piece);
        }
        Dependencies all = Dependencies.all(read).and(resolver.findings.written());
        resolver.findings.writtenFrom(all);
        return all;
    }

    private void piece(Piece piece) {
        switch (piece) {
            case Piece.OfStatement(TreeNode statement, byte[] source) -> statement(statement);
            case Piece.OfExpression(TreeNode select) -> statement(select);
            case Piece.OfDynamic dynamic -> {
                statement(dynamic.select());
                String reason = dynamic.unreadable();
                if (reason == null && !dynamic.by().stream().allMatch(this::isOfTheSystem)) {
                    reason = "a text is run that functions make which may not be the system's own";
                }
                if (reason == null) {
                    dynamic.statements().forEach(inner -> statement(inner.statement()));
                } else {
                    unknown(reason);
                }
            }
            case Piece.OfTransaction(String kind) -> {}
        }
    }

    private void statement(TreeNode statement) {
        Rows rows = statements.apply(statement);
        // What goes into a variable becomes of the variable's type.
        read.add(rows.together().and(resolver.types.using(new Shape.Row(rows.columns()))));
    }

    private void unknown(String reason) {
        read.add(resolver.findings.unknown(reason));
    }

    private boolean isOfTheSystem(FunctionUse use) {
        var meant = use.operator()
                ? resolver.names.functionsOfOperators(use.schema(), use.name())
                : resolver.names.functions(use.schema(), use.name());
        return "pg_catalog".equals(use.schema())
                || meant.stream().allMatch(function -> function.schema().equals("pg_catalog"));
    }

    /** What is made of a query depends on what was read elsewhere, too. */
    static List<Create> from(Dependencies all, List<Create> creates) {
        return creates.stream()
                .map(create -> new Create(
                        create.relation(), create.column(), create.from().and(all)))
                .toList();
    }
}
