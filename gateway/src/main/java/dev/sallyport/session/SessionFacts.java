package dev.sallyport.session;

import dev.sallyport.policy.Situation;
import dev.sallyport.sql.flow.SearchPath;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What rules may know of a session: the labels of what it has read, how long it has been there, what its client states. */
final class SessionFacts {

    /** The most labels that a session bears: more than there are in a configuration, which may change meanwhile. */
    static final int MOST_LABELS = 1_000;

    private final Stated stated;
    private final long startedNanos;
    /** Replaced when there are more, so that the situation of each text can share it. */
    private Set<String> labels = Set.of();

    SessionFacts(Stated stated, long startedNanos) {
        this.stated = stated;
        this.startedNanos = startedNanos;
    }

    Stated stated() {
        return stated;
    }

    /** For a text that comes now. */
    Situation situation(SearchPath path, boolean schemaMayDiffer, long attempts, long nanoTime) {
        return new Situation(
                path,
                labels,
                schemaMayDiffer,
                attempts,
                age(nanoTime),
                Objects.requireNonNullElse(stated.reason(), ""),
                Objects.requireNonNullElse(stated.task(), ""));
    }

    /** The labels that it bears. */
    Set<String> labels() {
        return labels;
    }

    /** How long the session has been there, in whole seconds. */
    Duration age(long nanoTime) {
        return Duration.ofSeconds(Duration.ofNanos(nanoTime - startedNanos).toSeconds());
    }

    /** Those of some labels that the session does not bear, in order. */
    List<String> unread(Set<String> some) {
        return some.stream().filter(label -> !labels.contains(label)).sorted().toList();
    }

    /**
     * Takes note of what is read.
     *
     * @return whether all of it could be taken note of
     */
    boolean read(Set<String> some) {
        if (!labels.containsAll(some)) {
            Set<String> more = new HashSet<>(labels);
            more.addAll(some);
            labels = Set.copyOf(more);
        }
        return labels.size() <= MOST_LABELS;
    }
}
