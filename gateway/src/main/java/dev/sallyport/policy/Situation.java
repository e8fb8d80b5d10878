package dev.sallyport.policy;

import dev.sallyport.sql.flow.SearchPath;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a decision depends on of the session in which a text is sent, besides whose it is.
 *
 * @param searchPath where names without a schema are looked for
 * @param parameterTypes the types, as pg_type.oid, that the client says its parameters are of, without those of the system
 * @param read the labels of what was read so far
 * @param schemaMayDiffer whether names may mean what the session's open transaction has made, which nobody else can see yet
 * @param statements how many attempts of the session were recorded so far, from 0
 * @param age how long the session has been there, in whole seconds
 * @param reason why the client says it is here; empty if it does not say
 * @param task what the client says it works on; empty if it does not say
 */
public record Situation(
        SearchPath searchPath,
        Set<Integer> parameterTypes,
        Set<String> read,
        boolean schemaMayDiffer,
        long statements,
        Duration age,
        String reason,
        String task) {

    /** pg_type.oid of the first type that is no part of the system: FirstNormalObjectId. */
    public static final int FIRST_TYPE_OF_USERS = 16_384;

    /** Nothing is known of the search path, and nothing was read. */
    public static final Situation UNKNOWN = new Situation(new SearchPath.Unknown(), Set.of());

    public Situation {
        parameterTypes = Set.copyOf(parameterTypes);
        read = Set.copyOf(read);
    }

    /** Of a text without parameters, or with those of the system's types alone. */
    public Situation(
            SearchPath searchPath,
            Set<String> read,
            boolean schemaMayDiffer,
            long statements,
            Duration age,
            String reason,
            String task) {
        this(searchPath, Set.of(), read, schemaMayDiffer, statements, age, reason, task);
    }

    /** Of a session that has only begun and states nothing, with no transaction open that may have changed the schema. */
    public Situation(SearchPath searchPath, Set<String> read) {
        this(searchPath, read, false, 0, Duration.ZERO, "", "");
    }

    /** The same with another search path. */
    public Situation withSearchPath(SearchPath other) {
        return new Situation(other, parameterTypes, read, schemaMayDiffer, statements, age, reason, task);
    }

    /** The same with more read. */
    public Situation havingRead(Set<String> labels) {
        if (read.containsAll(labels)) {
            return this;
        }
        Set<String> all = new TreeSet<>(read);
        all.addAll(labels);
        return new Situation(searchPath, parameterTypes, all, schemaMayDiffer, statements, age, reason, task);
    }

    /** The same with parameters of users' types. */
    public Situation withParameterTypes(Set<Integer> types) {
        return types.isEmpty()
                ? this
                : new Situation(searchPath, types, read, schemaMayDiffer, statements, age, reason, task);
    }
}
