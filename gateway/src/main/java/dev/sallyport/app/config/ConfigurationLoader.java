package dev.sallyport.app.config;

import dev.sallyport.app.config.Configuration.Approval;
import dev.sallyport.app.config.Configuration.Audit;
import dev.sallyport.app.config.Configuration.Database;
import dev.sallyport.app.config.Configuration.Limits;
import dev.sallyport.app.config.Configuration.Listen;
import dev.sallyport.app.config.Configuration.Recording;
import dev.sallyport.audit.Durability;
import dev.sallyport.grant.GrantLimits;
import dev.sallyport.identity.IssuerSettings;
import dev.sallyport.policy.PolicySettings;
import dev.sallyport.role.AccessRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads configuration files: all of what is wrong with one is found in one pass. Thread-safe. */
public final class ConfigurationLoader {

    private static final long RECORDING_LIMIT = 256L * 1024 * 1024;
    private static final long RECORDING_ANSWER = 16L << 20;
    private static final int SESSIONS = 1_000;

    private final Map<String, String> environment;

    /**
     * Makes a loader.
     *
     * @param environment what {@code ${env:NAME}} is looked up in
     */
    public ConfigurationLoader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** What became of a file. */
    public sealed interface Result {

        /** It is in order. */
        record Loaded(Configuration configuration) implements Result {}

        /** It is not: everything that is wrong with it, by line. */
        record Rejected(List<ConfigurationProblem> problems) implements Result {
            public Rejected {
                problems = List.copyOf(problems);
            }
        }

        /** It can't be read. */
        record Unreadable(String reason) implements Result {}
    }

    /** Loads a file. Relative paths in it start at its directory. */
    public Result load(Path file) {
        return switch (YamlText.of(file)) {
            case YamlText.Unreadable(var reason) -> new Result.Unreadable(reason);
            case YamlText.Read(var yaml) -> {
                Path parent = file.toAbsolutePath().normalize().getParent();
                yield read(yaml, parent == null ? file.toAbsolutePath() : parent);
            }
        };
    }

    private Result read(String yaml, Path directory) {
        Problems problems = new Problems();
        Node document = YamlReader.read(yaml, problems);
        Configuration configuration = document == null ? null : build(document, directory, problems);
        return configuration == null || !problems.isEmpty()
                ? new Result.Rejected(problems.sorted())
                : new Result.Loaded(configuration);
    }

    /** Null only if a problem is reported. */
    private @Nullable Configuration build(Node document, Path directory, Problems problems) {
        new ShapeCheck(problems).check("", document, ConfigurationShape.ROOT);
        Section root = Section.of("", document, ConfigurationShape.ROOT);
        Files files = new Files(directory, environment, problems);
        Listen listen = new ListenReader(files, problems).read(root.section("listen"));
        List<IssuerSettings> issuers = new IdentityReader(files, problems).read(root.section("identity"));
        Map<String, Database> databases = new DatabasesReader(files, problems).read(root);
        PolicySettings policy = policy(root, files, problems);
        Map<String, AccessRole> roles = new AccessRolesReader(problems).read(root, databases, policy);
        Audit audit = audit(root.section("audit"), files);
        Recording recording = recording(root, files);
        Approval approval = new ApprovalReader(problems).read(root, policy);
        return listen == null || audit == null
                ? null
                : new Configuration(
                        listen,
                        issuers,
                        databases,
                        policy,
                        roles,
                        audit,
                        recording,
                        approval,
                        limits(root.section("limits")));
    }

    private static PolicySettings policy(Section root, Files files, Problems problems) {
        try (ManifestReader manifests = new ManifestReader(files, problems)) {
            return new PolicyReader(manifests, new MaskFunctionReader(files, problems), problems).read(root);
        }
    }

    private static @Nullable Audit audit(Section section, Files files) {
        String directory = section.text("directory");
        Path path = directory == null ? null : files.path(section.at("directory"), directory);
        String durability = section.choice("durability", "synced");
        return path == null ? null : new Audit(path, Durability.valueOf(durability.toUpperCase(Locale.ROOT)));
    }

    private static @Nullable Recording recording(Section root, Files files) {
        Section section = root.section("recording");
        String directory = section.text("directory");
        Path path = directory == null ? null : files.path(section.at("directory"), directory);
        return path == null
                ? null
                : new Recording(path, section.size("limit", RECORDING_LIMIT), section.size("answer", RECORDING_ANSWER));
    }

    private static Limits limits(Section section) {
        GrantLimits standard = GrantLimits.DEFAULT;
        return new Limits(
                section.whole("sessions", SESSIONS),
                new GrantLimits(
                        section.whole("grants", standard.grants()), standard.perPrincipal(), standard.tokenGrace()));
    }
}
