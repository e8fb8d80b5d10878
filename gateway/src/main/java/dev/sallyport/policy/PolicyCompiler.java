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
        Map<String, List<Mask>> masks = masks();
        List<AccessEntry> access = access();
        List<Rule> rules = rules();
        Map<String, Set<String>> trusted = trusted();
        return problems.isEmpty()
                ? new Result.Compiled(new Policy(version, access, rules, masks, trusted))
                : new Result.Invalid(problems);
    }

    private Map<String, List<Mask>> masks() {
        Set<String> names = new HashSet<>();
        Map<String, List<Mask>> masks = new HashMap<>();
        for (int i = 0; i < settings.masks().size(); i++) {
            MaskSetting setting = settings.masks().get(i);
            String path = "masks[" + i + "]";
            unique(names, setting.name(), path + ".name");
            database(setting.database(), path + ".database");
            if (setting.columns().isEmpty()) {
                problem(path + ".columns", "names no column");
            }
            List<Mask.Declared> columns = new ArrayList<>();
            for (int c = 0; c < setting.columns().size(); c++) {
                String text = setting.columns().get(c);
                switch (ColumnName.parse(text)) {
                    case Parsed.Column column -> columns.add(new Mask.Declared(text, column.name()));
                    case Parsed.Malformed malformed -> problem(path + ".columns[" + c + "]", malformed.reason());
                }
            }
            masks.computeIfAbsent(setting.database(), database -> new ArrayList<>())
                    .add(new Mask(setting.name(), setting.with(), setting.nulls(), setting.flows(), columns));
        }
        return masks;
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
        for (int i = 0; i < settings.rules().size(); i++) {
            RuleSetting setting = settings.rules().get(i);
            String path = "rules[" + i + "]";
            unique(names, setting.name(), path + ".name");
            condition(setting.when(), Conditions.WHEN, path + ".when")
                    .ifPresent(when -> rules.add(new Rule(setting.name(), when, setting.then())));
        }
        return rules;
    }

    private Map<String, Set<String>> trusted() {
        Map<String, Set<String>> trusted = new HashMap<>();
        settings.trustedFunctions().forEach((database, functions) -> {
            String path = "databases." + database + ".trustedFunctions";
            for (int i = 0; i < functions.size(); i++) {
                String name = functions.get(i);
                if (!name.matches("[^.()\\s]+\\.[^.()\\s]+")) {
                    problem(path + "[" + i + "]", "a function is written schema.name");
                } else if (name.startsWith("pg_catalog.")) {
                    problem(path + "[" + i + "]", "functions of pg_catalog are known to the gateway");
                }
            }
            trusted.put(database, Set.copyOf(functions));
        });
        return trusted;
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
