package dev.sallyport.app;

import dev.sallyport.audit.AuditSearch;
import dev.sallyport.audit.AuditVerify;
import dev.sallyport.audit.JournalFilter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code audit}: the journal's commands. */
@Command(
        name = "audit",
        description = "Prove and search the audit journal.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {AuditCommands.Verify.class, AuditCommands.Search.class})
public final class AuditCommands implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing; see: sallyport audit --help");
    }

    /** {@code audit verify}. */
    @Command(
            name = "verify",
            description = {
                "Prove that no record was changed, removed or put in.",
                "Exit code 0: the journal is whole; 1: it is broken, and where."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Verify implements Callable<Integer> {
        @Mixin
        private final Keepings keepings = new Keepings();

        @Override
        public Integer call() {
            return new AuditVerify(keepings.audit()).run(System.out, System.err);
        }
    }

    /** {@code audit search}. */
    @Command(
            name = "search",
            description = "Print the records that meet all conditions, one JSON object a line.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Search implements Callable<Integer> {
        @Mixin
        private final Keepings keepings = new Keepings();

        @Option(names = "--session", paramLabel = "ID", description = "Records of this session.")
        private @Nullable String session;

        @Option(names = "--subject", paramLabel = "SUBJECT", description = "Records of this subject's sessions.")
        private @Nullable String subject;

        @Option(names = "--since", paramLabel = "TIME", description = "Not before, such as 2026-01-31T23:59:59Z.")
        private @Nullable Instant since;

        @Option(names = "--until", paramLabel = "TIME", description = "Before.")
        private @Nullable Instant until;

        @Option(names = "--decision", paramLabel = "DECISION", description = "Decided so: allow, hold or deny.")
        private @Nullable String decision;

        @Option(names = "--text", paramLabel = "TEXT", description = "Statements that contain this.")
        private @Nullable String text;

        @Override
        public Integer call() {
            JournalFilter filter = new JournalFilter(session, subject, since, until, decision, text);
            return new AuditSearch(keepings.audit(), filter).run(System.out, System.err);
        }
    }
}
