package dev.sallyport.sql;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An analysis as text a person can review: one line for what a statement is, one for each sort of fact that it has. */
final class FactsText {
    private FactsText() {}

    static String of(Analysis analysis) {
        return switch (analysis) {
            case Analysis.Understood understood ->
                understood.statements().isEmpty()
                        ? "nothing\n"
                        : understood.statements().stream().map(FactsText::of).collect(Collectors.joining());
            case Analysis.SyntaxError error -> "syntax error at " + error.position() + ": " + error.message() + "\n";
            case Analysis.Refused refused -> "refused: " + refused.reason() + "\n";
        };
    }

    static String of(Statement statement) {
        StringJoiner lines = new StringJoiner("\n  ", "", "\n");
        lines.add(statement.kind() + " / " + statement.effect().name().toLowerCase(Locale.ROOT) + " @"
                + statement.location() + "+" + statement.length());
        line(lines, "inner", statement.innerKinds());
        line(lines, "defines", statement.changes().definedKinds());
        line(lines, "alterations", statement.changes().alterations());
        line(lines, "clauses", statement.changes().clauses());
        if (statement.changes().replaces()) {
            lines.add("replaces");
        }
        if (!statement.bounded()) {
            lines.add("unbounded");
        }
        line(
                lines,
                "relations",
                statement.relations().stream().map(FactsText::of).toList());
        line(
                lines,
                "functions",
                statement.functions().stream().map(FactsText::of).toList());
        line(
                lines,
                "acting",
                statement.changes().acting().stream()
                        .map(call ->
                                call.function() + " " + call.effect().name().toLowerCase(Locale.ROOT))
                        .toList());
        line(lines, "types", statement.types());
        for (ColumnUse.Role role : ColumnUse.Role.values()) {
            List<String> columns = statement.columns().stream()
                    .filter(use -> use.role() == role)
                    .map(FactsText::of)
                    .toList();
            line(lines, role.name().toLowerCase(Locale.ROOT).replace('_', ' '), columns);
        }
        line(lines, "joins", statement.joins().stream().map(Object::toString).toList());
        if (statement.ordinals()) {
            lines.add("ordinals");
        }
        if (statement.distinct()) {
            lines.add("distinct");
        }
        line(
                lines,
                "inserts without columns",
                statement.insertsWithoutColumns().stream()
                        .map(RelationUse::display)
                        .toList());
        line(
                lines,
                "settings",
                statement.settings().stream()
                        .map(use -> use.name() + "=" + quoted(use.value()))
                        .toList());
        for (RoleUse.Manner manner : RoleUse.Manner.values()) {
            line(
                    lines,
                    "roles " + manner.name().toLowerCase(Locale.ROOT),
                    statement.changes().roles().stream()
                            .filter(use -> use.manner() == manner)
                            .map(RoleUse::name)
                            .toList());
        }
        if (statement.prepared() != null) {
            lines.add("prepared: " + statement.prepared());
        }
        line(lines, "opaque", statement.opaque());
        return lines.toString();
    }

    private static void line(StringJoiner lines, String what, List<String> values) {
        if (!values.isEmpty()) {
            lines.add(what + ": " + String.join(", ", values));
        }
    }

    private static String of(RelationUse use) {
        return use.access().name().toLowerCase(Locale.ROOT) + " "
                + (use.database() == null ? "" : use.database() + ".")
                + use.display()
                + (use.alias() == null ? "" : " as " + use.alias())
                + (use.columnAliases() ? "(..)" : "");
    }

    private static String of(FunctionUse use) {
        String name = (use.schema() == null ? "" : use.schema() + ".") + use.name();
        return use.operator() ? "operator " + name + " " + use.arguments() : name + "(" + use.arguments() + ")";
    }

    private static String of(ColumnUse use) {
        String path = String.join(".", use.path());
        return use.star() ? (path.isEmpty() ? "*" : path + ".*") : path;
    }

    private static String quoted(@Nullable String value) {
        return value == null ? "?" : "'" + value + "'";
    }
}
