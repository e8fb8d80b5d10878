package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.ActingFunctions;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each VOLATILE function of the server's own was looked at, so that one which a new PostgreSQL brings fails here first. */
class ReviewedFunctionsTest {

    /** A statement calls no triggers, nor what takes an argument of type internal but for TABLESAMPLE's methods. */
    private static final String CALLABLE = """
            SELECT DISTINCT proname FROM pg_proc
            WHERE provolatile = 'v' AND pronamespace = 'pg_catalog'::regnamespace
              AND prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
              AND (NOT 'internal'::regtype = ANY (proargtypes) OR prorettype = 'tsm_handler'::regtype)
            ORDER BY proname""";

    @Test
    void everyVolatileFunctionOfTheSystemIsKnownEitherToActOrToReadAlone() throws Exception {
        List<String> functions = new ArrayList<>();
        try (ShopDatabase shop = ShopDatabase.start();
                var connection = shop.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(CALLABLE)) {
            while (rows.next()) {
                functions.add(rows.getString(1));
            }
        }

        assertThat(functions).hasSizeGreaterThan(200);
        assertThat(functions)
                .allSatisfy(function -> assertThat(ActingFunctions.all().containsKey(function)
                                ^ ActingFunctions.reading().contains(function))
                        .as(function)
                        .isTrue());
        assertThat(functions).containsAll(ActingFunctions.reading());
    }
}
