package dev.sallyport.audit;

import static dev.sallyport.audit.JournalFixture.attempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditRecord.ApprovalDecided;
import dev.sallyport.audit.AuditRecord.ApprovalRequested;
import dev.sallyport.audit.AuditRecord.GatewayStarted;
import dev.sallyport.audit.AuditRecord.GatewayStopped;
import dev.sallyport.audit.AuditRecord.SessionRefused;
import dev.sallyport.audit.AuditRecord.StatementFinished;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RecordEncoderTest {
    private static String json(AuditRecord record) throws RecordTooLongException {
        return new String(new RecordEncoder(1 << 20).encode(record), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\\\n\r\t\0",
                "\u001b\u007f\u009b\u2028",
                "漢字🙂",
                "\ud800",
                "a\udc00\ud800\"\né🙂",
                "</script>"
            })
    void anyTextComesBackAsItWas(String text) throws Exception {
        String json = json(attempt("s", 1, text));
        assertThat(JsonMapper.shared().readTree(json).get("statement").stringValue())
                .isEqualTo(text);
        assertThat(json).doesNotContain("\n");
    }

    @Test
    void aStatementThatIsNotUtf8IsWrittenInHexadecimal() throws Exception {
        StatementText statement = StatementText.of(new byte[] {'S', (byte) 0xff, 0x0a});
        assertThat(statement).isEqualTo(new StatementText("53ff0a", true));
        AuditRecord record = new AuditRecord.StatementAttempted(
                "s",
                1,
                "parse",
                statement,
                "p",
                List.of(),
                0,
                List.of(),
                "deny",
                List.of("not UTF-8"),
                null,
                "r1",
                List.of("pii"),
                null,
                2,
                true);
        assertThat(json(record))
                .isEqualTo("{\"type\":\"StatementAttempted\",\"session\":\"s\",\"attempt\":1,\"phase\":\"parse\","
                        + "\"statementHex\":\"53ff0a\",\"preparedName\":\"p\",\"parameterTypes\":[],"
                        + "\"parameterCount\":0,\"kinds\":[],\"decision\":\"deny\",\"reasons\":[\"not UTF-8\"],"
                        + "\"requestId\":\"r1\",\"labels\":[\"pii\"],\"ageSeconds\":2,\"bySession\":true}");
    }

    @Test
    void byWhatNamesAreLookedUpIsWrittenWithWhatIsUnusualOfIt() throws Exception {
        assertThat(json(lookedUp(new NameLookup(List.of("$user", "public"), false, false))))
                .endsWith("\"names\":{\"searchPath\":[\"$user\",\"public\"]},\"ageSeconds\":0}");
        assertThat(json(lookedUp(new NameLookup(List.of(), true, true))))
                .endsWith(
                        "\"names\":{\"searchPath\":[],\"roleMayDiffer\":true,\"schemaMayDiffer\":true},\"ageSeconds\":0}");
        assertThat(json(lookedUp(new NameLookup(null, false, false)))).endsWith("\"names\":{},\"ageSeconds\":0}");
    }

    private static AuditRecord lookedUp(NameLookup names) {
        return new AuditRecord.StatementAttempted(
                "s",
                1,
                "query",
                StatementText.of("SELECT 1"),
                null,
                List.of(),
                0,
                List.of(),
                "allow",
                List.of(),
                "a",
                null,
                List.of(),
                names,
                0,
                false);
    }

    @Test
    void eachRecordCarriesItsFieldsAndLeavesOutWhatIsNull() throws Exception {
        assertThat(json(new SessionRefused("s", "127.0.0.1:1", null, null, "28000", "the token is expired")))
                .isEqualTo("{\"type\":\"SessionRefused\",\"session\":\"s\",\"client\":\"127.0.0.1:1\","
                        + "\"sqlState\":\"28000\",\"reason\":\"the token is expired\"}");
        assertThat(json(new StatementFinished(
                        "s", 2, "completed", 3, 40, Duration.ofNanos(1_234_567), null, "SELECT 3")))
                .isEqualTo("{\"type\":\"StatementFinished\",\"session\":\"s\",\"attempt\":2,\"outcome\":\"completed\","
                        + "\"rows\":3,\"bytes\":40,\"durationMicros\":1234,\"commandTag\":\"SELECT 3\"}");
        assertThat(json(new ApprovalRequested("r", "s", 2, List.of("risk 70"), JournalFixture.NOW)))
                .isEqualTo("{\"type\":\"ApprovalRequested\",\"requestId\":\"r\",\"session\":\"s\",\"attempt\":2,"
                        + "\"reasons\":[\"risk 70\"],\"expires\":\"2026-03-01T10:15:30.123456789Z\"}");
        AuditIdentity person = new AuditIdentity("https://idp", "eve", List.of("dba"), null, "eve", "bot");
        assertThat(json(new ApprovalDecided("r", "s", 2, "approved", person, "fine")))
                .isEqualTo("{\"type\":\"ApprovalDecided\",\"requestId\":\"r\",\"session\":\"s\",\"attempt\":2,"
                        + "\"verdict\":\"approved\",\"decidedBy\":{\"issuer\":\"https://idp\",\"subject\":\"eve\","
                        + "\"groups\":[\"dba\"],\"claimedUser\":\"eve\",\"actor\":\"bot\"},\"comment\":\"fine\"}");
        assertThat(json(JournalFixture.closed("s")))
                .isEqualTo("{\"type\":\"SessionClosed\",\"session\":\"s\",\"why\":\"the client left\","
                        + "\"statements\":3,\"durationMicros\":2000000}");
        assertThat(json(new GatewayStarted("0.1", "ab")))
                .isEqualTo("{\"type\":\"GatewayStarted\",\"version\":\"0.1\",\"configurationSha256\":\"ab\"}");
        assertThat(json(new GatewayStopped("SIGTERM"))).isEqualTo("{\"type\":\"GatewayStopped\",\"why\":\"SIGTERM\"}");
    }
}
