package dev.sallyport.app;

import dev.sallyport.app.config.CheckCommand;
import dev.sallyport.app.config.Configuration;
import dev.sallyport.app.config.ConfigurationLoader;
import dev.sallyport.policy.AccessSetting;
import dev.sallyport.policy.MaskedRelations;
import dev.sallyport.policy.Policy;
import dev.sallyport.role.AccessRole;
import dev.sallyport.role.Preview;
import dev.sallyport.sql.TextAnalyzer;
import dev.sallyport.terminal.Printable;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** {@code check --sql}: what the gateway runs in databases for the roles of sessions. It changes nothing. */
final class RolesPreview {
    /** How long reading one database's catalog may take. */
    private static final int CATALOG_SECONDS = 300;

    private final PrintWriter out;
    private final PrintWriter err;
    private boolean isGood = true;

    RolesPreview(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Prints it for every access entry whose sessions get roles, in the order of the file.
     *
     * @return the exit code
     */
    int run(ConfigurationFile file) {
        ConfigurationLoader loader = new ConfigurationLoader(System.getenv());
        if (!(loader.load(file.path()) instanceof ConfigurationLoader.Result.Loaded(var configuration))) {
            return new CheckCommand(loader, err).run(file.path());
        }
        try (Opened opened = new Opened()) {
            ExecutorService blocking =
                    opened.add(Executors.newVirtualThreadPerTaskExecutor(), ExecutorService::shutdownNow);
            TextAnalyzer analyzer = Gateway.analyzer(opened);
            Policy policy = Gateway.policy(configuration);
            for (AccessSetting access : configuration.policy().access()) {
                AccessRole role = configuration.roles().get(access.name());
                Configuration.Database database = configuration.databases().get(access.database());
                if (role != null && database != null && !print(role, database, policy, analyzer, blocking)) {
                    return CheckCommand.UNREADABLE;
                }
            }
        }
        if (configuration.roles().isEmpty()) {
            out.println("-- No access entry is for a database whose credential makes a role for each session.");
        }
        out.flush();
        return isGood ? CheckCommand.GOOD : CheckCommand.BAD;
    }

    private boolean print(
            AccessRole role,
            Configuration.Database database,
            Policy policy,
            TextAnalyzer analyzer,
            ExecutorService blocking) {
        out.println(Printable.line("-- access " + role.access() + ", database " + database.name()));
        try (Opened opened = new Opened();
                Connection connection = new OwnConnections(database).open()) {
            MaskedRelations masked = DatabaseRoom.deciding(database, () -> policy, analyzer, blocking, opened)
                    .decider()
                    .masked(role.access())
                    .orTimeout(CATALOG_SECONDS, TimeUnit.SECONDS)
                    .join();
            Preview.Script script = Preview.of(connection, role, masked);
            isGood &= script.isGood();
            script.lines().forEach(this::print);
            return true;
        } catch (SQLException failure) {
            err.println("sallyport check: database " + database.name() + " could not be read, SQLSTATE "
                    + failure.getSQLState());
        } catch (CompletionException late) {
            err.println("sallyport check: the catalog of database " + database.name() + " was not read in time");
        }
        out.flush();
        return false;
    }

    /** A name with a line end in it could make a statement of a comment, one with another control character hide something. */
    private void print(String line) {
        String printable = Printable.line(line);
        if (printable.equals(line) || line.startsWith("--")) {
            out.println(printable);
        } else {
            isGood = false;
            out.println("-- PROBLEM: this can't be shown as it is run, for a name in it: " + printable);
        }
    }
}
