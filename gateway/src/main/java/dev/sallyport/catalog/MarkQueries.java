package dev.sallyport.catalog;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What tells whether a server's catalogs have changed, valid from PostgreSQL 14 on. */
final class MarkQueries {
    /** From which PostgreSQL on what others write is in its statistics without a file of them all being read. */
    private static final int SHARED_STATISTICS = 15;

    private static final String ENDED = """
            CASE WHEN NOT pg_is_in_recovery()
                      OR pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot())
                 THEN pg_current_snapshot()::text END""";

    /**
     * Which transactions have ended, of all databases of the server: two snapshots of which it says the same see the same rows. A
     * standby does not say which transactions between the oldest and the newest are still running, so there it is NULL if there are any.
     */
    static final String TRANSACTIONS = "SELECT " + ENDED;

    /** The oldest transaction that could still be running: rows that it or a later one wrote may not be seen yet. */
    static final String HORIZON = "SELECT txid_snapshot_xmin(txid_current_snapshot()) % 4294967296";

    /** The oids of schemas, and their names. */
    static final String SCHEMAS = "SELECT oid, nspname FROM pg_namespace";

    /**
     * {@link #TRANSACTIONS}, and how many rows the server's statistics say were ever written to what a catalog is made of: of a
     * transaction that has ended they may tell seconds later. At the same cost whatever there is.
     *
     * @param server the server's major version
     */
    static String glance(int server) {
        return server < SHARED_STATISTICS
                ? "SELECT " + ENDED + ", NULL"
                : "SELECT " + ENDED
                        + ", (SELECT sum(pg_stat_get_tuples_inserted(source) + pg_stat_get_tuples_updated(source)"
                        + " + pg_stat_get_tuples_deleted(source))::text FROM unnest('{"
                        + String.join(",", Source.tables()) + "}'::regclass[]) AS source)";
    }

    /** How many transactions ago a horizon was, less than 0 if it was longer ago than can be told. The same within a transaction. */
    static String age(long horizon) {
        return "SELECT age('" + horizon + "'::xid)";
    }

    /**
     * Changes whenever a row changes of which a catalog is made, source by source. Whatever was not seen by a snapshot was written by a
     * transaction that is not older than that snapshot's horizon; who wrote such rows and where they lie is part of the mark, of older
     * ones how many there are. Counting how a table grows, which PostgreSQL notes in place, does not change it. What a role may use
     * depends on much, and is asked for itself.
     *
     * @param since how many transactions ago the horizon was that the mark goes back to
     * @param seen how many transactions ago the horizon was of the latest read: with rows of pg_attribute come the oids of the relations
     *     that have younger ones
     */
    static String mark(long since, long seen) {
        return Arrays.stream(Source.values())
                        .map(source -> source.goesWithOthers() ? recent(source, since, seen) : mark(source, since))
                        .collect(Collectors.joining(" UNION ALL "))
                + " UNION ALL SELECT 'usable', count(*), sum(hashtextextended(nspname::text, 0))::text, NULL FROM"
                + " pg_namespace WHERE has_schema_privilege(oid, 'USAGE') UNION ALL SELECT 'role', (SELECT count(*)"
                + " FROM pg_auth_members WHERE member = pg_roles.oid), rolsuper::text || rolname, NULL FROM pg_roles"
                + " WHERE rolname = current_user";
    }

    private static final String WHERE_IT_LIES = "sum(hashtextextended(xmin::text || ctid::text, 0))";

    private static String mark(Source source, long since) {
        return "SELECT '%s', count(*), %s FILTER (WHERE %s)::text, NULL::oid[] FROM %s"
                .formatted(source, WHERE_IT_LIES, isSince(since), source.rows());
    }

    /** Of the largest source: what need not be counted is passed over, which is a third of the time. */
    private static String recent(Source source, long since, long seen) {
        return "SELECT '%s', count(*), %s::text, array_agg(DISTINCT %s) FILTER (WHERE %s) FROM %s WHERE %s"
                .formatted(source, WHERE_IT_LIES, source.owner(), isSince(seen), source.rows(), isSince(since));
    }

    /**
     * By ranges of oids of what a source's rows belong to: how many rows are older than the latest read, how many are older than this
     * one, and to what those belong that are not older than the one and the other.
     *
     * @param seen how many transactions ago the horizon of the latest read was
     * @param horizon how many transactions ago that of this one was
     */
    static String owners(Source source, long seen, long horizon) {
        return ("SELECT %1$s::bigint / %2$d, count(*) FILTER (WHERE NOT %3$s), count(*) FILTER (WHERE NOT %4$s),"
                        + " array_agg(%1$s) FILTER (WHERE %3$s), array_agg(%1$s) FILTER (WHERE %4$s) FROM %5$s GROUP BY 1")
                .formatted(source.owner(), OwnerCounts.RANGE, isSince(seen), isSince(horizon), source.rows());
    }

    private static String isSince(long age) {
        return "(age(xmin) <= " + age + ")";
    }

    private MarkQueries() {}
}
