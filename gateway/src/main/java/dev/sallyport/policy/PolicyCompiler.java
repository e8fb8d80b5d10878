package dev.sallyport.policy;

import dev.sallyport.condition.Condition;
import dev.sallyport.condition.Condition.Compilation;
import dev.sallyport.condition.ValueExpression;
import dev.sallyport.condition.Variables;
import dev.sallyport.policy.ColumnName.Parsed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks configured settings and makes a policy of them, or tells everything that is wrong with them at once. */
public final class PolicyCompiler {

    /** The longest {@code why} of a rule, in characters: it is shown with each refusal. */
    static final int LONGEST_WHY = 500;

    private final PolicySettings settings;
    private final Set<String> databases;
    private final List<PolicyProblem> problems = new ArrayList<>();

    private PolicyCompiler(PolicySettings settings, Set<String> databases) {
        this.settings = settings;
        this.databases = databases;
    }

    /** What became of the settings. */
    public sealed interface Result {

        /** They are in order. */
        record Compiled(Policy policy) implements Result {}

        /** They are not. */
        record Invalid(List<PolicyProblem> problems) implements Result {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * Checks and compiles.
     *
     * @param databases the names of the configured databases
     * @param version different from that of any policy compiled before
     */
    public static Result compile(PolicySettings settings, Set<String> databases, long version) {
        return new PolicyCompiler(settings, databases).compile(version);
    }

    private Result compile(long version) {
        Map<String, List<Label>> labels = new HashMap<>();
        Map<String, List<Mask>> masks = masks(labels);
        labels(labels);
        List<AccessEntry> access = access();
        List<Rule> rules = rules();
        trusted();
        return problems.isEmpty()
                ? new Result.Compiled(new Policy(version, access, rules, masks, labels, settings.databases()))
                : new Result.Invalid(problems);
    }

    private Map<String, List<Mask>> masks(Map<String, List<Label>> labels) {
        Set<String> names = new HashSet<>();
        Map<String, List<Mask>> masks = new HashMap<>();
        for (int i = 0; i < settings.masks().size(); i++) {
            MaskSetting setting = settings.masks().get(i);
            String path = "masks[" + i + "]";
            unique(names, setting.name(), path + ".name");
            database(setting.database(), path + ".database");
            List<Mask.Declared> columns = columns(setting.columns(), path + ".columns");
            masks.computeIfAbsent(setting.database(), database -> new ArrayList<>())
                    .add(new Mask(setting.name(), setting.with(), setting.nulls(), setting.flows(), columns));
            label(labels, setting.name(), setting.database(), columns);
        }
        return masks;
    }

    /** Adds what is configured as labels to those that are masks' names. */
    private void labels(Map<String, List<Label>> labels) {
        Set<String> names = new HashSet<>();
        settings.masks().forEach(mask -> names.add(mask.name()));
        for (int i = 0; i < settings.labels().size(); i++) {
            LabelSetting setting = settings.labels().get(i);
            String path = "labels[" + i + "]";
            unique(names, setting.name(), path + ".name");
            if (setting.name().equals(Labels.UNKNOWN)) {
                problem(path + ".name", "is what a read is called of which not everything can be told");
            }
            database(setting.database(), path + ".database");
            List<Mask.Declared> columns = columns(setting.columns(), path + ".columns");
            label(labels, setting.name(), setting.database(), columns);
        }
    }

    private static void label(
            Map<String, List<Label>> labels, String name, String database, List<Mask.Declared> columns) {
        labels.computeIfAbsent(database, _ -> new ArrayList<>())
                .add(new Label(name, columns.stream().map(Mask.Declared::name).toList()));
    }

    private List<Mask.Declared> columns(List<String> texts, String path) {
        if (texts.isEmpty()) {
            problem(path, "names no column");
        }
        List<Mask.Declared> columns = new ArrayList<>();
        for (int c = 0; c < texts.size(); c++) {
            String text = texts.get(c);
            switch (ColumnName.parse(text)) {
                case Parsed.Column column -> columns.add(new Mask.Declared(text, column.name()));
                case Parsed.Malformed malformed -> problem(path + "[" + c + "]", malformed.reason());
            }
        }
        return columns;
    }

