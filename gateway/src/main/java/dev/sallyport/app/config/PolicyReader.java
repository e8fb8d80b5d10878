package dev.sallyport.app.config;

import dev.sallyport.policy.AccessSetting;
import dev.sallyport.policy.DatabaseSetting;
import dev.sallyport.policy.Environment;
import dev.sallyport.policy.LabelSetting;
import dev.sallyport.policy.MaskSetting;
import dev.sallyport.policy.PolicyCompiler;
import dev.sallyport.policy.PolicySettings;
import dev.sallyport.policy.RulePack;
import dev.sallyport.policy.RuleSetting;
import dev.sallyport.sql.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code masks}, {@code labels}, {@code access} and {@code rules}, and has the policy's compiler check them. For what is missing or bad, and
 * so reported already, something good stands in: the rest of the entry is still worth checking. What the compiler finds is reported
 * where the file has it.
 */
final class PolicyReader {

    private static final String PACK = "pack:";
    private static final Pattern INDEXED = Pattern.compile("(masks|labels|access|rules)\\[(\\d+)](.*)");

    private final MaskFunctionReader functions;
    private final Problems problems;
    private final ManifestReader manifests;

    /** For the settings of each kind, in their order, where in the file they stand. */
    private final Map<String, List<String>> places = Map.of(
            "masks", new ArrayList<>(),
            "labels", new ArrayList<>(),
            "access", new ArrayList<>(),
            "rules", new ArrayList<>());

    PolicyReader(ManifestReader manifests, MaskFunctionReader functions, Problems problems) {
        this.manifests = manifests;
        this.functions = functions;
        this.problems = problems;
    }

    PolicySettings read(Section root) {
        Map<String, DatabaseSetting> databases = new HashMap<>();
        root.named("databases").forEach((name, section) -> databases.put(name, database(section)));
        PolicySettings settings = new PolicySettings(masks(root), labels(root), access(root), rules(root), databases);
        // Compiled again when it is put in force, under its own version.
        switch (PolicyCompiler.compile(settings, databases.keySet(), 0)) {
            case PolicyCompiler.Result.Compiled compiled -> {}
            case PolicyCompiler.Result.Invalid invalid ->
                invalid.problems().forEach(problem -> problems.add(placeOf(problem.path()), problem.message()));
        }
        return settings;
    }

    private String placeOf(String path) {
        Matcher matcher = INDEXED.matcher(path);
        if (!matcher.matches()) {
            return path;
        }
        List<String> known = placesOf(matcher.group(1));
        int index = Integer.parseInt(matcher.group(2));
        return index < known.size() ? known.get(index) + matcher.group(3) : path;
    }

    private List<String> placesOf(String kind) {
        List<String> known = places.get(kind);
        if (known == null) {
            throw new IllegalArgumentException("no settings are named " + kind);
        }
        return known;
    }

    private List<MaskSetting> masks(Section root) {
        List<MaskSetting> masks = new ArrayList<>();
        for (Section section : root.sections("masks")) {
            String database = section.text("database");
            if (database != null) {
                masks.add(new MaskSetting(
                        name(section),
                        database,
                        section.texts("columns"),
                        functions.read(section),
                        MaskSetting.Nulls.valueOf(
                                upper(section.choice("nulls", section.has("detect") ? "keep" : "constant"))),
                        FlowsReader.read(section)));
                placesOf("masks").add(section.path());
            }
        }
        return masks;
    }

    private static DatabaseSetting database(Section section) {
        return new DatabaseSetting(
                Environment.valueOf(upper(section.choice("environment", "production"))),
                section.texts("trustedFunctions"));
    }

    private List<LabelSetting> labels(Section root) {
        List<LabelSetting> labels = new ArrayList<>();
        for (Section section : root.sections("labels")) {
            String database = section.text("database");
            if (database != null) {
                labels.add(new LabelSetting(name(section), database, section.texts("columns")));
                placesOf("labels").add(section.path());
            }
        }
        return labels;
    }

    private List<AccessSetting> access(Section root) {
        List<AccessSetting> access = new ArrayList<>();
        for (Section section : root.sections("access")) {
            String database = section.text("database");
            Section session = section.section("session");
            Duration lasts = session.time("lasts", Duration.ofSeconds(1));
            if (database != null) {
                access.add(new AccessSetting(
                        name(section),
                        section.text("who", "false"),
                        database,
                        effects(section),
                        lasts,
                        session.time("idle", lasts),
                        AccessSetting.Approval.valueOf(upper(session.choice("approval", "none"))),
                        section.texts("unmask"),
                        patterns(section, "schemas"),
                        patterns(section, "tables"),
                        manifests.read(section)));
                placesOf("access").add(section.path());
            }
        }
        if (root.node("access") instanceof Node.Sequence sequence
                && sequence.elements().isEmpty()) {
            problems.add(root.at("access"), "is empty: nobody could connect");
        }
        return access;
    }

    /** A list of none would not mean what it looks like. */
    private List<String> patterns(Section section, String key) {
        if (section.node(key) instanceof Node.Sequence sequence
                && sequence.elements().isEmpty()) {
            problems.add(section.at(key), "is empty: leave it out, or name what statements may be about");
        }
        return section.texts(key);
    }

    private Set<Effect> effects(Section section) {
        Set<Effect> effects = EnumSet.noneOf(Effect.class);
        for (String statement : section.texts("statements")) {
            switch (statement) {
                case "read" -> effects.add(Effect.READ);
                case "write" -> effects.add(Effect.WRITE);
                case "ddl" -> effects.add(Effect.DDL);
                case "admin" -> effects.add(Effect.ADMIN);
                default -> {
                    // Reported with the file's form.
                }
            }
        }
        return effects;
    }

    private List<RuleSetting> rules(Section root) {
        List<RuleSetting> rules = new ArrayList<>();
        if (!(root.node("rules") instanceof Node.Sequence sequence)) {
            return rules;
        }
        for (int index = 0; index < sequence.elements().size(); index++) {
            String at = Paths.element(root.at("rules"), index);
            switch (sequence.elements().get(index)) {
                case Node.Scalar scalar -> pack(at, scalar.text(), rules);
                case Node.Mapping mapping -> rule(Section.of(at, mapping, ConfigurationShape.RULE), rules);
                case Node.Sequence nested -> {
                    // Reported with the file's form.
                }
            }
        }
        return rules;
    }

    private void pack(String at, String text, List<RuleSetting> rules) {
        if (!text.startsWith(PACK)) {
            return;
        }
        RulePack.named(text.substring(PACK.length()))
                .ifPresentOrElse(
                        pack -> pack.rules().forEach(rule -> {
                            rules.add(rule);
                            placesOf("rules").add(at);
                        }),
                        () -> problems.add(at, "there is no pack of this name"));
    }

    private void rule(Section section, List<RuleSetting> rules) {
        rules.add(new RuleSetting(
                name(section),
                section.text("when", "true"),
                RuleSetting.Verdict.valueOf(upper(section.choice("then", "deny"))),
                section.text("why", "")));
        placesOf("rules").add(section.path());
    }

    private static String name(Section section) {
        return section.text("name", section.path());
    }

    private static String upper(String choice) {
        return choice.toUpperCase(Locale.ROOT);
    }
}
