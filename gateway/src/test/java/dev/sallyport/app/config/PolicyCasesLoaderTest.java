package dev.sallyport.app.config;

import static dev.sallyport.app.config.ConfigurationFiles.LEAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.app.config.PolicyCase.Expectation;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.policy.Situation;
import dev.sallyport.sql.flow.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCasesLoaderTest {
    private static final String IDENTITIES = "identities: { agent: { subject: a } }\n";

    private static final String GOOD =
            "{ name: n, as: agent, database: shop, sql: SELECT 1, expect: { decision: allow } }";

    @TempDir
    Path directory;

    private ConfigurationFiles configurations;

    @BeforeEach
    void prepare() throws IOException {
        configurations = new ConfigurationFiles(directory);
    }

    @Test
    void aCaseIsReadAsItIsWritten() throws IOException {
        List<PolicyCase> cases = loaded("""
            identities:
              agent:
                subject: agent-7
                issuer: https://idp.example.com
                groups: [ai-agents]
                claims: { team: a, level: 3, ratio: 1.5, on: true, nothing: null, deep: { list: [1, x, null] } }
                actor: ci
            cases:
              - name: it is denied
                as: agent
                database: shop
                session: { searchPath: [app, public], read: [pii], now: 2026-01-31T23:59:59Z }
                sql: [SELECT 1, DELETE FROM orders]
                expect: { decision: deny, access: all, rule: pack/rule, risk: { atLeast: 60, atMost: 90 }, reasons: [without bounds, orders] }
            """);

        assertThat(cases).singleElement().satisfies(test -> {
            assertThat(test.line()).isEqualTo(9);
            assertThat(test.name()).isEqualTo("it is denied");
            assertThat(test.database()).isEqualTo("shop");
            assertThat(test.situation())
                    .isEqualTo(new Situation(new SearchPath.Known(List.of("app", "public")), Set.of("pii")));
            assertThat(test.now()).isEqualTo(Instant.parse("2026-01-31T23:59:59Z"));
            assertThat(test.texts()).containsExactly("SELECT 1", "DELETE FROM orders");
            assertThat(test.expected())
                    .isEqualTo(new Expectation(
                            Verdict.DENY, "all", "pack/rule", null, 60, 90, List.of("without bounds", "orders")));
            assertThat(test.identity().issuer()).isEqualTo("https://idp.example.com");
            assertThat(test.identity().subject()).isEqualTo("agent-7");
            assertThat(test.identity().groups()).containsExactly("ai-agents");
            assertThat(test.identity().actor()).isEqualTo("ci");
            assertThat(test.identity().claims())
                    .containsEntry("team", "a")
                    .containsEntry("level", 3L)
                    .containsEntry("ratio", 1.5)
                    .containsEntry("on", true)
                    .doesNotContainKey("nothing")
                    .containsEntry("sub", "agent-7")
                    .containsEntry("iss", "https://idp.example.com");
            assertThat(test.identity().claims().get("deep")).hasToString("{list=[1, x, null]}");
        });
    }

    @Test
    void whatIsLeftOutIsAsUsual() throws IOException {
        PolicyCase test = loaded(IDENTITIES + "cases: [ " + GOOD + " ]").getFirst();

        assertThat(test.situation())
                .isEqualTo(new Situation(new SearchPath.Known(List.of("$user", "public")), Set.of()));
        assertThat(test.now()).isNull();
        assertThat(test.identity())
                .isEqualTo(new Identity(
                        "https://idp.example.com",
                        "a",
                        List.of(),
                        Map.of("sub", "a", "iss", "https://idp.example.com"),
                        null));
        assertThat(test.expected()).isEqualTo(new Expectation(Verdict.ALLOW, null, null, null, 0, 100, List.of()));
    }

    @Test
    void noMasksAreExpectedByAnEmptyList() throws IOException {
        String masked = GOOD.replace("decision: allow", "decision: allow, masks: []");

        assertThat(loaded(IDENTITIES + "cases: [ " + masked + " ]")
                        .getFirst()
                        .expected()
                        .masks())
                .isEmpty();
    }

    @Test
    void aRangeOfRiskIsWithinItsBoundsAndNotUpsideDown() throws IOException {
        String risky = GOOD.replace("decision: allow", "decision: allow, risk: { atLeast: 100, atMost: 100 }");

        assertThat(loaded(IDENTITIES + "cases: [ " + risky + " ]")
                        .getFirst()
                        .expected()
                        .leastRisk())
                .isEqualTo(100);
        assertThat(problems(IDENTITIES + "cases: [ " + risky.replace("atMost: 100", "atMost: 101") + " ]"))
                .singleElement()
                .asString()
                .contains("cases[0].expect.risk.atMost: must be a whole number from 0 to 100");
        assertThat(problems(IDENTITIES + "cases: [ " + risky.replace("atMost: 100", "atMost: 99") + " ]"))
                .singleElement()
                .asString()
                .contains("cases[0].expect.risk: expects at least more than at most");
    }

    @Test
    void groupsAreFoundInTheClaimsAsTheConfigurationSays() throws IOException {
        Configuration configuration = configurations.loaded(
                LEAST.replace("audience: sallyport", "audience: sallyport, groups: claims.realm.roles"));
        String yaml =
                "identities: { agent: { subject: a, claims: { realm: { roles: [x, y] } } } }\ncases: [ " + GOOD + " ]";

        PolicyCasesLoader.Result result = new PolicyCasesLoader(configuration).load(List.of(write("a.yaml", yaml)));

        assertThat(result)
                .isInstanceOfSatisfying(
                        PolicyCasesLoader.Result.Loaded.class,
                        loaded -> assertThat(
                                        loaded.cases().getFirst().identity().groups())
                                .containsExactly("x", "y"));
    }

    @Test
    void groupsThatAreNoListOfTextsAreAProblem() throws IOException {
        assertThat(problems("identities: { agent: { subject: a, claims: { groups: 7 } } }\ncases: [ " + GOOD + " ]"))
                .singleElement()
                .asString()
                .contains("identities.agent.groups: can't be found in the claims");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsPlace() throws IOException {
        assertThat(problems("""
            identities:
              agent: { subject: a, age: 7 }
              other: { issuer: https://elsewhere, subject: b, claims: [] }
            cases:
              - name: first
                as: nobody
                database: shopp
                session: { now: yesterday, serch: [a] }
                sql: []
                expect: { decision: maybe }
              - { name: second, as: agent, database: shop, expect: { decision: deny, masks: [a] } }
            more: 1
            """))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).contains("line 2: identities.agent.age: is not a key"),
                        problem -> assertThat(problem).contains("line 3: identities.other.issuer: is not an issuer"),
                        problem -> assertThat(problem).contains("line 3: identities.other.claims: must be a mapping"),
                        problem -> assertThat(problem).contains("line 6: cases[0].as: there is no identity nobody"),
                        problem -> assertThat(problem).contains("line 7: cases[0].database: the configuration has no"),
                        problem -> assertThat(problem).contains("line 8: cases[0].session.now: must be a moment"),
                        problem -> assertThat(problem).contains("line 8: cases[0].session.serch: is not a key"),
                        problem -> assertThat(problem).contains("line 9: cases[0].sql: is empty"),
                        problem -> assertThat(problem).contains("line 10: cases[0].expect.decision: must be one of"),
                        problem -> assertThat(problem).contains("line 11: cases[1].sql: is missing"),
                        problem -> assertThat(problem).contains("line 11: cases[1].expect.masks: can't be expected"),
                        problem -> assertThat(problem).contains("line 12: more: is not a key"));
    }

    @Test
    void aFileWithoutCasesIsAProblem() throws IOException {
        assertThat(problems(IDENTITIES + "cases: []"))
                .singleElement()
                .asString()
                .contains("cases: is empty");
        assertThat(problems("")).singleElement().asString().contains("the file is empty");
    }

    @Test
    void theIssuerMustBeSaidWhereThereAreSeveral() throws IOException {
        Configuration two = configurations.loaded(LEAST.replace(
                "issuers: [", "issuers: [ { issuer: \"https://other.example.com\", audience: sallyport },"));

        assertThat(new PolicyCasesLoader(two).load(List.of(write("a.yaml", IDENTITIES + "cases: [ " + GOOD + " ]"))))
                .isInstanceOfSatisfying(
                        PolicyCasesLoader.Result.Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .singleElement()
                                .asString()
                                .contains("identities.agent.issuer: is missing: the configuration has 2 issuers"));
    }

    @Test
    void theProblemsOfAllFilesAreToldTogether() throws IOException {
        Path bad = write("bad.yaml", "cases: [");
        Path notThere = directory.resolve("not-there.yaml");
        Path good = write("good.yaml", IDENTITIES + "cases: [ " + GOOD + " ]");

        assertThat(new PolicyCasesLoader(configurations.loaded(LEAST)).load(List.of(bad, notThere, good)))
                .isInstanceOfSatisfying(
                        PolicyCasesLoader.Result.Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .hasSize(2)
                                .anySatisfy(problem -> assertThat(problem).startsWith(bad + ": line 1"))
                                .contains(notThere + ": the file can't be read"));
    }

    @Test
    void asManyCasesAsTheLimitAllowsAreReadAndNotOneMore() throws IOException {
        String line = "  - " + GOOD + "\n";

        assertThat(loaded(IDENTITIES + "cases:\n" + line.repeat(ConfigurationLimits.ENTRIES)))
                .hasSize(ConfigurationLimits.ENTRIES);
        assertThat(problems(IDENTITIES + "cases:\n" + line.repeat(ConfigurationLimits.ENTRIES + 1)))
                .singleElement()
                .asString()
                .contains("cases: has more than " + ConfigurationLimits.ENTRIES + " entries");
    }

    @Test
    void allFilesTogetherHaveAsManyCasesAsTheLimitAllowsAndNotOneMore() throws IOException {
        String full = IDENTITIES + "cases:\n" + ("  - " + GOOD + "\n").repeat(ConfigurationLimits.ENTRIES);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < PolicyCasesLoader.CASES / ConfigurationLimits.ENTRIES; i++) {
            files.add(Files.writeString(directory.resolve("cases-" + i + ".yaml"), full));
        }
        PolicyCasesLoader loader = new PolicyCasesLoader(configurations.loaded(LEAST));

        assertThat(loader.load(files))
                .isInstanceOfSatisfying(
                        PolicyCasesLoader.Result.Loaded.class,
                        loaded -> assertThat(loaded.cases()).hasSize(PolicyCasesLoader.CASES));
        files.add(Files.writeString(directory.resolve("more.yaml"), IDENTITIES + "cases: [ " + GOOD + " ]"));
        assertThat(loader.load(files))
                .isEqualTo(new PolicyCasesLoader.Result.Rejected(
                        List.of(directory.resolve("more.yaml") + ": up to here there are more than 10000 cases")));
    }

    @Test
    void aTextIsAsLongAsTheLimitAllowsAndNotOneCharacterLonger() throws IOException {
        String longest = "x".repeat(ConfigurationLimits.TEXT_LENGTH);

        assertThat(loaded(IDENTITIES + "cases: [ " + GOOD.replace("SELECT 1", longest) + " ]")
                        .getFirst()
                        .texts())
                .containsExactly(longest);
        assertThat(problems(IDENTITIES + "cases: [ " + GOOD.replace("SELECT 1", longest + "x") + " ]"))
                .singleElement()
                .asString()
                .contains("cases[0].sql", "" + ConfigurationLimits.TEXT_LENGTH);
    }

    @Test
    void aFileIsAsLargeAsTheLimitAllowsAndNotOneByteLarger() throws IOException {
        String cases = IDENTITIES + "cases: [ " + GOOD + " ]\n#";
        String largest = cases + "x".repeat(ConfigurationLimits.FILE_BYTES - cases.length());

        assertThat(loaded(largest)).hasSize(1);
        assertThat(problems(largest + "x"))
                .singleElement()
                .asString()
                .contains("is larger than " + ConfigurationLimits.FILE_BYTES + " bytes");
    }

    @Test
    void anIdentityIsReadFromItselfOrFromAFile() throws IOException {
        IdentityLoader loader = new IdentityLoader(configurations.loaded(LEAST).issuers());
        Path file = write("agent.yaml", "subject: agent-7\ngroups: [x]\n");

        assertThat(loader.load("{\"subject\": \"agent-7\", \"groups\": [\"x\"]}"))
                .isInstanceOf(IdentityLoader.Result.Loaded.class)
                .isEqualTo(loader.load(file.toString()));
        assertThat(loader.load(" { subject: a, gruops: [] }"))
                .isInstanceOfSatisfying(
                        IdentityLoader.Result.Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .singleElement()
                                .asString()
                                .contains("the identity: line 1: gruops: is not a key"));
        assertThat(loader.load(directory.resolve("nobody.yaml").toString()))
                .isInstanceOfSatisfying(
                        IdentityLoader.Result.Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .singleElement()
                                .asString()
                                .contains("can't be read"));
    }

    private List<PolicyCase> loaded(String yaml) throws IOException {
        return switch (load(yaml)) {
            case PolicyCasesLoader.Result.Loaded(var cases) -> cases;
            case PolicyCasesLoader.Result.Rejected(var problems) -> throw new AssertionError(problems);
        };
    }

    private List<String> problems(String yaml) throws IOException {
        return switch (load(yaml)) {
            case PolicyCasesLoader.Result.Loaded(var cases) -> throw new AssertionError(cases);
            case PolicyCasesLoader.Result.Rejected(var problems) -> problems;
        };
    }

    private PolicyCasesLoader.Result load(String yaml) throws IOException {
        Configuration configuration = configurations.loaded(LEAST);
        return new PolicyCasesLoader(configuration).load(List.of(write("cases.yaml", yaml)));
    }

    private Path write(String name, String yaml) throws IOException {
        return Files.writeString(directory.resolve(name), yaml);
    }
}
