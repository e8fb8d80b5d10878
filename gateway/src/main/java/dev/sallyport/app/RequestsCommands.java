package dev.sallyport.app;

import dev.sallyport.approval.Choice;
import dev.sallyport.control.ControlClient;
import dev.sallyport.control.DecideCommand;
import dev.sallyport.control.RequestsCommand;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of approvers. */
final class RequestsCommands {
    private RequestsCommands() {}

    /** {@code requests}. */
    @Command(
            name = "requests",
            description = "Show the statements that wait for approval, or all of one.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Requests implements Callable<Integer> {
        @Parameters(arity = "0..1", paramLabel = "ID", description = "The request to show in full.")
        private @Nullable String id;

        @Option(names = "--json", description = "Print the gateway's answer as it is, for programs.")
        private boolean json;

        @Mixin
        private final Whereabouts whereabouts = new Whereabouts();

        @Override
        public Integer call() {
            boolean colour = Ansi.AUTO.enabled();
            try (ControlClient client = new ControlClient(whereabouts.url(), whereabouts.token())) {
                RequestsCommand command = new RequestsCommand(client, InstantSource.system(), json, colour);
                return id == null ? command.run(System.out, System.err) : command.run(id, System.out, System.err);
            }
        }
    }

    /** {@code approve}. */
    @Command(
            name = "approve",
            description = "Approve a statement that waits: it is run at once.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Approve extends Decide {
        @Override
        Choice choice() {
            return Choice.APPROVE;
        }
    }

    /** {@code deny}. */
    @Command(
            name = "deny",
            description = "Deny a statement that waits: nothing of it is run.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Deny extends Decide {
        @Override
        Choice choice() {
            return Choice.DENY;
        }
    }

    /** What both have in common. */
    abstract static class Decide implements Callable<Integer> {
        @Parameters(paramLabel = "ID", description = "The request, as `sallyport requests` shows it.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
        private String id;

        @Option(names = "--comment", paramLabel = "TEXT", description = "Why, for the requester and the audit.")
        private @Nullable String comment;

        @Option(names = "--json", description = "Print the gateway's answer as it is, for programs.")
        private boolean json;

        @Mixin
        private final Whereabouts whereabouts = new Whereabouts();

        abstract Choice choice();

        @Override
        public Integer call() {
            try (ControlClient client = new ControlClient(whereabouts.url(), whereabouts.token())) {
                return new DecideCommand(client, choice(), json).run(id, comment, System.out, System.err);
            }
        }
    }
}
