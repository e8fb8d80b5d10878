package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands of who writes rules, against a real server. */
@ExtendWith(House.Keeper.class)
class PolicyIT {
    private static final String AGENT = "{subject: agent-7, groups: [ai-agents]}";

    private static final String CASES = """
            identities:
              agent: { subject: agent-7, groups: [ai-agents] }
              claiming: { subject: agent-8, claims: { groups: [ai-agents] } }
              stranger: { subject: nobody }
            cases:
              - name: agents read products
                as: agent
                database: shop
                sql: SELECT title FROM products WHERE id = 1
                expect: { decision: allow, access: agents }
              - name: groups come from the claims as the issuer's configuration says
                as: claiming
                database: shop
                sql: SELECT 1
                expect: { decision: allow, access: agents }
              - name: what a rule forbids is denied
                as: agent
                database: shop
                sql: DROP TABLE notes
                expect: { decision: deny, rule: no-drop, reasons: [DROP TABLE on notes] }
              - name: payments are asked for, also when something was read before
                as: agent
                database: shop
                session: { searchPath: [public], now: 2026-01-31T23:59:59Z }
                sql:
                  - SELECT amount FROM payments WHERE id = 1
                  - UPDATE payments SET amount = 0 WHERE id = 1
                expect: { decision: approve, rule: ask-before-writing-payments, risk: { atLeast: 1 } }
              - name: a mask refuses what it can't mask
                as: agent
                database: shop
                sql: SELECT 1 / length(ssn) FROM customers
                expect: { decision: deny, rule: customer-pii }
              - name: strangers are not let in
                as: stranger
                database: shop
                sql: SELECT 1
                expect: { decision: deny, reasons: no access entry }
            """;

    private final House house;

    PolicyIT(House house) {
        this.house = house;
    }

