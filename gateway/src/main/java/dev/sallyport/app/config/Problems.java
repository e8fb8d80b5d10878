package dev.sallyport.app.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Collects what is wrong with one file, and knows on which line each of its places begins. Not thread-safe. */
final class Problems {

    private final TreeSet<ConfigurationProblem> found = new TreeSet<>();
    private final Map<String, Integer> lines = new HashMap<>();

    /** Remembers where a place begins. */
    void place(String path, int line) {
        lines.putIfAbsent(path, line);
    }

    void add(String path, Node at, String message) {
        add(path, at.line(), message);
    }

    void add(String path, int line, String message) {
        if (found.size() < ConfigurationLimits.PROBLEMS) {
            found.add(new ConfigurationProblem(path, line, message));
        }
    }

    /** Reports it on the line of the place, or of the closest place around it that the file has. */
    void add(String path, String message) {
        String place = path;
        while (!place.isEmpty() && !lines.containsKey(place)) {
            place = place.substring(0, Math.max(0, Math.max(place.lastIndexOf('.'), place.lastIndexOf('['))));
        }
        add(path, lines.getOrDefault(place, 1), message);
    }

    /** Where a place begins; 1 for one that was not remembered. */
    int line(String path) {
        return lines.getOrDefault(path, 1);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<ConfigurationProblem> sorted() {
        return List.copyOf(found);
    }
}
