package dev.sallyport.app.config;

/**
 * One thing that is wrong with a configuration file.
 *
 * @param path where, as {@code rules[2].when}; empty for the file as a whole
 * @param line the line of the file, 1 or more
 * @param message what is wrong, without the full stop; never a secret
 */
public record ConfigurationProblem(String path, int line, String message) implements Comparable<ConfigurationProblem> {

    /** As {@code check} prints it. */
    @Override
    public String toString() {
        return "line " + line + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }

    @Override
    public int compareTo(ConfigurationProblem other) {
        if (line != other.line) {
            return Integer.compare(line, other.line);
        }
        int byPath = path.compareTo(other.path);
        return byPath != 0 ? byPath : message.compareTo(other.message);
    }
}