    private List<AccessEntry> access() {
        Set<String> names = new HashSet<>();
        List<AccessEntry> entries = new ArrayList<>();
        for (int i = 0; i < settings.access().size(); i++) {
            AccessSetting setting = settings.access().get(i);
            String path = "access[" + i + "]";
            unique(names, setting.name(), path + ".name");
            database(setting.database(), path + ".database");
            positive(setting.lasts(), path + ".session.lasts");
            positive(setting.idle(), path + ".session.idle");
            for (String mask : setting.unmask()) {
                if (settings.masks().stream()
                        .noneMatch(known ->
                                known.name().equals(mask) && known.database().equals(setting.database()))) {
                    problem(path + ".unmask", "there is no mask " + mask + " of database " + setting.database());
                }
            }
            Territory territory = Territory.of(setting, (below, message) -> problem(path + "." + below, message));
            Manifest manifest = manifest(setting.manifest(), path + ".manifest");
            condition(setting.who(), Conditions.WHO, path + ".who")
                    .ifPresent(who -> entries.add(new AccessEntry(setting, who, territory, manifest)));
        }
        return entries;
    }

    private @Nullable Manifest manifest(@Nullable ManifestSetting setting, String path) {
        if (setting == null) {
            return null;
        }
        if (setting.digest() == null) {
            return new Manifest(setting.texts(), null);
        }
        return switch (ValueExpression.compileText(setting.digest(), Conditions.WHO)) {
            case ValueExpression.Compilation.Compiled compiled -> new Manifest(setting.texts(), compiled.expression());
            case ValueExpression.Compilation.Invalid invalid -> {
                invalid.problems().forEach(problem -> problem(path + ".digest", problem.toString()));
                yield null;
            }
        };
    }

    private List<Rule> rules() {
        Set<String> names = new HashSet<>();
        List<Rule> rules = new ArrayList<>();
        Vocabulary vocabulary = Vocabulary.of(settings, databases);
        for (int i = 0; i < settings.rules().size(); i++) {
            RuleSetting setting = settings.rules().get(i);
            String path = "rules[" + i + "]";
            unique(names, setting.name(), path + ".name");
            condition(setting.when(), Conditions.WHEN, path + ".when").ifPresent(when -> {
                vocabulary.problems(when).forEach(problem -> problem(path + ".when", problem.toString()));
                rules.add(new Rule(setting.name(), when, setting.then(), setting.why()));
            });
            if (setting.why().length() > LONGEST_WHY) {
                problem(path + ".why", "has more than " + LONGEST_WHY + " characters");
            }
        }
        return rules;
    }

    private void trusted() {
        settings.databases().forEach((database, setting) -> {
            String path = "databases." + database + ".trustedFunctions";
            for (int i = 0; i < setting.trustedFunctions().size(); i++) {
                String name = setting.trustedFunctions().get(i);
                if (!name.matches("[^.()\\s]+\\.[^.()\\s]+")) {
                    problem(path + "[" + i + "]", "a function is written schema.name");
                } else if (name.startsWith("pg_catalog.")) {
                    problem(path + "[" + i + "]", "functions of pg_catalog are known to the gateway");
                }
            }
        });
    }

    private Optional<Condition> condition(String source, Variables variables, String path) {
        return switch (Condition.compile(source, variables)) {
            case Compilation.Compiled compiled -> Optional.of(compiled.condition());
            case Compilation.Invalid invalid -> {
                invalid.problems().forEach(problem -> problem(path, problem.toString()));
                yield Optional.empty();
            }
        };
    }

    private void unique(Set<String> names, String name, String path) {
        if (name.isBlank()) {
            problem(path, "is empty");
        } else if (!names.add(name)) {
            problem(path, "is used twice: " + name);
        }
    }

    private void database(String name, String path) {
        if (!databases.contains(name)) {
            problem(path, "there is no database " + name);
        }
    }

    private void positive(Duration duration, String path) {
        if (!duration.isPositive()) {
            problem(path, "is more than zero");
        }
    }

    private void problem(String path, String message) {
        problems.add(new PolicyProblem(path, message));
    }
}
