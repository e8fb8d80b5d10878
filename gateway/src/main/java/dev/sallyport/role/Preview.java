package dev.sallyport.role;

import dev.sallyport.policy.MaskedRelations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements that the gateway runs for the roles of an access entry, as a script for psql. It reads and changes nothing; what differs
 * from session to session is in variables of psql.
 */
public final class Preview {
    private static final String ROLE = ":\"role\"";

    private Preview() {}

    /**
     * A script.
     *
     * @param lines to be printed with control characters made visible: those in names could end a comment
     * @param isGood whether sessions can begin
     */
    public record Script(List<String> lines, boolean isGood) {
        public Script {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Writes the script.
     *
     * @param connection of the gateway's own role
     * @param masked what is masked; looked at if it is withheld alone
     * @throws SQLException if the database can't be read
     */
    public static Script of(Connection connection, AccessRole access, MaskedRelations masked) throws SQLException {
        return AdminSession.read(connection, reading -> {
            List<Line> rights = AdminRights.findings(reading, access);
            List<Line> group = switch (access.maskedColumns()) {
                case GRANTED -> List.of();
                case WITHHELD ->
                    switch (masked) {
                        case MaskedRelations.Unknown(String reason) -> List.of(new Line.Problem(reason));
                        case MaskedRelations.Known known ->
                            new GroupRole(reading, access, GroupRole.database(reading)).plan(known);
                    };
            };
            List<String> script = new ArrayList<>();
            rights.forEach(line -> script.add(written(line)));
            if (!group.isEmpty()) {
                script.add("-- Brought up to date when a session begins:");
                transaction(script, group);
            }
            script.add("-- For each session, when it begins:");
            script.add("\\set role " + RoleNames.PREFIX + "example");
            script.add("\\set verifier '" + ScramVerifier.of("example", new byte[ScramVerifier.SALT_BYTES]) + "'");
            script.add("\\set ends '2000-01-01T00:00:00Z'");
            script.add("\\set mark 'Sallyport session example'");
            int server = reading.getMetaData().getDatabaseMajorVersion();
            RoleStatements.Words words = new RoleStatements.Words(ROLE, ":'verifier'", ":'ends'", ":'mark'");
            transaction(
                    script,
                    RoleStatements.make(access, server, words).stream()
                            .<Line>map(Line.Statement::new)
                            .toList());
            script.add("-- For each session, when it has ended; what still runs is ended in between:");
            transaction(script, List.of(new Line.Statement(RoleStatements.shut(ROLE))));
            transaction(
                    script,
                    List.of(
                            new Line.Note(
                                    "If it owns something it leaves each role that it is a member of, and stays as "
                                            + RoleNames.kept(RoleNames.PREFIX + "example") + ". Otherwise:"),
                            new Line.Statement(RoleStatements.forgetGrants(ROLE)),
                            new Line.Statement(RoleStatements.drop(ROLE))));
            return new Script(
                    script,
                    GroupRole.problems(rights).isEmpty()
                            && GroupRole.problems(group).isEmpty());
        });
    }

    private static void transaction(List<String> script, List<Line> lines) {
        script.add("BEGIN;");
        AdminSession.SETTINGS.forEach(setting -> script.add(setting + ";"));
        lines.forEach(line -> script.add(written(line)));
        script.add("COMMIT;");
    }

    private static String written(Line line) {
        return switch (line) {
            case Line.Statement(String sql) -> sql + ";";
            case Line.InForce(String sql) -> "-- in force: " + sql + ";";
            case Line.Note(String text) -> "-- " + text;
            case Line.Problem(String text) -> "-- PROBLEM: " + text;
        };
    }
}
