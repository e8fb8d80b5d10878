package dev.sallyport.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.RoleUse.Manner;
import dev.sallyport.sql.parser.ParseResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What each statement does with roles stands in the corpus; here is what holds for all of them, and how they are dressed. */
class RolesTest {
    private static final Grammar GRAMMAR = new Grammar();

    @AfterAll
    static void close() {
        GRAMMAR.close();
    }

    @Test
    void everyRoleThatAStatementOfTheCorpusNamesIsAmongItsRoles() {
        int found = 0;
        for (String sql : Corpus.statements()) {
            if (GRAMMAR.parse(sql) instanceof ParseResult.Tree(JsonNode root)
                    && GRAMMAR.analyze(sql) instanceof Analysis.Understood(var statements)) {
                List<String> specified = new ArrayList<>();
                specified(root, specified);
                found += specified.size();
                assertThat(statements.stream()
                                .flatMap(statement -> statement.changes().roles().stream())
                                .map(RoleUse::name))
                        .as(sql)
                        .containsAll(specified);
            }
        }
        assertThat(found).isGreaterThan(40);
    }

    /** The names in every RoleSpec of a tree, but for that of GRANTED BY. */
    private static void specified(JsonNode node, List<String> found) {
        if (node.has("roletype") && node.has("rolename")) {
            found.add(node.get("rolename").stringValue());
        }
        for (var property : node.properties()) {
            if (!property.getKey().equals("grantor")) {
                specified(property.getValue(), found);
            }
        }
        if (node.isArray()) {
            node.forEach(element -> specified(element, found));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET ROLE bob",
                "SET role = 'bob'",
                "SET \"Role\" TO bob",
                "SET LOCAL ROLE bob",
                "SET SESSION ROLE bob",
                "SET SESSION AUTHORIZATION bob",
                "SET LOCAL session_authorization = bob",
                "SELECT set_config('role', 'bob', false)",
                "SELECT pg_catalog.set_config('ROLE', 'bob', true)",
                "SELECT set_config(is_local => false, new_value => 'bob', setting_name => 'role')",
                "DO $$ BEGIN PERFORM set_config('role', 'bob', false); END $$",
                "DO $$ BEGIN EXECUTE 'SET ROLE bob'; END $$",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET role = bob AS 'SELECT 1'",
                "EXPLAIN ANALYZE SELECT set_config('role', 'bob', false)"
            })
    void aRoleThatIsTakenOnIsSeenHoweverItIsDressed(String sql) {
        assertThat(GRAMMAR.statement(sql).changes().roles()).containsExactly(new RoleUse("bob", Manner.ASSUMED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT set_config(name, 'bob', false) FROM t",
                "SELECT set_config('role', $1, false)",
                "SELECT set_config('ro' || 'le', 'bob', false)",
                "SELECT set_config()",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET role FROM CURRENT AS 'SELECT 1'"
            })
    void aRoleThatCanNotBeToldMayBeAny(String sql) {
        assertThat(GRAMMAR.statement(sql).changes().roles()).containsExactly(new RoleUse("*", Manner.ASSUMED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SET search_path = bob", "RESET ALL", "SHOW role", "SELECT 'SET ROLE bob'", "SELECT role FROM t"
            })
    void whatIsAboutNoRoleHasNone(String sql) {
        assertThat(GRAMMAR.statement(sql).changes().roles()).isEmpty();
    }
}
