package dev.sallyport.sql;

import dev.sallyport.sql.parser.TreeNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** CREATE FUNCTION and DO: code, which the analysis reads only in its SQL-standard form. */
final class Routines {
    // Code in any other language may reach past the database.
    private static final Set<String> CONFINED = Set.of("sql", "plpgsql");

    private final TreeWalk walk;
    private final Facts facts;

    Routines(TreeWalk walk, Facts facts) {
        this.walk = walk;
        this.facts = facts;
    }

    void create(TreeNode routine, Scope scope) {
        for (TreeNode parameter : routine.nodes("parameters")) {
            // In the body a.f may be f(a) as it may for a function in FROM.
            String name = parameter.text("name");
            if (name != null) {
                facts.functionInFrom(name, Set.of());
            }
        }
        for (TreeNode option : routine.nodes("options")) {
            switch (option.text("defname", "")) {
                case "as" -> facts.opaque("the body of a function is code in a string");
                case "language" -> language(option);
                default -> {}
            }
        }
        TreeNode body = routine.node("sql_body");
        if (body != null && body.is("List")) {
            body(body, scope);
            walk.fields(routine, scope, Set.of("sql_body"));
        } else {
            walk.fields(routine, scope, Set.of());
        }
    }

    private void language(TreeNode option) {
        TreeNode name = option.node("arg");
        List<String> parts = name == null ? List.of() : name.nameParts();
        if (parts.isEmpty() || !CONFINED.contains(parts.getFirst().toLowerCase(Locale.ROOT))) {
            facts.effect(Effect.ADMIN);
        }
    }

    /** BEGIN ATOMIC: lists of statements. */
    private void body(TreeNode list, Scope scope) {
        for (TreeNode item : list.nodes("items")) {
            if (item.is("List")) {
                body(item, scope);
            } else if (CommandTags.of(item) != null) {
                walk.nested(item, scope, false);
            } else {
                walk.visit(item, scope);
            }
        }
    }
}
