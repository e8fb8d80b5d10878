package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sallyport.app.Documentation.Block;
import dev.sallyport.app.Documentation.Page;
import dev.sallyport.app.config.Configuration;
import dev.sallyport.app.config.ConfigurationLoader;
import dev.sallyport.app.config.PolicyCasesLoader;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.masking.FunctionGuide;
import dev.sallyport.masking.MaskFunctions;
import dev.sallyport.policy.RulePack;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Holds the documentation to the code: its examples load, its commands exist, its links lead somewhere, its tables are the code's. */
class DocumentationTest {
    private static final Pattern TOP_LEVEL_KEY = Pattern.compile("(?m)^[a-z]+:");
    private static final Pattern REFERRED_FILE = Pattern.compile("(?:file:|certificate: |key: )([A-Za-z][\\w./-]*)");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Pattern LIMIT_ROW = Pattern.compile("(?m)^\\|[^|]*\\| `([^`]+\\.[^`]+)` \\| ([^|]+) \\|");

    private static final Pattern PACK_ROW =
            Pattern.compile("(?m)^\\| `([a-z-]+/[a-z-]+)` \\| [^|]+ \\| (\\w+) \\| ([^|]+) \\|$");

    @TempDir
    private Path directory;

    @Test
    void everyConfigurationThatIsMarkedAsCompleteLoads() throws IOException {
        int complete = 0;
        for (Page page : Documentation.pages()) {
            for (Block block : page.blocks()) {
                if (block.complete()) {
                    complete++;
                    assertLoads(page, block.text());
                }
            }
        }
        assertThat(complete).isPositive();
        assertLoads(Documentation.page("OPERATIONS.md"), example());
    }

    @Test
    void everyPartOfAConfigurationFitsIntoTheExample() throws IOException {
        int parts = 0;
        for (Page page : Documentation.pages()) {
            for (Block block : page.blocks()) {
                if (block.language().equals("yaml") && !block.complete() && !isCases(block)) {
                    parts++;
                    Map<String, String> sections = sections(example());
                    sections.putAll(sections(block.text()));
                    assertLoads(page, String.join("", sections.values()));
                }
            }
        }
        assertThat(parts).isPositive();
    }

    @Test
    void casesOfPolicyTestsAreReadWithTheExample() throws IOException {
        Configuration configuration = assertLoads(Documentation.page("POLICY.md"), example());
        List<Path> files = new ArrayList<>();
        for (Page page : Documentation.pages()) {
            for (Block block : page.blocks()) {
                if (isCases(block)) {
                    files.add(Files.writeString(directory.resolve("cases-" + files.size() + ".yaml"), block.text()));
                }
            }
        }
        assertThat(files).isNotEmpty();
        files.add(Documentation.root().resolve("docs/examples/policy-tests/agents.yaml"));

        assertThat(new PolicyCasesLoader(configuration).load(files))
                .isInstanceOf(PolicyCasesLoader.Result.Loaded.class);
    }

    private static boolean isCases(Block block) {
        return block.text().startsWith("identities:");
    }

    private static String example() throws IOException {
        return Files.readString(
                Documentation.root().resolve("docs").resolve("examples").resolve("sallyport.yaml"));
    }

