package dev.sallyport.oracle;

import dev.sallyport.catalog.Catalog;
import dev.sallyport.catalog.CatalogSource;
import dev.sallyport.catalog.Column;
import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.flow.ColumnId;
import dev.sallyport.sql.flow.Flow;
import dev.sallyport.sql.flow.Namespace;
import dev.sallyport.sql.flow.SearchPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A real PostgreSQL with the schemas that the corpora ask, each table with a few rows, and the flows of statements over it. */
final class OracleDatabase implements AutoCloseable {
    private static final List<String> SCHEMAS = List.of("shop_rows", "warehouse", "retail", "films", "tricks");
    private static final int WAIT_SECONDS = 60;

    private final ShopDatabase shop;
    private final Catalog catalog;

    private OracleDatabase(ShopDatabase shop, Catalog catalog) {
        this.shop = shop;
        this.catalog = catalog;
    }

    static OracleDatabase start() throws IOException, SQLException {
        ShopDatabase shop = ShopDatabase.start();
        shop.execute(demo());
        for (String schema : SCHEMAS) {
            shop.execute(resource(schema + ".sql"));
        }
        try (CatalogSource source = shop.catalogs()) {
            CatalogSource.State state =
                    source.fresh().orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
            return switch (state) {
                case CatalogSource.State.Loaded loaded -> new OracleDatabase(shop, loaded.catalog());
                case CatalogSource.State.Unavailable unavailable -> throw new IOException(unavailable.reason());
            };
        }
    }

    /** The demo's definitions without its 80,000 rows, in a schema of their own, so that they do not meet the shop's. */
    private static String demo() throws IOException {
        String script = resource("/dev/sallyport/app/demo/shop.sql");
        String tables =
                script.substring(script.indexOf("CREATE TABLE customers"), script.indexOf("INSERT INTO customers"));
        String rest = script.substring(script.indexOf("CREATE INDEX"), script.indexOf("GRANT SELECT"));
        return "CREATE SCHEMA demo; SET search_path = demo;\n" + tables + rest;
    }

    static String resource(String name) throws IOException {
        try (InputStream stream = OracleDatabase.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Catalog catalog() {
        return catalog;
    }

    /** A column's name with those of its relation and schema. */
    String name(ColumnId column) {
        return catalog.relation(column.relation())
                .map(relation -> relation.display() + "."
                        + relation.columns().stream()
                                .filter(each -> each.attribute() == column.attribute())
                                .findFirst()
                                .map(Column::name)
                                .orElse(String.valueOf(column.attribute())))
                .orElse(column.toString());
    }

    /** Opens a connection in which the same query over the same rows has the same answer, in the same order. */
    Connection connect() throws SQLException {
        Connection connection = shop.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET jit = off");
            statement.execute("SET max_parallel_workers_per_gather = 0");
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET statement_timeout = '5s'");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** What the analysis says of a statement, in a session with a search path. */
    Flow flow(String sql, List<String> searchPath) {
        return flow(sql, names(searchPath));
    }

    Namespace names(List<String> searchPath) {
        return catalog.names(new SearchPath.Known(searchPath));
    }

    private Flow flow(String sql, Namespace names) {
        Analysis analysis = shop.analyze(sql.getBytes(StandardCharsets.UTF_8), names)
                .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
        return Flows.of(analysis);
    }

    @Override
    public void close() throws IOException {
        shop.close();
    }
}
