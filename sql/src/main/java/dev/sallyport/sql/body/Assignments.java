package dev.sallyport.sql.body;

/** Finds the sign of an assignment in PL/pgSQL: {@code a.b[1] := ...} or {@code a.b[1] = ...}. */
final class Assignments {
    private static final String PLAIN = "_$.:=(), \t\r\n\f\u000b+-*/%";

    private Assignments() {}

    /**
     * Where the sign stands.
     *
     * @return below 0 if what stands before it is more than names, numbers and brackets: to skip strings and comments would take the
     *     whole scanner
     */
    static int sign(String assignment) {
        int brackets = 0;
        for (int at = 0; at < assignment.length(); at++) {
            char c = assignment.charAt(at);
            if (c == '"') {
                at = assignment.indexOf('"', at + 1);
                if (at < 0) {
                    return -1;
                }
            } else if (c == '[') {
                brackets++;
            } else if (c == ']') {
                brackets--;
            } else if (brackets == 0 && (c == '=' || assignment.startsWith(":=", at))) {
                return at;
            } else if (!Character.isLetterOrDigit(c) && PLAIN.indexOf(c) < 0) {
                return -1;
            } else if (assignment.startsWith("--", at) || assignment.startsWith("/*", at)) {
                return -1;
            } else if (c == '$' && !isParameter(assignment, at)) {
                return -1;
            }
        }
        return -1;
    }

    /** A dollar sign that is neither a parameter's nor within a name may begin a string. */
    private static boolean isParameter(String text, int at) {
        boolean number = at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
        boolean within = at > 0 && (Character.isLetterOrDigit(text.charAt(at - 1)) || text.charAt(at - 1) == '_');
        return number || within;
    }
}