    /** The text of each top-level section by its key. */
    private static Map<String, String> sections(String yaml) {
        List<MatchResult> keys = TOP_LEVEL_KEY.matcher(yaml).results().toList();
        Map<String, String> sections = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            int end = i + 1 < keys.size() ? keys.get(i + 1).start() : yaml.length();
            sections.put(keys.get(i).group(), yaml.substring(keys.get(i).start(), end));
        }
        return sections;
    }

    private Configuration assertLoads(Page page, String yaml) throws IOException {
        for (MatchResult referred : REFERRED_FILE.matcher(yaml).results().toList()) {
            Path file = directory.resolve(referred.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, "something that is long enough for a key\n");
        }
        Path migrations = Files.createDirectories(directory.resolve("db").resolve("migrations"));
        Files.writeString(migrations.resolve("V1.sql"), "SELECT 1;");
        Path file = Files.writeString(directory.resolve("sallyport.yaml"), yaml);
        ConfigurationLoader.Result result = new ConfigurationLoader(Map.of()).load(file);
        assertThat(result).as("%s:%n%s", page, yaml).isInstanceOf(ConfigurationLoader.Result.Loaded.class);
        return ((ConfigurationLoader.Result.Loaded) result).configuration();
    }

    @Test
    void everyCommandLineIsUnderstood() throws IOException {
        int lines = 0;
        for (Page page : Documentation.pages()) {
            for (Block block : page.blocks()) {
                for (String line : block.text().lines().toList()) {
                    List<String> words = words(line);
                    if (isCommand(words)) {
                        lines++;
                        String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
                        assertThatCode(() -> Main.commandLine().parseArgs(arguments))
                                .as("%s: %s", page, line)
                                .doesNotThrowAnyException();
                    }
                }
            }
        }
        assertThat(lines).isPositive();
    }

    @Test
    void everyCommandAndOptionThatIsNamedExists() throws IOException {
        for (Page page : Documentation.pages()) {
            for (String code : page.inlineCode()) {
                List<String> words = words(code);
                if (isCommand(words)) {
                    assertExists(page, words);
                }
            }
        }
    }

    private static void assertExists(Page page, List<String> words) {
        CommandLine command = Main.commandLine();
        for (String word : words.subList(1, words.size())) {
            if (word.startsWith("--")) {
                assertThat(command.getCommandSpec().optionsMap())
                        .as("%s: %s", page, words)
                        .containsKey(word);
            } else if (!command.getSubcommands().isEmpty()) {
                command = Objects.requireNonNull(
                        command.getSubcommands().get(word), page + " names a command that there is not: " + words);
            }
        }
    }

    private static List<String> words(String line) {
        String command = line.strip().replaceFirst("^\\$ ", "").replaceFirst("^\\./", "");
        List<String> words = new ArrayList<>();
        for (MatchResult word :
                WORD.matcher(command.replaceFirst(" #.*", "")).results().toList()) {
            for (int group = 1; group <= word.groupCount(); group++) {
                if (word.group(group) != null) {
                    words.add(word.group(group));
                }
            }
        }
        return words;
    }

    /** What the launcher does by itself is not the program's. */
    private static boolean isCommand(List<String> words) {
        return words.size() > 1
                && words.getFirst().equals("sallyport")
                && !words.get(1).equals("test");
    }

    @Test
    void everyRelativeLinkLeadsToAFileAndAHeading() throws IOException {
        int links = 0;
        Map<Path, Page> pages = new LinkedHashMap<>();
        for (Page page : Documentation.pages()) {
            pages.put(page.file(), page);
        }
        for (Page page : pages.values()) {
            for (String link : page.links()) {
                if (!link.matches("[a-z]+:.*")) {
                    links++;
                    String[] parts = link.split("#", 2);
                    Path target = page.file().resolveSibling(parts[0]).normalize();
                    Page there = parts[0].isEmpty() ? page : pages.get(target);
                    assertThat(there == null ? target : there.file())
                            .as("%s: %s", page, link)
                            .exists();
                    if (parts.length == 2 && there != null) {
                        assertThat(there.anchors()).as("%s: %s", page, link).contains(parts[1]);
                    }
                }
            }
        }
        assertThat(links).isPositive();
    }

    @Test
    void everyTestThatAPromiseRestsOnExists() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("wasm-split", "wire", "sql", "gateway", "it")) {
            Path tests = Documentation.root()
                    .resolve(module)
                    .resolve("src")
                    .resolve("test")
                    .resolve("java");
            if (Files.isDirectory(tests)) {
                try (Stream<Path> files = Files.walk(tests)) {
                    for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                        sources.put(String.valueOf(file.getFileName()).replace(".java", ""), Files.readString(file));
                    }
                }
            }
        }
        List<String> named = Documentation.page("SECURITY.md").inlineCode().stream()
                .filter(code -> code.matches("[A-Z]\\w*(Test|IT)(\\.\\w+)?"))
                .toList();
        for (String test : named) {
            String[] parts = test.split("\\.", 2);
            assertThat(sources).containsKey(parts[0]);
            if (parts.length == 2) {
                assertThat(sources.get(parts[0])).contains("void " + parts[1] + "(");
            }
        }
        assertThat(named).isNotEmpty();
    }

    @Test
    void everyLimitHasTheValueThatIsInTheCode() throws IOException, ReflectiveOperationException {
        List<MatchResult> rows = LIMIT_ROW
                .matcher(Documentation.page("OPERATIONS.md").text())
                .results()
                .filter(row -> row.group(1).matches("[a-z.]+\\.[A-Z].*"))
                .toList();
        for (MatchResult row : rows) {
            assertThat(NamedLimit.asWritten(row.group(2).strip()))
                    .as(row.group(1))
                    .isEqualTo(NamedLimit.inCode(row.group(1)));
        }
        assertThat(rows).hasSizeGreaterThan(50);
    }

    @Test
    void theTableOfMaskFunctionsIsTheOneThatAnswersAreMadeFrom() throws IOException {
        String page = Documentation.page("MASKING.md").text();
        for (FunctionGuide function : MaskFunctions.ALL) {
            assertThat(page).contains("**`" + function.name() + "`**: " + function.summary());
            assertThat(page).contains(function.reveals());
            for (FunctionGuide.Example example : function.examples()) {
                assertThat(page).contains(example.row());
            }
        }
    }

    @Test
    void everyRecordOfTheJournalIsDescribedWithItsFields() throws IOException {
        Page page = Documentation.page("AUDIT.md");
        List<String> named = new ArrayList<>(page.inlineCode());
        for (Class<?> record : AuditRecord.class.getPermittedSubclasses()) {
            assertThat(page.text()).contains("**" + record.getSimpleName() + "**");
            for (RecordComponent component : record.getRecordComponents()) {
                String field = component.getName().equals("duration") ? "durationMicros" : component.getName();
                assertThat(named).as(record.getSimpleName()).contains(field);
            }
        }
    }

    @Test
    void everyFieldOfAStatementThatRulesCanNameIsDescribed() throws IOException, ReflectiveOperationException {
        List<String> named = Documentation.page("POLICY.md").inlineCode();
        for (Object field : ((Map<?, ?>) constant("policy.StatementVariables", "FIELDS")).keySet()) {
            assertThat(named).contains("statement." + field);
        }
    }

    @Test
    void theTableOfRiskIsTheOneThatRiskIsMadeFrom() throws IOException, ReflectiveOperationException {
        String page = Documentation.page("POLICY.md").text();
        Object[] points = Class.forName("dev.sallyport.policy.Risk$Points").getEnumConstants();
        for (Object point : points) {
            assertThat(page)
                    .contains("| " + said(point, "part") + " | " + said(point, "sentence") + " | "
                            + said(point, "points") + " |");
        }
        assertThat(points).hasSizeGreaterThan(10);
    }

    @Test
    void theTablesOfPacksAreTheRulesThatShip() throws IOException {
        String page = Documentation.page("POLICY.md").text();
        List<String> rows = PACK_ROW.matcher(page)
                .results()
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(RulePack.all().stream()
                        .flatMap(pack -> pack.rules().stream())
                        .map(rule -> rule.name() + " " + rule.then().name().toLowerCase(Locale.ROOT) + " " + rule.why())
                        .toList());
        for (RulePack pack : RulePack.all()) {
            assertThat(page).contains("\n`pack:" + pack.name() + "`:\n");
        }
    }

    private static Object said(Object of, String what) throws ReflectiveOperationException {
        var method = of.getClass().getDeclaredMethod(what);
        method.setAccessible(true);
        return method.invoke(of);
    }

    @Test
    void everyStartupParameterThatIsPassedIsNamed() throws IOException, ReflectiveOperationException {
        List<String> named = Documentation.page("ACCESS.md").inlineCode().stream()
                .map(code -> code.toLowerCase(Locale.ROOT))
                .toList();
        for (Object parameter : (Iterable<?>) constant("session.StartupParameters", "PASSED")) {
            assertThat(named).contains(String.valueOf(parameter));
        }
    }

    private static Object constant(String type, String name) throws ReflectiveOperationException {
        var field = Class.forName("dev.sallyport." + type).getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }
}
