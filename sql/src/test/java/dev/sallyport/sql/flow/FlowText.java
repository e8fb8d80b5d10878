package dev.sallyport.sql.flow;

import dev.sallyport.sql.flow.Dependencies.Manner;
import dev.sallyport.sql.flow.Flow.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A flow as text a person can review; a column after {@code ?} is depended on by condition. */
final class FlowText {
    private final ShopNamespace names;

    FlowText(ShopNamespace names) {
        this.names = names;
    }

    String of(Flow flow) {
        List<String> lines = new ArrayList<>();
        for (Flow.Output output : flow.outputs()) {
            String from = of(output.dependsOn());
            lines.add(output.name() + (output.plain() == null ? " <- " : " = ") + from);
        }
        if (!flow.rows().isNone()) {
            lines.add("rows <- " + of(flow.rows()));
        }
        if (flow.canFail()) {
            lines.add("fails <- " + of(flow.failures()));
        }
        flow.writes().forEach(write -> lines.add("write " + names.display(write.column()) + " <- " + of(write.from())));
        flow.creates()
                .forEach(create ->
                        lines.add("create " + create.relation() + "." + create.column() + " <- " + of(create.from())));
        for (Role role : Role.values()) {
            List<String> used = flow.uses().stream()
                    .filter(use -> use.role() == role)
                    .map(use -> names.display(use.column()))
                    .toList();
            list(role.name().toLowerCase(Locale.ROOT).replace('_', ' '), used, lines);
        }
        list(
                "relations",
                flow.relations().stream()
                        .map(relation -> relation.access().name().toLowerCase(Locale.ROOT) + " " + relation.display()
                                + (relation.certain() ? "" : " perhaps"))
                        .toList(),
                lines);
        list("functions", flow.functions().stream().map(Flow.Function::display).toList(), lines);
        list("unresolved", flow.unresolved(), lines);
        flow.unknown().forEach(reason -> lines.add("unknown: " + reason));
        return lines.isEmpty() ? "nothing\n" : String.join("\n", lines) + "\n";
    }

    private static void list(String what, List<String> values, List<String> lines) {
        if (!values.isEmpty()) {
            lines.add("  " + what + ": " + String.join(", ", values));
        }
    }

    private String of(Dependencies dependencies) {
        List<String> parts = new ArrayList<>();
        dependencies.columns().forEach((column, manner) -> {
            if (manner == Manner.VALUE) {
                parts.add(names.display(column));
            }
        });
        dependencies.columns().forEach((column, manner) -> {
            if (manner == Manner.CONDITION) {
                parts.add("?" + names.display(column));
            }
        });
        if (dependencies.isUnknown()) {
            parts.add("unknown");
        }
        return parts.isEmpty() ? "constant" : String.join(" ", parts);
    }
}