    @Test
    void casesThatAreDecidedAsExpectedPass() throws IOException {
        Program.Outcome outcome = test(house.newDirectory("cases"), CASES);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("6 tests, 0 failed\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void casesBesideTheConfigurationAreFound() throws IOException {
        Path directory = house.newDirectory("beside");
        Path configuration =
                Files.writeString(directory.resolve("sallyport.yaml"), Files.readString(house.gateway.configuration()));
        Certificate.write(directory);

        Program.Outcome none = Program.run("policy", "test", "--config", configuration.toString());
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("there are no tests").contains("policy-tests");

        Files.createDirectory(directory.resolve("policy-tests"));
        Files.writeString(directory.resolve("policy-tests").resolve("agents.yaml"), CASES);
        Program.Outcome found = Program.run("policy", "test", "--config", configuration.toString());
        assertThat(found.out()).contains("6 tests, 0 failed");
        assertThat(found.exitCode()).isZero();
    }

    @Test
    void theExampleOfTheDocumentationPasses() throws IOException {
        Path examples = Path.of("..", "docs", "examples");
        Path directory = house.newDirectory("example");
        Certificate.write(directory);
        Files.writeString(directory.resolve("jwks.json"), "{\"keys\":[]}");
        Files.createDirectories(directory.resolve("secrets"));
        Files.writeString(directory.resolve("secrets").resolve("shop"), PostgresServer.PASSWORD);
        Files.createDirectories(directory.resolve("policy-tests"));
        Files.copy(
                examples.resolve("policy-tests").resolve("agents.yaml"),
                directory.resolve("policy-tests").resolve("agents.yaml"));
        Path configuration = Files.writeString(
                directory.resolve("sallyport.yaml"),
                Files.readString(examples.resolve("sallyport.yaml"))
                        .replace(
                                "db.internal:5432/shop?sslmode=verify-full",
                                "127.0.0.1:" + house.postgres.port() + "/shop?sslmode=disable"));

        Program.Outcome outcome = Program.run("policy", "test", "--config", configuration.toString());

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains(" tests, 0 failed");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void aFailureIsShownAsADiffWithItsPlace() throws IOException {
        Path directory = house.newDirectory("failing");
        Program.Outcome outcome = test(
                directory,
                CASES.replace("decision: deny, rule: no-drop", "decision: allow, rule: other")
                        .replace(
                                "sql: SELECT 1\n    expect: { decision: deny",
                                "sql: SELECT 2\n    expect: { decision: deny"));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("FAILED " + directory.resolve("cases.yaml") + ":16: what a rule forbids is denied\n")
                .contains("    - decision  allow\n    + decision  deny\n")
                .contains("    - rule      other\n    + rule      no-drop\n")
                .contains("6 tests, 1 failed")
                .doesNotContain("\033[");
    }

    @Test
    void theMaskedColumnsOfTheAnswerAreThoseThatTheAnswerWillHave() throws IOException {
        String cases = """
                identities: { agent: { subject: agent-7, groups: [ai-agents] } }
                cases:
                  - name: two are masked
                    as: agent
                    database: shop
                    sql: SELECT c.id, c.email, c.ssn AS number FROM customers AS c WHERE c.id < 3
                    expect: { decision: allow, masks: [number, email] }
                  - name: none is masked
                    as: agent
                    database: shop
                    sql: SELECT id, city FROM customers
                    expect: { decision: allow, masks: [] }
                """;

        assertThat(test(house.newDirectory("masks"), cases).out()).isEqualTo("2 tests, 0 failed\n");
        assertThat(test(house.newDirectory("masks"), cases.replace("[number, email]", "[number]"))
                        .out())
                .contains("    - masks     number\n    + masks     email, number\n");
    }

    @Test
    void aRiskOutsideItsRangeFails() throws IOException {
        Program.Outcome outcome =
                test(house.newDirectory("risk"), CASES.replace("risk: { atLeast: 1 }", "risk: { atMost: 0 }"));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("    - risk      0 to 0\n").containsPattern("    \\+ risk      [1-9]");
    }

    @Test
    void anEarlierTextThatIsNotAllowedFailsTheTest() throws IOException {
        Program.Outcome outcome = test(
                house.newDirectory("earlier"),
                CASES.replace("- SELECT amount FROM payments WHERE id = 1", "- DROP TABLE payments"));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("- text 1", "+ text 1    deny: DROP TABLE on payments");
    }

    @Test
    void xmlForCiHoldsEveryCase() throws Exception {
        Path directory = house.newDirectory("junit");
        Path cases = Files.writeString(
                directory.resolve("cases.yaml"), CASES.replace("rule: no-drop", "rule: \"<other>\\u001b\""));

        Program.Outcome outcome = Program.run(
                "policy",
                "test",
                "--config",
                house.gateway.configuration().toString(),
                "--format",
                "junit",
                cases.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(outcome.out())));
        assertThat(xml.getDocumentElement().getAttribute("tests")).isEqualTo("6");
        assertThat(xml.getDocumentElement().getAttribute("failures")).isEqualTo("1");
        assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(6);
        assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(1);
        assertThat(xml.getElementsByTagName("failure").item(0).getTextContent())
                .contains("- rule <other>\\u001b", "+ rule no-drop");
    }

    @Test
    void everythingThatIsWrongWithCasesIsToldAtOnce() throws IOException {
        Program.Outcome outcome = test(
                house.newDirectory("wrong"),
                CASES.replace("as: stranger", "as: strangr")
                        .replace("expect: { decision: allow, access: agents }", "expect: { decison: allow }"));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("cases[0].expect.decison", "cases[0].expect.decision", "cases[5].as");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void aDatabaseThatCanNotBeReadDecidesNothing() throws IOException {
        Path directory = house.newDirectory("unreachable");
        Certificate.write(directory);
        Path configuration = Files.writeString(
                directory.resolve("sallyport.yaml"),
                Files.readString(house.gateway.configuration())
                        .replace("127.0.0.1:" + house.postgres.port() + "/shop", "127.0.0.1:1/shop"));
        Path cases = Files.writeString(directory.resolve("cases.yaml"), CASES);

        Program.Outcome outcome = Program.run("policy", "test", "--config", configuration.toString(), cases.toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("what the database shop holds can't be read");
        assertThat(outcome.out()).doesNotContain("failed");
    }

    @Test
    void anExplanationShowsWhatDecided() {
        Program.Outcome outcome = explain("DELETE FROM payments", "--as", AGENT);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .startsWith("approve by ask-before-writing-payments\n")
                .contains("1. DELETE FROM payments", "DELETE: write, without bounds", "write payments")
                .containsPattern("risk +[1-9][0-9]*:")
                .containsPattern("holds +approve +ask-before-writing-payments")
                .containsPattern("holds not +deny +no-drop")
                .doesNotContain("\033[");
    }

    @Test
    void anExplanationIsJsonForTools() {
        Program.Outcome outcome = explain("DROP TABLE notes; SELECT 'ä'", "--as", AGENT, "--format", "json");

        JsonNode json = JsonMapper.shared().readTree(outcome.out());
        assertThat(json.path("decision").stringValue()).isEqualTo("deny");
        assertThat(json.path("rule").stringValue()).isEqualTo("no-drop");
        assertThat(json.path("statements").size()).isEqualTo(2);
        assertThat(json.path("statements").path(1).path("sql").stringValue()).isEqualTo("SELECT 'ä'");
        assertThat(json.path("statements")
                        .path(0)
                        .path("rules")
                        .path(0)
                        .path("outcome")
                        .stringValue())
                .isEqualTo("holds");
    }

    @Test
    void aTextComesFromStandardInputAndAnIdentityFromAFile() throws IOException {
        Path identity = Files.writeString(
                house.newDirectory("identity").resolve("agent.yaml"), "subject: agent-7\ngroups: [ai-agents]\n");

        Program.Outcome outcome = Program.run(
                Program.sallyport(List.of(
                        "policy",
                        "explain",
                        "--config",
                        house.gateway.configuration().toString(),
                        "--database",
                        "shop",
                        "--as",
                        identity.toString(),
                        "-")),
                Map.of(),
                "SELECT '\033[31m' -- red");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .startsWith("allow by agents\n")
                .contains("\\u001b")
                .doesNotContain("\033");
    }

    @Test
    void whoIsNotLetInIsTold() {
        Program.Outcome outcome = explain("SELECT 1", "--as", "{subject: nobody}");

        assertThat(outcome.out()).startsWith("deny\n").contains("no access entry");
    }

    @Test
    void aWrongIdentityIsTold() {
        Program.Outcome outcome = explain("SELECT 1", "--as", "{subjct: nobody, issuer: https://elsewhere}");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("subjct", "subject: is missing", "issuer: is not an issuer");
    }

    private Program.Outcome test(Path directory, String cases) throws IOException {
        Path file = Files.writeString(directory.resolve("cases.yaml"), cases);
        return Program.run(
                "policy", "test", "--config", house.gateway.configuration().toString(), file.toString());
    }

    private Program.Outcome explain(String sql, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "policy", "explain", "--config", house.gateway.configuration().toString(), "--database", "shop"));
        arguments.addAll(List.of(options));
        arguments.add(sql);
        return Program.run(arguments.toArray(String[]::new));
    }
}
