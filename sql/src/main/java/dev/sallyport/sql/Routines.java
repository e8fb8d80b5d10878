package dev.sallyport.sql;

import dev.sallyport.sql.body.RoutineBodies;
import dev.sallyport.sql.body.RoutineBody;
import dev.sallyport.sql.body.RoutineBody.Piece;
import dev.sallyport.sql.body.RoutineBody.Unreadable;
import dev.sallyport.sql.parser.EmbeddedTexts;
import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CREATE FUNCTION, CREATE PROCEDURE and DO, whose code is read, and texts that are run. */
final class Routines {
    /** How many texts that are run may stand within one another. */
    static final int DEPTH = 8;

    // Code in any other language may reach past the database.
    private static final Set<String> CONFINED = Set.of("sql", "plpgsql");

    private final TreeWalk walk;
    private final Facts facts;
    private final RoutineBodies bodies;
    private final EmbeddedTexts texts;
    private @Nullable TreeNode statement;
    private byte[] source = {};
    private @Nullable RoutineBody block;
    private int depth;

    Routines(TreeWalk walk, Facts facts, RoutineBodies bodies, EmbeddedTexts texts) {
        this.walk = walk;
        this.facts = facts;
        this.bodies = bodies;
        this.texts = texts;
    }

    /** Tells which statement the walk is about to begin, and its own text. */
    void begin(TreeNode whole, byte[] text) {
        statement = whole;
        source = text;
    }

    /** What the block of the outermost statement holds; null if that is not DO, or was not walked. */
    @Nullable
    RoutineBody block() {
        return block;
    }

    /** CREATE FUNCTION and CREATE PROCEDURE: what the body holds does not run, and counts as what it will do. */
    void create(TreeNode routine, Scope scope) {
        for (TreeNode parameter : routine.nodes("parameters")) {
            // In the body a.f may be f(a) as it may for a function in FROM.
            String name = parameter.text("name");
            if (name != null) {
                facts.functionInFrom(name, Set.of());
            }
        }
        if (!routine.has("sql_body")) {
            confine(routine, "options", "");
        }
        facts.defining(() -> body(routine));
        walk.fields(routine, scope, Set.of("sql_body"));
    }

    /** DO: what the block holds runs. */
    void run(TreeNode block, Scope scope) {
        confine(block, "args", "plpgsql");
        int before = facts.opaqueReasons();
        body(block);
        if (facts.opaqueReasons() > before) {
            // It runs now, and it may be anything.
            facts.effect(Effect.ADMIN);
        }
        walk.fields(block, scope, Set.of());
    }

    private void confine(TreeNode routine, String options, String language) {
        String spoken = language;
        for (TreeNode option : routine.nodes(options)) {
            TreeNode name = option.node("arg");
            if (option.text("defname", "").equals("language")) {
                List<String> parts = name == null ? List.of() : name.nameParts();
                spoken = parts.isEmpty() ? "" : parts.getFirst();
            }
        }
        if (!CONFINED.contains(spoken)) {
            facts.effect(Effect.ADMIN);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very node whose text is known, not one that looks like it
    private void body(TreeNode routine) {
        if (routine != statement && !routine.has("sql_body")) {
            facts.opaque("the body of a function is code in a string");
            return;
        }
        RoutineBody read = bodies.read(routine, source, texts);
        if (block == null && routine.is("DoStmt")) {
            block = read;
        }
        switch (read) {
            case Unreadable(String reason) -> facts.opaque(reason);
            case RoutineBody.Read(List<Piece> pieces, Set<String> variables) ->
                facts.withVariables(variables, () -> pieces.forEach(this::piece));
        }
    }

    private void piece(Piece piece) {
        switch (piece) {
            case Piece.OfStatement inner -> statement(inner);
            case Piece.OfExpression(TreeNode select) -> expression(select);
            case Piece.OfDynamic dynamic -> {
                expression(dynamic.select());
                dynamic(dynamic);
            }
            case Piece.OfTransaction(String kind) -> facts.inner(kind);
        }
    }

    private void expression(TreeNode select) {
        if (select.is("SelectStmt")) {
            walk.statement(select, Scope.DEFINING, false);
        } else {
            walk.visit(select, Scope.DEFINING);
        }
    }

    /** A text that is run: its statements count, if it is known. */
    void dynamic(Piece.OfDynamic dynamic) {
        String reason = dynamic.unreadable();
        if (reason == null && !dynamic.by().stream().allMatch(facts::isOfTheSystem)) {
            reason = "a text is run that functions make which may not be the system's own";
        } else if (reason == null && depth >= DEPTH) {
            reason = "texts that are run stand more than " + DEPTH + " deep within one another";
        }
        if (reason != null) {
            facts.opaque(reason);
        } else {
            depth++;
            dynamic.statements().forEach(this::statement);
            depth--;
        }
    }

    private void statement(Piece.OfStatement inner) {
        if (CommandTags.of(inner.statement()) == null) {
            facts.refuse("the parse tree holds a statement that is not known: "
                    + inner.statement().type());
            return;
        }
        TreeNode outer = statement;
        byte[] outerSource = source;
        begin(inner.statement(), inner.source());
        walk.nested(inner.statement(), Scope.DEFINING, false);
        Objects.note(inner.statement(), facts);
        statement = outer;
        source = outerSource;
    }
}
