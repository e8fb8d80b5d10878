package dev.sallyport.oracle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Statements to ask the oracle about: a file with one statement for each block between blank lines. Lines that begin with {@code --}
 * before the statement say what it is for. Lines that begin with {@code --!} set something for it, {@code --!!} for all that follow:
 *
 * <ul>
 *   <li>{@code path: a, b}: the session's search path
 *   <li>{@code unknown: why}: the analysis need not know it
 *   <li>{@code unsteady: why}: its answer is another each time, so that it says nothing of columns
 * </ul>
 */
final class Corpus {
    private static final Pattern BLANK_LINES = Pattern.compile("\n\\s*\n");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    private Corpus() {}

    /**
     * One statement.
     *
     * @param name the file's name and the block's number in it
     * @param unknown why the analysis need not know it
     * @param unsteady why its answer says nothing of columns
     */
    record Case(String name, String sql, List<String> searchPath, Optional<String> unknown, Optional<String> unsteady) {
        @Override
        public String toString() {
            return name + " with search_path " + String.join(", ", searchPath) + ":\n" + sql;
        }
    }

    /** Reads a file beside this class. */
    static List<Case> read(String name) throws IOException {
        List<Case> cases = new ArrayList<>();
        List<String> path = List.of("public");
        int number = 0;
        for (String block : BLANK_LINES.split(OracleDatabase.resource(name + ".sql"))) {
            List<String> ownPath = null;
            Optional<String> unknown = Optional.empty();
            Optional<String> unsteady = Optional.empty();
            StringBuilder sql = new StringBuilder();
            for (String line : block.strip().split("\n")) {
                if (sql.isEmpty() && line.startsWith("--!! path: ")) {
                    path = path(line);
                } else if (sql.isEmpty() && line.startsWith("--! path: ")) {
                    ownPath = path(line);
                } else if (sql.isEmpty() && line.startsWith("--! unknown: ")) {
                    unknown = Optional.of(value(line));
                } else if (sql.isEmpty() && line.startsWith("--! unsteady: ")) {
                    unsteady = Optional.of(value(line));
                } else if (sql.isEmpty() && line.startsWith("--!")) {
                    throw new IOException(name + " sets what nobody knows: " + line);
                } else if (!sql.isEmpty() || !line.startsWith("--")) {
                    sql.append(line).append('\n');
                }
            }
            String statement = sql.toString().strip();
            if (!statement.isEmpty()) {
                number++;
                cases.add(new Case(
                        name + " " + number,
                        withoutSemicolon(statement),
                        ownPath == null ? path : ownPath,
                        unknown,
                        unsteady));
            }
        }
        return cases;
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    private static List<String> path(String line) {
        return List.of(COMMA.split(value(line)));
    }

    static String withoutSemicolon(String statement) {
        return statement.endsWith(";") ? statement.substring(0, statement.length() - 1) : statement;
    }
}
