package dev.sallyport.app;

import dev.sallyport.app.demo.DemoCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program. Exit codes: 0 done, 1 a check failed, 2 wrong usage or configuration. */
@Command(
        name = "sallyport",
        description = "A gateway that lets AI agents and CI jobs reach PostgreSQL without holding a database password.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            ConfigurationCommand.class,
            RequestsCommands.Requests.class,
            RequestsCommands.Approve.class,
            RequestsCommands.Deny.class,
            DemoCommand.class,
            AuditCommands.class,
            ReplayCommand.class,
            ScanCommand.class,
            PolicyCommands.class,
            ManifestCommands.class,
        })
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private CommandSpec spec;

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        // Read once, by the first use of TLS. A renegotiation costs the side that is asked more than the side that
        // asks, and nobody who
        // speaks PostgreSQL's protocol has a reason for one.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, _) -> {
                    PrintWriter err = command.getErr();
                    String message = failure.getMessage();
                    err.println("sallyport " + command.getCommandName() + ": "
                            + (message == null ? failure.getClass().getSimpleName() : message));
                    if (System.getenv("SALLYPORT_DEBUG") != null) {
                        failure.printStackTrace(err);
                    }
                    err.flush();
                    return CommandLine.ExitCode.USAGE;
                });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing; see: sallyport --help");
    }
}
