package dev.sallyport.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.app.policy.ExplanationView.Depends;
import dev.sallyport.app.policy.ExplanationView.OfStatement;
import dev.sallyport.app.policy.ExplanationView.RiskPart;
import dev.sallyport.app.policy.ExplanationView.RuleView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTextTest {
    private static final Depends NOTHING = new Depends(List.of(), List.of(), List.of());

    @Test
    void riskIsPrintedWithItsPartsAndLabelsInOneLine() {
        assertThat(printed(List.of("pci", "pii")))
                .containsPattern("(?m)^  risk +35:$")
                .containsPattern("(?m)^ +15 effect: it writes rows$")
                .containsPattern("(?m)^ +20 bounds: nothing bounds the rows it writes$")
                .containsPattern("(?m)^  labels +pci, pii$");
        assertThat(printed(List.of())).doesNotContain("labels");
    }

    @Test
    void aRuleThatHoldsOrFailsSaysWhyThereIsOne() {
        RuleView holds = new RuleView("a", "deny", "true", "holds", "Ask \u001b[2J first.", null);
        RuleView failed = new RuleView("b", "deny", "x.y", "failed", "Because.", "there is no y");
        RuleView not = new RuleView("c", "deny", "false", "holds not", "Not shown.", null);

        assertThat(printed(List.of(), holds, failed, not))
                .containsPattern("(?m)^  rules +holds +deny +a +true$\n^ +why: Ask \\\\u001b\\[2J first\\.$")
                .containsPattern("(?m)^ +failed +deny +b +x\\.y -- there is no y$\n^ +why: Because\\.$")
                .containsPattern("(?m)^ +holds not +deny +c +false$")
                .doesNotContain("Not shown");
    }

    private static String printed(List<String> labels, RuleView... rules) {
        OfStatement statement = new OfStatement(
                "DELETE FROM orders",
                "DELETE",
                List.of(),
                "write",
                false,
                labels,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                NOTHING,
                List.of(),
                List.of(),
                35,
                List.of(
                        new RiskPart("effect", 15, "it writes rows"),
                        new RiskPart("bounds", 20, "nothing bounds the rows it writes")),
                List.of(rules),
                List.of());
        StringWriter text = new StringWriter();
        new ExplanationText(new PrintWriter(text), Paint.PLAIN)
                .print(new ExplanationView("deny", "agents", "a", List.of(), null, List.of(statement)));
        return text.toString();
    }
}
