package dev.sallyport.app;

import dev.sallyport.app.config.Configuration;
import dev.sallyport.scan.Confidence;
import dev.sallyport.scan.Proposal;
import dev.sallyport.scan.Scan;
import dev.sallyport.terminal.Printable;
import dev.sallyport.terminal.Progress;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scan}: proposes masks for the columns of a database that are likely to be sensitive. */
@Command(
        name = "scan",
        description = {
            "Look through a database for columns that are likely to be sensitive, and propose masks for them as YAML.",
            "Reads a sample of every table in read-only transactions. No value is printed.",
            "Exit code 0: done, whatever was found; 2: wrong usage, or the database could not be read."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class ScanCommand implements Callable<Integer> {
    @Mixin
    private final ConfigurationFile file = new ConfigurationFile();

    @Option(
            names = "--database",
            paramLabel = "NAME",
            description = "The configured database to look through. Default: the only one.")
    private @Nullable String database;

    @Option(
            names = "--rows",
            paramLabel = "COUNT",
            defaultValue = "1000",
            description = "How many rows of each table to read, 1 to " + Scan.Settings.MOST_ROWS
                    + ". Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(
            names = "--confidence",
            paramLabel = "WORD",
            defaultValue = "medium",
            description = "Leave out what is less sure: low, medium or high. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private Confidence confidence;

    @Option(
            names = "--region",
            paramLabel = "CODE",
            defaultValue = "US",
            description =
                    "Where telephone numbers without a country code are from, as ISO 3166 has it. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private String region;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long one table may take, 1 to 3600. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is run.
    private CommandSpec spec;

    @Override
    public Integer call() {
        Scan scan = new Scan(settings());
        PrintWriter err = spec.commandLine().getErr();
        Configuration configuration = file.load(err);
        if (configuration == null) {
            return ExitCode.USAGE;
        }
        Configuration.Database configured = configured(configuration);
        try (Connection connection = new OwnConnections(configured).open()) {
            Scan.Report report;
            try (Progress progress = Progress.onStandardError()) {
                report = scan.run(connection, progress::step);
            }
            PrintWriter out = spec.commandLine().getOut();
            new Proposal(configured.name(), report).yaml().forEach(line -> out.println(Printable.line(line)));
            out.flush();
            return ExitCode.OK;
        } catch (SQLException e) {
            err.println("sallyport scan: database " + configured.name() + " could not be read, SQLSTATE "
                    + e.getSQLState());
            return ExitCode.USAGE;
        }
    }

    private Scan.Settings settings() {
        if (timeout < 1 || timeout > 3_600) {
            throw new ParameterException(spec.commandLine(), "--timeout is from 1 to 3600");
        }
        try {
            return new Scan.Settings(rows, region.toUpperCase(Locale.ROOT), confidence, Duration.ofSeconds(timeout));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private Configuration.Database configured(Configuration configuration) {
        String names = String.join(", ", new TreeSet<>(configuration.databases().keySet()));
        if (database == null && configuration.databases().size() != 1) {
            throw new ParameterException(spec.commandLine(), "say which database: --database, one of " + names);
        }
        Configuration.Database configured = database == null
                ? configuration.databases().values().iterator().next()
                : configuration.databases().get(database);
        if (configured == null) {
            throw new ParameterException(
                    spec.commandLine(), "there is no database " + database + "; there is " + names);
        }
        return configured;
    }
}
