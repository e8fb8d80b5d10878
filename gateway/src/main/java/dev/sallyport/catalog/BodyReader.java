package dev.sallyport.catalog;

import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.TextAnalyzer;
import dev.sallyport.sql.flow.SearchPath;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads the bodies of functions that users wrote in SQL and PL/pgSQL. What one says is analysed once and kept as long as it says that. */
final class BodyReader {

    /** How many bodies are read; what is beyond is not known. */
    static final int BODIES = 5_000;

    private static final String OWN_PATH = "search_path=";

    private final TextAnalyzer analyzer;

    /** By the text that defines a function; for the one read that is under way alone. */
    private volatile Map<String, Analysis> kept = Map.of();

    BodyReader(TextAnalyzer analyzer) {
        this.analyzer = analyzer;
    }

    /**
     * What a function says.
     *
     * @param path where names in it are looked for when it runs
     */
    record Definition(Statement statement, SearchPath path) {}

    /**
     * The functions of a catalog with their bodies, in which views are not followed.
     *
     * @param bodiless a catalog of the same functions whose bodies are not known
     */
    List<Routine> describe(Connection connection, Rows rows, Catalog bodiless, List<Routine> routines)
            throws SQLException {
        Map<Integer, SearchPath> paths = new HashMap<>();
        rows.each(
                CatalogQueries.BODIES,
                row -> paths.put(Rows.oid(row, 1), path(row.getBoolean(2), Rows.texts(row.getArray(3)))));
        List<Integer> oids = paths.keySet().stream().sorted().limit(BODIES).toList();
        Map<Integer, String> texts = DefinitionTexts.read(connection, "pg_get_functiondef", oids);
        Map<String, Analysis> analyses = analyses(texts);
        Map<Integer, Definition> definitions = new HashMap<>();
        texts.forEach((oid, text) -> {
            if (analyses.get(text) instanceof Analysis.Understood(var statements) && statements.size() == 1) {
                definitions.put(
                        oid, new Definition(statements.getFirst(), paths.getOrDefault(oid, new SearchPath.Unknown())));
            }
        });
        Bodies bodies = new Bodies(bodiless, definitions);
        List<Routine> described = new ArrayList<>();
        for (Routine routine : routines) {
            described.add(paths.containsKey(routine.oid()) ? described(routine, bodies.of(routine)) : routine);
        }
        return described;
    }

    private static Routine described(Routine routine, Bodies.Described as) {
        return as.body().equals(routine.body()) && as.types().equals(routine.types())
                ? routine
                : routine.with(as.body(), as.types());
    }

    /** A body whose names were followed when it was defined is written with every name outside pg_catalog qualified. */
    private static SearchPath path(boolean followed, List<String> settings) {
        if (followed) {
            return ViewReader.AS_WRITTEN;
        }
        return settings.stream()
                .filter(setting -> setting.startsWith(OWN_PATH))
                .findFirst()
                .map(setting -> SearchPath.of(setting.substring(OWN_PATH.length())))
                .orElseGet(SearchPath.Unknown::new);
    }

    private Map<String, Analysis> analyses(Map<Integer, String> texts) {
        Map<String, Analysis> analyses = new HashMap<>();
        Map<String, CompletableFuture<Analysis>> begun = new HashMap<>();
        for (String text : texts.values()) {
            Analysis known = kept.get(text);
            if (known != null) {
                analyses.put(text, known);
            } else {
                begun.computeIfAbsent(
                        text, unknown -> analyzer.analyze(unknown.getBytes(StandardCharsets.UTF_8), null));
            }
            if (begun.size() >= Analyses.AT_ONCE) {
                await(begun, analyses);
            }
        }
        await(begun, analyses);
        Map<String, Analysis> understood = new HashMap<>(analyses);
        understood.values().removeIf(analysis -> !(analysis instanceof Analysis.Understood));
        kept = understood;
        return analyses;
    }

    private static void await(Map<String, CompletableFuture<Analysis>> begun, Map<String, Analysis> analyses) {
        begun.forEach((text, analysis) -> analyses.put(text, Analyses.await(analysis)));
        begun.clear();
    }
}
