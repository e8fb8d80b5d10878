package dev.sallyport.app.config;

import static dev.sallyport.app.config.Shape.optional;
import static dev.sallyport.app.config.Shape.required;
import static dev.sallyport.app.config.Shape.section;

import dev.sallyport.app.config.PolicyCase.Expectation;
import dev.sallyport.policy.Risk;
import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.policy.Situation;
import dev.sallyport.sql.flow.SearchPath;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Loads files of policy tests; all of what is wrong with them is found in one pass. Thread-safe. */
public final class PolicyCasesLoader {
    /** The most cases of all files together. */
    static final int CASES = 10_000;

    private static final Shape TEXT = new Shape.Text();

    static final Shape.Section EXPECT = section(
            required("decision", new Shape.Choice(List.of("allow", "approve", "deny")), "What is decided."),
            optional("access", new Shape.Name(), "The access entry that lets the identity in."),
            optional("rule", TEXT, "The rule, access entry, mask or built-in check that weighs most."),
            optional(
                    "masks",
                    new Shape.ListOf(TEXT),
                    "The columns of the answer that are masked, by name; all of them."),
            optional(
                    "risk",
                    section(
                            optional("atLeast", new Shape.Whole(0, Risk.MOST), "The lowest that may be; 0 if absent."),
                            optional(
                                    "atMost",
                                    new Shape.Whole(0, Risk.MOST),
                                    "The highest that may be; 100 if absent.")),
                    "The risk of the statement that risks most."),
            optional("reasons", new Shape.OneOrMore(), "What the reasons say, each as a part of one."));

    static final Shape.Section CASE = section(
            required("name", TEXT, "What it shows."),
            required("as", new Shape.Name(), "Who sends it: one of the identities."),
            required("database", new Shape.Name(), "The configured name of the database."),
            optional(
                    "session",
                    section(
                            optional("searchPath", new Shape.ListOf(TEXT), "Schemas; $user and public if absent."),
                            optional("read", new Shape.ListOf(TEXT), "The labels of what was read before."),
                            optional("now", TEXT, "When it is sent, such as 2026-01-31T23:59:59Z.")),
                    "What the session is like."),
            required("sql", new Shape.OneOrMore(), "What is sent: one text, or several in order."),
            required("expect", EXPECT, "What is decided of the last text."));

    static final Shape.Section ROOT = section(
            required("identities", new Shape.Named(IdentitySectionReader.SHAPE), "Who may be named."),
            required("cases", new Shape.ListOf(CASE), "The tests."));

    private static final SearchPath USUAL = new SearchPath.Known(List.of("$user", "public"));

    private final Configuration configuration;

    /** Makes a loader of tests of a configuration. */
    public PolicyCasesLoader(Configuration configuration) {
        this.configuration = configuration;
    }

    /** What became of the files. */
    public sealed interface Result {

        /** They are in order: all cases, by file and in the order of each. */
        record Loaded(List<PolicyCase> cases) implements Result {
            public Loaded {
                cases = List.copyOf(cases);
            }
        }

        /** They are not: what is wrong, each with its file. */
        record Rejected(List<String> problems) implements Result {
            public Rejected {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Loads files. */
    public Result load(List<Path> files) {
        List<PolicyCase> cases = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        for (Path file : files) {
            switch (YamlText.of(file)) {
                case YamlText.Unreadable(var reason) -> rejected.add(file + ": the file " + reason);
                case YamlText.Read(var yaml) -> {
                    Problems problems = new Problems();
                    List<PolicyCase> read = read(file, yaml, problems);
                    problems.sorted().forEach(problem -> rejected.add(file + ": " + problem));
                    cases.addAll(read);
                }
            }
            if (cases.size() > CASES) {
                rejected.add(file + ": up to here there are more than " + CASES + " cases");
                break;
            }
        }
        return rejected.isEmpty() ? new Result.Loaded(cases) : new Result.Rejected(rejected);
    }

    private List<PolicyCase> read(Path file, String yaml, Problems problems) {
        Node document = YamlReader.read(yaml, problems);
        if (document == null) {
            return List.of();
        }
        new ShapeCheck(problems).check("", document, ROOT);
        Section root = Section.of("", document, ROOT);
        Map<String, Identity> identities = new LinkedHashMap<>();
        IdentitySectionReader reader = new IdentitySectionReader(configuration.issuers(), problems);
        Map<String, Section> named = root.named("identities");
        named.forEach((name, section) -> {
            Identity identity = reader.read(section);
            if (identity != null) {
                identities.put(name, identity);
            }
        });
        List<PolicyCase> cases = new ArrayList<>();
        List<Section> sections = root.sections("cases");
        if (root.node("cases") instanceof Node.Sequence && sections.isEmpty()) {
            problems.add(root.at("cases"), "is empty: nothing would be tested");
        }
        for (Section section : sections) {
            String who = section.text("as");
            if (who != null && !named.containsKey(who)) {
                problems.add(section.at("as"), "there is no identity " + who);
            }
            Identity identity = who == null ? null : identities.get(who);
            PolicyCase read = read(file, problems.line(section.path()), section, identity, problems);
            if (read != null) {
                cases.add(read);
            }
        }
        return cases;
    }

    /** Null only if a problem is reported. */
    private @Nullable PolicyCase read(
            Path file, int line, Section section, @Nullable Identity identity, Problems problems) {
        String name = section.text("name");
        String database = section.text("database");
        if (database != null && !configuration.databases().containsKey(database)) {
            problems.add(section.at("database"), "the configuration has no database " + database);
        }
        Section session = section.section("session");
        SearchPath path = session.has("searchPath") ? new SearchPath.Known(session.texts("searchPath")) : USUAL;
        Instant now = instant(session, "now", problems);
        List<String> texts = section.texts("sql");
        if (section.node("sql") instanceof Node.Sequence && texts.isEmpty()) {
            problems.add(section.at("sql"), "is empty: nothing would be decided");
        }
        Expectation expected = expectation(section.section("expect"), problems);
        return name == null || identity == null || database == null || texts.isEmpty() || expected == null
                ? null
                : new PolicyCase(
                        file,
                        line,
                        name,
                        identity,
                        database,
                        new Situation(path, Set.copyOf(session.texts("read"))),
                        now,
                        texts,
                        expected);
    }

    private static @Nullable Expectation expectation(Section section, Problems problems) {
        String decision = section.choice("decision");
        if (decision == null) {
            return null;
        }
        if (decision.equals("deny") && section.has("masks")) {
            problems.add(section.at("masks"), "can't be expected of what is denied: there is no answer");
        }
        Section risk = section.section("risk");
        int least = risk.whole("atLeast", 0);
        int most = risk.whole("atMost", Risk.MOST);
        if (least > most) {
            problems.add(risk.path(), "expects at least more than at most");
        }
        return new Expectation(
                Verdict.valueOf(decision.toUpperCase(Locale.ROOT)),
                section.text("access"),
                section.text("rule"),
                section.has("masks") ? section.texts("masks") : null,
                least,
                most,
                section.texts("reasons"));
    }

    private static @Nullable Instant instant(Section section, String key, Problems problems) {
        String text = section.text(key);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException malformed) {
            problems.add(section.at(key), "must be a moment such as 2026-01-31T23:59:59Z");
            return null;
        }
    }
}
