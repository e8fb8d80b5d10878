package dev.sallyport.app;

import dev.sallyport.app.config.Configuration;
import dev.sallyport.app.config.Identity;
import dev.sallyport.app.config.IdentityLoader;
import dev.sallyport.app.config.PolicyCase;
import dev.sallyport.app.config.PolicyCasesLoader;
import dev.sallyport.app.policy.ExplainCommand;
import dev.sallyport.app.policy.ReplayRun;
import dev.sallyport.app.policy.TestCommand;
import dev.sallyport.audit.JournalVerifier;
import dev.sallyport.audit.Verification;
import dev.sallyport.identity.IssuerSettings;
import dev.sallyport.policy.Situation;
import dev.sallyport.sql.flow.SearchPath;
import dev.sallyport.terminal.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code policy}: the commands of who writes rules. */
@Command(
        name = "policy",
        description = "Test, explain and compare policies, without serving anybody.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {PolicyCommands.Test.class, PolicyCommands.Explain.class, PolicyCommands.Replay.class})
public final class PolicyCommands implements Runnable {
    /** The most files of tests that a directory is taken to have. */
    static final int TEST_FILES = 1_000;

    /** The longest text that is read from standard input, in bytes. */
    static final int TEXT_BYTES = 16 * 1024 * 1024;

    /** The most different statements of a journal that can be asked for. */
    static final int DIFFERENT = 1_000_000;

    private static final String TESTS = "policy-tests";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing; see: sallyport policy --help");
    }

    /** Prints everything that is wrong; gives the exit code for that. */
    private static int rejected(List<String> problems, PrintWriter err) {
        problems.forEach(problem -> err.println(Printable.line(problem)));
        err.flush();
        return ExitCode.USAGE;
    }

    /** How {@code policy test} prints. */
    enum TestFormat {
        TEXT,
        JUNIT
    }

    /** How {@code policy explain} prints. */
    enum ExplainFormat {
        TEXT,
        JSON
    }

    /** {@code policy test}. */
    @Command(
            name = "test",
            description = {
                "Decide the statements of test cases by a configuration and print what is decided otherwise than"
                        + " expected.",
                "It connects to the databases that the cases name, reads what they hold, and runs nothing there.",
                "Exit code 0: all cases passed; 1: some failed; 2: wrong usage, or something can't be read."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Test implements Callable<Integer> {
        @Mixin
        private final ConfigurationFile file = new ConfigurationFile();

        @Parameters(
                arity = "0..*",
                paramLabel = "CASES.yaml",
                description = "Files of cases. Default: policy-tests/*.yaml beside the configuration.")
        private List<Path> cases = List.of();

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "How to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
        private TestFormat format = TestFormat.TEXT;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter err = spec.commandLine().getErr();
            Configuration configuration = file.load(err);
            if (configuration == null) {
                return ExitCode.USAGE;
            }
            List<Path> files = cases.isEmpty() ? besideConfiguration() : cases;
            switch (new PolicyCasesLoader(configuration).load(files)) {
                case PolicyCasesLoader.Result.Rejected(var problems) -> {
                    return rejected(problems, err);
                }
                case PolicyCasesLoader.Result.Loaded(var tests) -> {
                    try (ConfiguredRehearsal rehearsal = new ConfiguredRehearsal(configuration)) {
                        return run(new TestCommand(rehearsal, spec.commandLine().getOut()), tests)
                                ? ExitCode.OK
                                : ExitCode.SOFTWARE;
                    }
                }
            }
        }

        private boolean run(TestCommand command, List<PolicyCase> tests) throws IOException {
            Instant moment = Instant.now();
            return switch (format) {
                case TEXT -> command.run(tests, moment, Ansi.AUTO.enabled());
                case JUNIT -> command.runForCi(tests, moment);
            };
        }

        private List<Path> besideConfiguration() throws IOException {
            Path directory = file.path().resolveSibling(TESTS);
            List<Path> found = new ArrayList<>();
            if (Files.isDirectory(directory)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.yaml")) {
                    files.forEach(found::add);
                }
            }
            if (found.isEmpty() || found.size() > TEST_FILES) {
                throw new ParameterException(
                        spec.commandLine(),
                        found.isEmpty()
                                ? "there are no tests: name files of cases, or put some into " + directory
                                : "there are more than " + TEST_FILES + " files in " + directory + ": name some");
            }
            found.sort(null);
            return found;
        }
    }

    /** {@code policy explain}. */
    @Command(
            name = "explain",
            description = {
                "Decide a text by a configuration and show what was weighed: what it reads and writes, where values"
                        + " flow, which masks, rules and checks speak on it, and which decides.",
                "It connects to the database, reads what it holds, and runs nothing there.",
                "Exit code 0: explained, whatever is decided; 2: wrong usage, or something can't be read."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Explain implements Callable<Integer> {
        @Mixin
        private final ConfigurationFile file = new ConfigurationFile();

        @Option(
                names = "--as",
                required = true,
                paramLabel = "IDENTITY",
                description =
                        "Who sends it: a YAML file with subject, issuer, groups, claims and actor, or these as JSON.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
        private String identity;

        @Option(
                names = "--database",
                required = true,
                paramLabel = "NAME",
                description = "The configured name of the database.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
        private String database;

        @Option(
                names = "--search-path",
                split = ",",
                paramLabel = "SCHEMA",
                description = "The session's search path. Default: $user,public.")
        private List<String> searchPath = List.of("$user", "public");

        @Option(
                names = "--read",
                split = ",",
                paramLabel = "LABEL",
                description = "Labels of what the session has read before.")
        private List<String> read = List.of();

        @Option(names = "--now", paramLabel = "TIME", description = "When it is sent, such as 2026-01-31T23:59:59Z.")
        private @Nullable Instant now;

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "How to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
        private ExplainFormat format = ExplainFormat.TEXT;

        @Parameters(paramLabel = "SQL", description = "One or several statements; - reads them from standard input.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
        private String sql;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter err = spec.commandLine().getErr();
            Configuration configuration = file.load(err);
            if (configuration == null) {
                return ExitCode.USAGE;
            }
            if (!configuration.databases().containsKey(database)) {
                throw new ParameterException(
                        spec.commandLine(), "the configuration has no database " + Printable.line(database));
            }
            switch (new IdentityLoader(configuration.issuers()).load(identity)) {
                case IdentityLoader.Result.Rejected(var problems) -> {
                    return rejected(problems, err);
                }
                case IdentityLoader.Result.Loaded(var who) -> explain(configuration, who);
            }
            return ExitCode.OK;
        }

        private void explain(Configuration configuration, Identity who) throws IOException {
            Situation situation = new Situation(new SearchPath.Known(searchPath), Set.copyOf(read));
            Instant moment = now == null ? Instant.now() : now;
            ExplainCommand.Question question = new ExplainCommand.Question(who, database, situation, moment, text());
            try (ConfiguredRehearsal rehearsal = new ConfiguredRehearsal(configuration)) {
                ExplainCommand command =
                        new ExplainCommand(rehearsal, spec.commandLine().getOut());
                switch (format) {
                    case TEXT -> command.print(question, Ansi.AUTO.enabled());
                    case JSON -> command.printJson(question);
                }
            }
        }

        private String text() throws IOException {
            if (!sql.equals("-")) {
                return sql;
            }
            String text = text(System.in);
            if (text == null) {
                throw new ParameterException(
                        spec.commandLine(), "standard input holds more than " + TEXT_BYTES + " bytes");
            }
            return text;
        }

        /** Null if there is more than is read. */
        static @Nullable String text(InputStream in) throws IOException {
            byte[] bytes = in.readNBytes(TEXT_BYTES + 1);
            return bytes.length > TEXT_BYTES ? null : new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** {@code policy replay}. */
    @Command(
            name = "replay",
            description = {
                "Decide the statements of an audit journal again by a configuration, and show what would be decided"
                        + " otherwise.",
                "It connects to the databases of the configuration, reads what they hold, and runs nothing there.",
                "Exit code 0: nothing would change; 1: something would, or the journal is broken; 2: wrong usage, or"
                        + " something can't be read."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Replay implements Callable<Integer> {
        @Mixin
        private final ConfigurationFile file = new ConfigurationFile();

        @Option(
                names = "--journal",
                required = true,
                paramLabel = "DIR",
                description = "The audit journal's directory.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
        private Path journal;

        @Option(
                names = "--baseline",
                paramLabel = "FILE",
                description =
                        "Compare with what this configuration decides, masks included, in place of what is recorded.")
        private @Nullable Path baseline;

        @Option(names = "--since", paramLabel = "TIME", description = "Not before, such as 2026-01-31T23:59:59Z.")
        private @Nullable Instant since;

        @Option(names = "--until", paramLabel = "TIME", description = "Before.")
        private @Nullable Instant until;

        @Option(
                names = "--limit",
                paramLabel = "N",
                description = "The most different statements to decide; more are counted. Default: ${DEFAULT-VALUE}.")
        private int limit = 100_000;

        @Option(names = "--allow-changes", description = "End with 0 though something would change.")
        private boolean allowChanges;

        @Option(names = "--unverified", description = "Don't look whether the journal is whole.")
        private boolean unverified;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter err = spec.commandLine().getErr();
            if (limit < 1 || limit > DIFFERENT) {
                throw new ParameterException(spec.commandLine(), "--limit is 1 to " + DIFFERENT);
            }
            Configuration configuration = file.load(err);
            Configuration old = baseline == null ? null : ConfigurationFile.load(baseline, err);
            if (configuration == null || (baseline != null && old == null)) {
                return ExitCode.USAGE;
            }
            long records = 0;
            if (!unverified) {
                switch (JournalVerifier.verify(journal)) {
                    case Verification.Verified verified -> records = verified.records();
                    case Verification.Broken broken -> {
                        err.println(Printable.line("the audit journal is broken at record " + broken.sequence() + " ("
                                + broken.file() + "): " + broken.why()));
                        err.flush();
                        return ExitCode.SOFTWARE;
                    }
                }
            }
            try (ConfiguredRehearsal rehearsal = new ConfiguredRehearsal(configuration);
                    ConfiguredRehearsal before = old == null ? null : new ConfiguredRehearsal(old)) {
                int changes = new ReplayRun(
                                configuration.issuers().stream()
                                        .map(IssuerSettings::issuer)
                                        .collect(Collectors.toSet()),
                                rehearsal,
                                before,
                                new ReplayRun.Part(since, until, limit),
                                spec.commandLine().getOut())
                        .run(journal, records);
                return changes == 0 || allowChanges ? ExitCode.OK : ExitCode.SOFTWARE;
            }
        }
    }
}
