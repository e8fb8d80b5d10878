package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.NamePattern.Parsed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerritoryTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    orders      | orders    | true
                    Orders      | orders    | true
                    "Orders"    | orders    | false
                    "Orders"    | Orders    | true
                    order_*     | order_    | true
                    order_*     | order_a_b | true
                    order_*     | orders    | false
                    *           | x         | true
                    *_*_x       | a_b_c_x   | true
                    *_*_x       | a_x       | false
                    a*b*c       | abbbc     | true
                    a*b*c       | acb       | false
                    o?          | ox        | true
                    o?          | o         | false
                    ?é          | éé        | true
                    ??          | \uD83D\uDE00x | true
                    "a*"        | a*        | true
                    "a*"        | ab        | false
                    "a""b"      | a"b       | true
                    """)
    void aPatternStandsForNames(String pattern, String name, boolean expected) {
        assertThat(NamePattern.ofSchema(pattern))
                .isInstanceOfSatisfying(
                        Parsed.Good.class,
                        good -> assertThat(good.parts().getFirst().matches(name))
                                .isEqualTo(expected));
    }

    @Test
    void aPatternWithManyStarsIsDecidedInNoTime() {
        Glob glob = Glob.of("*a".repeat(2_000) + "b");

        assertThat(glob.matches("a".repeat(4_000))).isFalse();
    }

    @Test
    void whatIsNoPatternIsToldFromOne() {
        for (String bad : List.of("", "a.b", "a b", "a-b", "\"a", "1a", "a;", "\"\"")) {
            assertThat(NamePattern.ofSchema(bad)).as(bad).isInstanceOf(Parsed.Malformed.class);
        }
        for (String bad : List.of("", "a", "a.b.c", "a.", ".b", "a. b", "\"a.b\"")) {
            assertThat(NamePattern.ofRelation(bad)).as(bad).isInstanceOf(Parsed.Malformed.class);
        }
        String longest = "a".repeat(NamePattern.LONGEST);
        assertThat(NamePattern.ofSchema(longest)).isInstanceOf(Parsed.Good.class);
        assertThat(NamePattern.ofSchema(longest + "a")).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void eachListIsARestrictionByItself() {
        Territory both = territory(List.of("public", "billing"), List.of("public.order_*", "secret.*"));

        assertThat(both.holds("public", "order_lines")).isTrue();
        assertThat(both.holds("public", "customers")).isFalse();
        assertThat(both.holds("billing", "order_lines")).isFalse();
        assertThat(both.holds("secret", "x")).isFalse();
        assertThat(both.isEverywhere()).isFalse();
    }

    @Test
    void theSystemsSchemasAreMeantOnlyByPatternsThatBeginSo() {
        assertThat(territory(List.of("p*", "*"), List.of()).holds("pg_catalog", "pg_authid"))
                .isFalse();
        assertThat(territory(List.of("*"), List.of()).holds("information_schema", "tables"))
                .isFalse();
        assertThat(territory(List.of("pg_*"), List.of()).holds("pg_catalog", "pg_authid"))
                .isTrue();
        assertThat(territory(List.of(), List.of("PG_catalog.pg_stat_*")).holds("pg_catalog", "pg_stat_activity"))
                .isTrue();
    }

    @Test
    void whatIsTemporaryIsInEveryTerritory() {
        Territory orders = territory(List.of("public"), List.of("public.orders"));

        assertThat(orders.holds("pg_temp", "scratch")).isTrue();
        assertThat(orders.holds("pg_temp_7", "scratch")).isTrue();
    }

    @Test
    void aSchemaAsAWholeIsHeldByWhatHoldsAllInIt() {
        assertThat(territory(List.of("public"), List.of()).holdsAllOf("public")).isTrue();
        assertThat(territory(List.of("public"), List.of("public.o*")).holdsAllOf("public"))
                .isFalse();
        assertThat(territory(List.of(), List.of("public.o*", "public.**")).holdsAllOf("public"))
                .isTrue();
        assertThat(territory(List.of("public"), List.of()).holdsAllOf("billing"))
                .isFalse();
    }

    private static Territory territory(List<String> schemas, List<String> tables) {
        List<String> problems = new ArrayList<>();
        Territory territory =
                Territory.of(ShopDatabase.entry(schemas, tables, null), (path, problem) -> problems.add(path));
        assertThat(problems).isEmpty();
        return territory;
    }
}
