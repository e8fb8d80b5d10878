package dev.sallyport.session;

import dev.sallyport.sql.Statement;
import java.util.Set;

/**
 * What gives the names of prepared statements and portals another meaning by SQL. Both protocols share them: a cursor is a portal, and
 * PREPARE makes what Bind finds.
 */
final class Renaming {
    private static final Set<String> OF_PREPARED = Set.of("PREPARE", "DEALLOCATE", "DEALLOCATE ALL", "DISCARD ALL");

    /**
     * A portal that ends in another way, by ROLLBACK TO a savepoint or in a function, gives its name to nobody: should it be named again,
     * the server says that it is not there.
     */
    private static final Set<String> OF_PORTALS =
            Set.of("DECLARE CURSOR", "CLOSE CURSOR", "CLOSE CURSOR ALL", "DISCARD ALL");

    private Renaming() {}

    /** Whether names of prepared statements may stand for something else once a statement has run. */
    static boolean ofPrepared(Statement statement) {
        return OF_PREPARED.contains(statement.kind());
    }

    /** Whether portals may stand for something else once a statement has run. */
    static boolean ofPortals(Statement statement) {
        return OF_PORTALS.contains(statement.kind());
    }
}
