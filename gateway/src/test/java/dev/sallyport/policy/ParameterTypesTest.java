package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.flow.SearchPath;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What runs because a client says which types its parameters are of, which no name of a statement shows. */
class ParameterTypesTest {
    private static final String TYPES = """
            CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
            CREATE DOMAIN public.positive AS integer CHECK (VALUE > 0);
            CREATE FUNCTION public.guesses(integer) RETURNS boolean LANGUAGE sql STABLE
                AS 'SELECT ssn LIKE ''1%'' FROM public.customers WHERE id = $1';
            CREATE DOMAIN public.guess AS integer CHECK (public.guesses(VALUE));
            """;
    private static final String SQL = "SELECT id FROM public.orders WHERE id = $1";

    @Test
    void aParameterOfATypeWhoseCodeReadsWhatIsMaskedIsRefused() throws Exception {
        try (ShopDatabase shop = ShopDatabase.start()) {
            shop.execute(TYPES);
            PolicyDecider decider = shop.maskingDecider();

            assertThat(decided(decider, Set.of(oid(shop, "public.guess"))))
                    .isInstanceOfSatisfying(
                            Decision.Deny.class,
                            deny -> assertThat(deny.message())
                                    .isEqualTo("refused by builtin/functions: making a value of public.guess runs"
                                            + " public.guesses"));
            assertThat(decided(decider, Set.of(oid(shop, "public.guess[]")))).isInstanceOf(Decision.Deny.class);
            assertThat(decided(decider, Set.of()))
                    .as("the same text, whose parameter's type is left to the server")
                    .isInstanceOf(Decision.Allow.class);
            assertThat(decided(decider, Set.of(0xFFFF_FF00)))
                    .as("a type that there is not")
                    .isInstanceOf(Decision.Deny.class);
        }
    }

    @Test
    void aParameterOfATypeThatRunsNothingIsTaken() throws Exception {
        try (ShopDatabase shop = ShopDatabase.start()) {
            shop.execute(TYPES);
            PolicyDecider decider = shop.maskingDecider();

            for (String type : List.of("public.mood", "public.mood[]", "public.positive", "public.orders")) {
                assertThat(decided(decider, Set.of(oid(shop, type)))).as(type).isInstanceOf(Decision.Allow.class);
            }
        }
    }

    private static Decision decided(PolicyDecider decider, Set<Integer> types) {
        Situation situation = Situation.UNKNOWN
                .withSearchPath(new SearchPath.Known(List.of("public")))
                .withParameterTypes(types);
        return ShopDatabase.decided(decider, ShopDatabase.everything(), situation, SQL)
                .decision();
    }

    private static int oid(ShopDatabase shop, String type) throws SQLException {
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT '" + type + "'::regtype::oid")) {
            row.next();
            return (int) row.getLong(1);
        }
    }
}
