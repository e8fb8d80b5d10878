package dev.sallyport.oracle;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a script of psql as far as PostgreSQL's regression tests need it: statements, variables, data of COPY, and the ends of statements
 * by {@code \g}. Other commands of psql are passed over. (PostgreSQL, psql, Meta-Commands; psqlscan.l.) For one thread.
 */
final class PsqlScript {
    private static final Pattern TAG = Pattern.compile("\\$([A-Za-z_\\x80-\\uffff][A-Za-z0-9_\\x80-\\uffff]*)?\\$");
    private static final Pattern VARIABLE = Pattern.compile(":(['\"]?)([A-Za-z0-9_]+)\\1");
    private static final Pattern COPY_IN = Pattern.compile("\\bfrom\\s+(stdin|stdout)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern BODY =
            Pattern.compile("^\\s*create\\s+(or\\s+replace\\s+)?(function|procedure)\\b", Pattern.CASE_INSENSITIVE);

    private final String text;
    private final Map<String, String> variables;
    private int at;

    PsqlScript(String text, Map<String, String> variables) {
        this.text = text;
        this.variables = new HashMap<>(variables);
    }

    /** What comes next in a script. */
    sealed interface Step {
        /**
         * A statement, without its end.
         *
         * @param data what follows it for COPY FROM STDIN
         * @param intoVariables the prefix of the variables that its row goes to, by {@code \gset}
         */
        record Execute(String sql, Optional<String> data, Optional<String> intoVariables) implements Step {}

        /** A new connection, as a user or as before. */
        record Connect(Optional<String> user) implements Step {}
    }

    void set(String variable, String value) {
        variables.put(variable, value);
    }

    /** The next step, or empty at the end. */
    Optional<Step> next() {
        StringBuilder sql = new StringBuilder();
        int parentheses = 0;
        int blocks = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '-' && text.startsWith("--", at)) {
                at = lineEnd();
            } else if (c == '/' && text.startsWith("/*", at)) {
                int end = commentEnd();
                sql.append(text, at, end);
                at = end;
            } else if (c == '\'' || c == '"') {
                int end = quoteEnd(c);
                sql.append(text, at, end);
                at = end;
            } else if (c == '$' && TAG.matcher(text).region(at, text.length()).lookingAt()) {
                int end = dollarEnd();
                sql.append(text, at, end);
                at = end;
            } else if (c == ':' && !text.startsWith("::", at) && !(at > 0 && text.charAt(at - 1) == ':')) {
                variable(sql);
            } else if (c == '\\') {
                Optional<Step> step = command(sql);
                if (step.isPresent()) {
                    return step;
                }
            } else if (c == ';' && parentheses == 0 && blocks == 0) {
                at++;
                if (!sql.toString().isBlank()) {
                    return Optional.of(statement(sql.toString().strip()));
                }
                sql.setLength(0);
            } else if (Character.isLetter(c)) {
                int end = at;
                while (end < text.length()
                        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
                    end++;
                }
                String word = text.substring(at, end).toLowerCase(Locale.ROOT);
                if (BODY.matcher(sql).find()) {
                    boolean opens = word.equals("begin") || (blocks > 0 && word.equals("case"));
                    blocks += opens ? 1 : blocks > 0 && word.equals("end") ? -1 : 0;
                }
                sql.append(text, at, end);
                at = end;
            } else {
                parentheses += c == '(' ? 1 : c == ')' && parentheses > 0 ? -1 : 0;
                sql.append(c);
                at++;
            }
        }
        return sql.toString().isBlank()
                ? Optional.empty()
                : Optional.of(statement(sql.toString().strip()));
    }

    private Step statement(String sql) {
        if (sql.regionMatches(true, 0, "copy", 0, 4) && COPY_IN.matcher(sql).find()) {
            int begin = Math.min(lineEnd() + 1, text.length());
            int end = text.startsWith("\\.", begin) ? begin : text.indexOf("\n\\.", begin) + 1;
            if (end < begin) {
                end = text.length();
            }
            at = end;
            at = lineEnd();
            return new Step.Execute(sql, Optional.of(text.substring(begin, end)), Optional.empty());
        }
        return new Step.Execute(sql, Optional.empty(), Optional.empty());
    }

    private Optional<Step> command(StringBuilder sql) {
        if (text.startsWith("\\;", at)) {
            at += 2;
            return ended(sql, Optional.empty());
        }
        int end = lineEnd();
        String[] words = text.substring(at + 1, end).strip().split("\\s+");
        at = end;
        switch (words[0]) {
            case "g", "gx", "gexec", "gdesc", "crosstabview", "watch" -> {
                return ended(sql, Optional.empty());
            }
            case "gset" -> {
                return ended(sql, Optional.of(words.length > 1 ? words[1] : ""));
            }
            case "c", "connect" -> {
                sql.setLength(0);
                return Optional.of(new Step.Connect(
                        words.length > 2 && !words[2].equals("-") ? Optional.of(words[2]) : Optional.empty()));
            }
            case "set" -> {
                StringBuilder value = new StringBuilder();
                for (int i = 2; i < words.length; i++) {
                    value.append(plain(words[i]));
                }
                if (words.length > 1) {
                    variables.put(words[1], value.toString());
                }
            }
            case "getenv" -> {
                String value = words.length > 2 ? variables.get(words[2]) : null;
                if (value != null) {
                    variables.put(words[1], value);
                }
            }
            default -> {}
        }
        return Optional.empty();
    }

    private Optional<Step> ended(StringBuilder sql, Optional<String> intoVariables) {
        String statement = sql.toString().strip();
        sql.setLength(0);
        return statement.isEmpty()
                ? Optional.empty()
                : Optional.of(new Step.Execute(statement, Optional.empty(), intoVariables));
    }

    private String plain(String word) {
        if (word.startsWith(":")) {
            return variables.getOrDefault(word.substring(1).replaceAll("['\"]", ""), "");
        }
        return word.replace("'", "");
    }

    private void variable(StringBuilder sql) {
        Matcher reference = VARIABLE.matcher(text).region(at, text.length());
        String value = reference.lookingAt() ? variables.get(reference.group(2)) : null;
        if (value == null) {
            sql.append(':');
            at++;
            return;
        }
        String quote = reference.group(1);
        sql.append(quote)
                .append(quote.isEmpty() ? value : value.replace(quote, quote + quote))
                .append(quote);
        at = reference.end();
    }

    private int lineEnd() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private int commentEnd() {
        int depth = 0;
        int end = at;
        do {
            if (text.startsWith("/*", end)) {
                depth++;
                end += 2;
            } else if (text.startsWith("*/", end)) {
                depth--;
                end += 2;
            } else {
                end++;
            }
        } while (depth > 0 && end < text.length());
        return Math.min(end, text.length());
    }

    /** A doubled quote is the end of one string and the beginning of another, which comes to the same. */
    private int quoteEnd(char quote) {
        boolean escapes = quote == '\''
                && at > 0
                && Character.toLowerCase(text.charAt(at - 1)) == 'e'
                && (at == 1 || !Character.isLetterOrDigit(text.charAt(at - 2)));
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            end += escapes && text.charAt(end) == '\\' ? 2 : 1;
        }
        if (escapes && end + 1 < text.length() && text.charAt(end + 1) == quote) {
            int kept = at;
            at = end + 1;
            end = escapedEnd();
            at = kept;
            return end;
        }
        return Math.min(end + 1, text.length());
    }

    /** The rest of a string with escapes after a doubled quote. */
    private int escapedEnd() {
        int end = at + 1;
        while (end < text.length()) {
            if (text.charAt(end) == '\\') {
                end += 2;
            } else if (text.charAt(end) == '\'') {
                if (end + 1 < text.length() && text.charAt(end + 1) == '\'') {
                    end += 2;
                } else {
                    return end + 1;
                }
            } else {
                end++;
            }
        }
        return text.length();
    }

    private int dollarEnd() {
        Matcher tag = TAG.matcher(text).region(at, text.length());
        if (!tag.lookingAt()) {
            return at + 1;
        }
        int end = text.indexOf(tag.group(), tag.end());
        return end < 0 ? text.length() : end + tag.group().length();
    }
}
