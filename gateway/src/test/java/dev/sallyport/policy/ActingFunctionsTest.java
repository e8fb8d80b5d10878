package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Effect;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of the system that do more than read, under a grant that covers reads alone. */
class ActingFunctionsTest {
    private static ShopDatabase shop;
    private static PolicyDecider decider;

    @BeforeAll
    static void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
        decider = shop.decider(ShopDatabase.policy(List.of(), List.of()));
    }

    @AfterAll
    static void stop() throws IOException {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT setval('s', 1)",
                "SELECT pg_catalog.nextval('s')",
                "SELECT \"lo_unlink\"(1)",
                "SELECT * FROM lo_put(1, 0, 'x') AS gone",
                "SELECT id FROM orders WHERE pg_terminate_backend(id)",
                "WITH x AS MATERIALIZED (SELECT pg_notify('a', 'b')) SELECT 1",
                "SELECT pg_read_file('/etc/passwd')",
                "SELECT query_to_xml('SELECT lo_unlink(1)', true, false, '')",
                "DECLARE c CURSOR FOR SELECT setval('s', 1)",
                "PREPARE p AS SELECT pg_reload_conf()",
                "EXPLAIN ANALYZE SELECT setval('s', 1)",
                "COPY (SELECT setval('s', 1)) TO STDOUT",
                "DO $$ BEGIN PERFORM setval('s', 1); END $$"
            })
    void whatActsIsNoRead(String sql) {
        assertThat(ShopDatabase.decide(decider, ShopDatabase.grant(Set.of(Effect.READ)), sql))
                .isInstanceOf(Decision.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT random(), clock_timestamp(), gen_random_uuid()",
                "SELECT pg_advisory_lock(1)",
                "SELECT currval('s')",
                "EXPLAIN SELECT setval('s', 1)",
                "SELECT 'setval(1)'"
            })
    void whatOnlyReadsPasses(String sql) {
        assertThat(ShopDatabase.decide(decider, ShopDatabase.grant(Set.of(Effect.READ)), sql))
                .isInstanceOf(Decision.Allow.class);
    }
}
