package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.flow.SearchPath;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What runs by a cast, which no name of a statement shows. */
class CastsTest {
    private static final String TYPE = """
            CREATE TYPE public.reference AS (id integer);
            CREATE TABLE public.referrers (id integer, refers public.reference);
            """;

    private static final String READING = """
            CREATE FUNCTION public.written_out(public.reference) RETURNS text LANGUAGE sql STABLE
                AS 'SELECT ssn FROM public.customers WHERE id = ($1).id';
            CREATE CAST (public.reference AS text) WITH FUNCTION public.written_out(public.reference) AS IMPLICIT;
            """;

    private static final String HARMLESS = """
            CREATE FUNCTION public.written_out(public.reference) RETURNS text LANGUAGE sql IMMUTABLE
                RETURN format('%s', ($1).id);
            CREATE CAST (public.reference AS text) WITH FUNCTION public.written_out(public.reference) AS IMPLICIT;
            """;

    private static final List<String> CASTING = List.of(
            "SELECT refers::text FROM public.referrers",
            "SELECT length(refers) FROM public.referrers",
            "SELECT string_agg(refers, ',') FROM public.referrers");

    @Test
    void aCastThatReadsWhatIsMaskedIsNotRunByAnyName() throws Exception {
        try (ShopDatabase shop = ShopDatabase.start()) {
            shop.execute(TYPE + READING);
            PolicyDecider decider = shop.maskingDecider();

            assertThat(CASTING)
                    .allSatisfy(sql -> assertThat(decide(decider, sql))
                            .isInstanceOfSatisfying(
                                    Decision.Deny.class,
                                    deny -> assertThat(deny.message())
                                            .isEqualTo(
                                                    "refused by builtin/functions: a cast runs public.written_out")));
            assertThat(decide(decider, "BEGIN")).isInstanceOf(Decision.Allow.class);
        }
    }

    @Test
    void aCastThatReadsNothingIsLetRun() throws Exception {
        try (ShopDatabase shop = ShopDatabase.start()) {
            shop.execute(TYPE + HARMLESS);
            PolicyDecider decider = shop.maskingDecider();

            assertThat(CASTING)
                    .allSatisfy(sql -> assertThat(decide(decider, sql)).isInstanceOf(Decision.Allow.class));
        }
    }

    private static Decision decide(PolicyDecider decider, String sql) {
        Situation situation = Situation.UNKNOWN.withSearchPath(new SearchPath.Known(List.of("public")));
        return ShopDatabase.decided(decider, ShopDatabase.everything(), situation, sql)
                .decision();
    }
}
