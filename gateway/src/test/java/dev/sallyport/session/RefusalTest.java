package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Decision.Deny;
import dev.sallyport.policy.Reason;
import dev.sallyport.policy.Risk;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ErrorField;
import dev.sallyport.wire.FrontendMessage.Query;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalTest {
    private static final ErrorResponse OF_STAND_IN = ErrorResponse.builder(
                    "ERROR", "42601", "syntax error at or near \"sallyport\"")
            .with(ErrorField.POSITION, "1")
            .with(ErrorField.FILE, "scan.l")
            .with(ErrorField.LINE, "1244")
            .with(ErrorField.ROUTINE, "scanner_yyerror")
            .build();

    private static Deny rejected(String message, int position) {
        return new Deny("42601", message, "", position, List.of(new Reason(Deny.GRAMMAR, message)));
    }

    @Test
    void whatTheGrammarRejectsIsAnsweredAsTheServerWouldHave() {
        ErrorResponse refusal = Refusal.ofGrammar(rejected("syntax error at or near \"FRM\"", 14));

        assertThat(Refusal.answer(refusal, OF_STAND_IN))
                .isEqualTo(ErrorResponse.builder("ERROR", "42601", "syntax error at or near \"FRM\"")
                        .with(ErrorField.POSITION, "14")
                        .with(ErrorField.FILE, "scan.l")
                        .with(ErrorField.LINE, "1244")
                        .with(ErrorField.ROUTINE, "scanner_yyerror")
                        .build());
    }

    @Test
    void aTextThatEndsTooSoonHasNoLineBecauseTheServersIsAnother() {
        ErrorResponse refusal = Refusal.ofGrammar(rejected("syntax error at end of input", 14));

        assertThat(Refusal.answer(refusal, OF_STAND_IN))
                .isEqualTo(ErrorResponse.builder("ERROR", "42601", "syntax error at end of input")
                        .with(ErrorField.POSITION, "14")
                        .with(ErrorField.FILE, "scan.l")
                        .with(ErrorField.ROUTINE, "scanner_yyerror")
                        .build());
    }

    @Test
    void whatTheGrammarItselfRejectsHasNoPlaceInTheServersScanner() {
        ErrorResponse refusal = Refusal.ofGrammar(rejected("only one ORDER BY is allowed", 9));

        assertThat(Refusal.answer(refusal, OF_STAND_IN)).isEqualTo(refusal);
    }

    @Test
    void aCancelThatCameFirstBringsNoPlaceOfItsOwn() {
        ErrorResponse refusal = Refusal.ofGrammar(rejected("syntax error at end of input", 14));
        ErrorResponse cancelled = ErrorResponse.builder("ERROR", "57014", "canceling statement due to user request")
                .with(ErrorField.ROUTINE, "ProcessInterrupts")
                .build();

        assertThat(Refusal.answer(refusal, cancelled)).isEqualTo(refusal);
    }

    @Test
    void aDenialKeepsItsReasonsWhateverTheServerSays() {
        Deny deny =
                new Deny("42501", "refused by r: syntax error at or near \"x\"", "Ask.", List.of(new Reason("r", "x")));
        ErrorResponse refusal = Refusal.of(deny, "session", 1);

        assertThat(Refusal.answer(refusal, OF_STAND_IN)).isEqualTo(refusal);
    }

    @Test
    void aSyntaxErrorOfAnotherGrammarThanTheServersKeepsItsReasons() {
        ErrorResponse refusal = Refusal.of(rejected("syntax error at or near \"x\"", 1), "session", 1);

        assertThat(Refusal.answer(refusal, OF_STAND_IN)).isEqualTo(refusal);
    }

    @Test
    void theStandInForATextThatEndsTooSoonEndsTooSoonItself() {
        ErrorResponse early = Refusal.ofGrammar(rejected("syntax error at end of input", 14));
        ErrorResponse amiss = Refusal.ofGrammar(rejected("syntax error at or near \"FRM\"", 14));

        assertThat(Refusal.query(early, "s", 3))
                .isEqualTo(new Query(Bytes.ofUtf8("TABLE -- sallyport refused attempt 3 of session s")).encode());
        assertThat(Refusal.query(amiss, "s", 3))
                .isEqualTo(new Query(Bytes.ofUtf8("sallyport refused attempt 3 of session s")).encode());
    }

    @Test
    void anOlderGrammarSaysTheSameWhereTheScannerSaysItAndANewerOneMayTakeTheText() {
        String scanners = "syntax error at or near \"FRM\"";
        String grammars = "only one ORDER BY is allowed";

        assertThat(ServersGrammar.of("18.6 (Debian 18.6-1)")).isEqualTo(ServersGrammar.SAME);
        assertThat(ServersGrammar.of("15.19")).isEqualTo(ServersGrammar.OLDER);
        assertThat(ServersGrammar.of("19beta1")).isEqualTo(ServersGrammar.NEWER);
        assertThat(ServersGrammar.of("")).isEqualTo(ServersGrammar.NEWER);
        assertThat(ServersGrammar.OLDER.rejectsInTheseWords(scanners)).isTrue();
        assertThat(ServersGrammar.OLDER.rejectsInTheseWords(grammars)).isFalse();
        assertThat(ServersGrammar.SAME.rejectsInTheseWords(grammars)).isTrue();
        assertThat(ServersGrammar.NEWER.rejectsInTheseWords(scanners)).isFalse();
    }

    @Test
    void theDetailHasWhyThereIsTheRuleAndTheRiskThatItLooksAt() {
        Risk risk = new Risk(List.of(new Risk.Part("effect", 15, "it writes rows")));

        assertThat(Refusal.detail(List.of(new Reason("bulk", "UPDATE on t", "Ask first.", risk)), "s", 7, "r"))
                .isEqualTo("{\"rule\":\"bulk\",\"reasons\":[\"UPDATE on t\"],\"why\":\"Ask first.\",\"risk\":15,"
                        + "\"riskParts\":[{\"name\":\"effect\",\"points\":15,\"sentence\":\"it writes rows\"}],"
                        + "\"session\":\"s\",\"attempt\":7,\"request\":\"r\"}");
        assertThat(Refusal.detail(List.of(new Reason("bulk", "UPDATE on t")), "s", 7, null))
                .isEqualTo("{\"rule\":\"bulk\",\"reasons\":[\"UPDATE on t\"],\"session\":\"s\",\"attempt\":7}");
    }
}
