package dev.sallyport.catalog;

import dev.sallyport.catalog.View.ColumnOrigin;
import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.TextAnalyzer;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.flow.SearchPath;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGResultSetMetaData;

/**
 * Reads how views are defined. pg_depend is not enough: it names no column for a whole row and nothing of pg_catalog, so the text is
 * analysed; and where a column comes from is asked of the server, which describes the definition as it would any query. Nothing of
 * a definition is executed or even planned. A view that can't be read, because it is being altered, say, stays with a reason.
 */
final class ViewReader {

    /** How many views are read; what is beyond is marked as not understood. */
    static final int VIEWS = 5_000;

    /** pg_get_viewdef under the same search path qualifies all that is not in pg_catalog. */
    static final SearchPath AS_WRITTEN = new SearchPath.Known(List.of(Catalog.SYSTEM_SCHEMA, Catalog.TEMPORARY_SCHEMA));

    private final TextAnalyzer analyzer;

    /** What was read before, by the views' oids; for the one read that is under way alone. */
    private volatile Map<Integer, Kept> kept = Map.of();

    /** A view, and what its analysis was told about names: where that is still so it need not be analysed again. */
    private record Kept(View view, RecordedNames.Answered answered) {}

    private record Reading(
            RecordedNames names, CompletableFuture<Analysis> analysis, List<@Nullable ColumnOrigin> origins) {}

    ViewReader(TextAnalyzer analyzer) {
        this.analyzer = analyzer;
    }

    /**
     * The relations of a catalog, with views where there are any.
     *
     * @param undefined without what views are defined by
     */
    List<Relation> describe(Connection connection, Catalog undefined) throws SQLException {
        Namespace names = undefined.namesNotFollowed(AS_WRITTEN);
        List<Integer> oids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(CatalogQueries.VIEWS)) {
            while (rows.next()) {
                oids.add(Rows.oid(rows, 1));
            }
        }
        Map<Integer, View> views = views(connection, oids, undefined, names);
        return undefined.relations().stream()
                .map(relation -> {
                    View view = views.get(relation.oid());
                    return view == null ? relation : relation.with(view);
                })
                .toList();
    }

    private Map<Integer, View> views(Connection connection, List<Integer> oids, Catalog undefined, Namespace names)
            throws SQLException {
        Map<Integer, String> definitions =
                DefinitionTexts.read(connection, "pg_get_viewdef", oids.subList(0, Math.min(oids.size(), VIEWS)));
        Map<Integer, Kept> read = new HashMap<>();
        Map<Integer, Reading> readings = new HashMap<>();
        Deque<CompletableFuture<Analysis>> begun = new ArrayDeque<>();
        for (Map.Entry<Integer, String> entry : definitions.entrySet()) {
            String definition = entry.getValue();
            Kept before = kept.get(entry.getKey());
            if (before != null
                    && before.view().definition().equals(definition)
                    && before.answered().wouldBeTheSameBy(names)) {
                read.put(entry.getKey(), before);
            } else {
                if (begun.size() >= Analyses.AT_ONCE) {
                    Analyses.await(begun.remove());
                }
                RecordedNames recorded = new RecordedNames(names);
                CompletableFuture<Analysis> analysis =
                        analyzer.analyze(definition.getBytes(StandardCharsets.UTF_8), recorded);
                begun.add(analysis);
                readings.put(
                        entry.getKey(),
                        new Reading(recorded, analysis, originsOrNone(connection, definition, undefined)));
            }
        }
        Map<Integer, View> views = new HashMap<>();
        readings.forEach((oid, reading) -> {
            View view =
                    new View(definitions.getOrDefault(oid, ""), Analyses.await(reading.analysis()), reading.origins());
            views.put(oid, view);
            if (view.analysis() instanceof Analysis.Understood
                    && !view.origins().isEmpty()) {
                read.put(oid, new Kept(view, reading.names().answered()));
            }
        });
        read.forEach((oid, known) -> views.put(oid, known.view()));
        View unread = new View("", new Analysis.Refused("the definition could not be read"), List.of());
        oids.forEach(oid -> views.putIfAbsent(oid, unread));
        kept = read;
        return views;
    }

    private static List<@Nullable ColumnOrigin> originsOrNone(
            Connection connection, String definition, Catalog undefined) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            List<@Nullable ColumnOrigin> origins = origins(connection, definition, undefined);
            connection.releaseSavepoint(before);
            return origins;
        } catch (SQLException e) {
            connection.rollback(before);
            if (connection.isClosed()) {
                throw e;
            }
            return List.of();
        }
    }

    private static List<@Nullable ColumnOrigin> origins(Connection connection, String definition, Catalog undefined)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(escapePlaceholders(definition))) {
            ResultSetMetaData described = statement.getMetaData();
            if (described == null) {
                throw new SQLException("the definition has no columns");
            }
            PGResultSetMetaData columns = described.unwrap(PGResultSetMetaData.class);
            List<@Nullable ColumnOrigin> origins = new ArrayList<>();
            for (int column = 1; column <= described.getColumnCount(); column++) {
                List<Relation> named =
                        undefined.relations(columns.getBaseSchemaName(column), columns.getBaseTableName(column));
                Relation relation = named.size() == 1 ? named.getFirst() : null;
                String name = columns.getBaseColumnName(column);
                origins.add(
                        relation == null
                                ? null
                                : relation.column(name)
                                        .map(base -> new ColumnOrigin(relation.oid(), base.attribute()))
                                        .orElse(null));
            }
            return origins;
        }
    }

    /** JDBC takes a question mark outside quotes for a parameter unless it is doubled; operators have them. */
    static String escapePlaceholders(String definition) {
        StringBuilder escaped = new StringBuilder(definition.length() + 16);
        int at = 0;
        while (at < definition.length()) {
            char c = definition.charAt(at);
            if (c == '\'' || c == '"') {
                boolean backslashes = c == '\'' && at > 0 && definition.charAt(at - 1) == 'E';
                int end = endOfQuote(definition, at + 1, c, backslashes);
                escaped.append(definition, at, end);
                at = end;
            } else {
                escaped.append(c == '?' ? "??" : String.valueOf(c));
                at++;
            }
        }
        return escaped.toString();
    }

    private static int endOfQuote(String text, int from, char quote, boolean backslashes) {
        int at = from;
        while (at < text.length() && text.charAt(at) != quote) {
            at += backslashes && text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, text.length());
    }
}
