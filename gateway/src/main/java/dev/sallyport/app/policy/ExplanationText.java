package dev.sallyport.app.policy;

import dev.sallyport.app.policy.ExplanationView.Column;
import dev.sallyport.app.policy.ExplanationView.Depends;
import dev.sallyport.app.policy.ExplanationView.OfStatement;
import dev.sallyport.app.policy.ExplanationView.RuleView;
import dev.sallyport.terminal.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints an explanation for a person: what was decided and by what first, then each statement and all that was weighed. */
final class ExplanationText {
    private static final int LONGEST_SQL = 100;
    private static final String LABEL = "  %-11s";

    private final PrintWriter out;
    private final Paint paint;

    ExplanationText(PrintWriter out, Paint paint) {
        this.out = out;
        this.paint = paint;
    }

    void print(ExplanationView view) {
        String by = view.rule() == null ? "" : " by " + view.rule();
        String decision = Printable.line(view.decision() + by);
        out.println(paint.strong(view.decision().equals("allow") ? paint.good(decision) : paint.bad(decision)));
        lines("because", view.reasons());
        if (view.hint() != null) {
            line("hint", view.hint());
        }
        line("access", view.access() == null ? "none" : view.access());
        int number = 0;
        for (OfStatement statement : view.statements()) {
            number++;
            out.println();
            print(statement, number);
        }
        out.flush();
    }

    private void print(OfStatement statement, int number) {
        out.println(paint.strong(number + ". " + Printable.firstLine(statement.sql(), LONGEST_SQL)));
        String inner = statement.innerKinds().isEmpty() ? "" : " with " + String.join(", ", statement.innerKinds());
        line(
                "is",
                statement.kind() + inner + ": " + statement.effect() + (statement.bounded() ? "" : ", without bounds"));
        if (!statement.labels().isEmpty()) {
            line("labels", String.join(", ", statement.labels()));
        }
        lines("opaque", statement.opaque());
        lines(
                "relations",
                statement.relations().stream()
                        .map(name -> name.access() + " " + name.written() + meant(name))
                        .toList());
        lines("unresolved", statement.unresolved());
        lines(
                "functions",
                statement.functions().stream().map(ExplanationText::call).toList());
        lines("sets", statement.settings());
        lines("answers", statement.answer().stream().map(this::column).toList());
        if (!isNone(statement.rows())) {
            line("rows", depends(statement.rows()));
        }
        lines(
                "writes",
                statement.writes().stream()
                        .map(written -> written.column() + " from " + depends(written.from()))
                        .toList());
        lines("unknown", statement.unknown());
        line("risk", statement.risk() + (statement.riskParts().isEmpty() ? "" : ":"));
        lines(
                "",
                statement.riskParts().stream()
                        .map(part -> String.format("%3d %s: %s", part.points(), part.name(), part.sentence()))
                        .toList());
        lines(
                "objections",
                statement.objections().stream()
                        .map(objection -> objection.then() + " " + objection.rule()
                                + (objection.use() == null ? "" : " (use: " + objection.use() + ")") + ": "
                                + objection.fact())
                        .toList());
        rules(statement.rules());
    }

    private static String meant(ExplanationView.Name name) {
        if (name.meant().isEmpty()) {
            return "";
        }
        return (name.meant().size() == 1 ? " is " : " can be ") + String.join(", ", name.meant());
    }

    private static String call(ExplanationView.Call call) {
        return call.name()
                + (call.volatility() == null ? "" : " (" + call.volatility() + ", " + call.language())
                + (call.securityDefiner() ? ", security definer" : "")
                + (call.volatility() == null ? "" : ")");
    }

    private String column(Column column) {
        String masked = switch (column.masked()) {
            case "yes" -> ", masked by " + column.mask();
            case "unsure" -> ", masked or not: " + column.mask();
            default -> "";
        };
        return column.name() + " from " + depends(column.dependsOn()) + masked;
    }

    private static boolean isNone(Depends depends) {
        return depends.values().isEmpty()
                && depends.conditions().isEmpty()
                && depends.unknown().isEmpty();
    }

    private static String depends(Depends depends) {
        List<String> parts = new ArrayList<>();
        if (!depends.values().isEmpty()) {
            parts.add(String.join(", ", depends.values()));
        }
        if (!depends.conditions().isEmpty()) {
            parts.add("by condition " + String.join(", ", depends.conditions()));
        }
        if (!depends.unknown().isEmpty()) {
            parts.add("unknown: " + String.join(", ", depends.unknown()));
        }
        return parts.isEmpty() ? "nothing" : String.join("; ", parts);
    }

    private void rules(List<RuleView> rules) {
        int longest =
                rules.stream().mapToInt(rule -> rule.rule().length()).max().orElse(0);
        String label = "rules";
        for (RuleView rule : rules) {
            String name = Printable.line(
                    String.format("%-9s %-7s %-" + longest + "s", rule.outcome(), rule.then(), rule.rule()));
            String condition =
                    Printable.line(rule.failure() == null ? rule.when() : rule.when() + " -- " + rule.failure());
            String shown = rule.outcome().equals("holds not")
                    ? paint.faint(name + "  " + condition)
                    : paint.bad(name) + "  " + condition;
            out.println(String.format(LABEL, label) + shown);
            label = "";
            if (rule.why() != null && !rule.outcome().equals("holds not")) {
                line("", "why: " + rule.why());
            }
        }
    }

    private void lines(String label, List<String> texts) {
        String shown = label;
        for (String text : texts) {
            line(shown, text);
            shown = "";
        }
    }

    private void line(String label, String text) {
        out.println(String.format(LABEL, label) + Printable.line(text));
    }
}
