package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether statements on tables with columns of users' types can leave the session's role or search path changed. */
class SessionChangesTest {
    private static final String TYPES = """
        CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
        CREATE TABLE public.moods (id integer PRIMARY KEY, mood public.mood, all_moods public.mood[]);
        CREATE DOMAIN public.sneaky AS text CHECK (set_config('search_path', 'other', false) IS NOT NULL);
        CREATE TABLE public.sneaks (id integer, name public.sneaky, names public.sneaky[]);
        CREATE TYPE public.pair AS (a public.mood, b public.sneaky);
        CREATE TABLE public.pairs (id integer, pair public.pair);
        CREATE FUNCTION public.told(public.mood) RETURNS text LANGUAGE plpgsql
            AS 'BEGIN PERFORM set_config(''role'', ''none'', false); RETURN ''x''; END';
        CREATE FUNCTION public.same(public.mood, public.mood) RETURNS boolean LANGUAGE plpgsql
            AS 'BEGIN PERFORM set_config(''role'', ''none'', false); RETURN true; END';
        """;

    private static final String[] ON_MOODS = {
        "SELECT id FROM public.moods",
        "SELECT * FROM public.moods WHERE mood = 'ok' ORDER BY mood",
        "SELECT count(*) FROM public.moods WHERE mood IN ('ok', 'sad') OR mood BETWEEN 'sad' AND 'ok' GROUP BY mood",
        "SELECT id FROM public.moods WHERE mood = 'ok'::public.mood",
        "SELECT id FROM public.moods WHERE all_moods = '{ok}'",
        "INSERT INTO public.moods VALUES (1, 'ok', '{}')",
        "UPDATE public.moods SET mood = 'sad' WHERE id = 1"
    };

    @Test
    void anEnumRunsNothingUnlessUsersMadeCastsOrOperatorsForIt() throws Exception {
        try (ShopDatabase shop = ShopDatabase.start()) {
            shop.execute(TYPES);
            assertThat(changes(shop, ON_MOODS)).containsOnly(SessionChange.NOTHING);
            assertThat(readsOnly(shop)).isTrue();

            shop.execute("CREATE OPERATOR public.= (LEFTARG = public.mood, RIGHTARG = public.mood,"
                    + " FUNCTION = public.same)");
            assertThat(changes(shop, ON_MOODS)).containsOnly(SessionChange.ROLE);
            shop.execute("DROP OPERATOR public.= (public.mood, public.mood)");
            assertThat(changes(shop, ON_MOODS)).containsOnly(SessionChange.NOTHING);

            shop.execute("CREATE CAST (public.mood AS text) WITH FUNCTION public.told(public.mood) AS IMPLICIT");
            assertThat(changes(shop, ON_MOODS)).containsOnly(SessionChange.ROLE);
            assertThat(readsOnly(shop)).isFalse();
        }
    }

    @Test
    void aDomainMayRunItsCheckAndARowMayHoldOne() throws Exception {
        try (ShopDatabase shop = ShopDatabase.start()) {
            shop.execute(TYPES);

            assertThat(changes(
                            shop,
                            "SELECT id FROM public.sneaks WHERE name = 'x'",
                            "SELECT id FROM public.pairs",
                            "SELECT 'x'::public.sneaky",
                            "SELECT id FROM public.moods WHERE id::public.sneaky = 'x'"))
                    .containsOnly(SessionChange.ROLE);
        }
    }

    private static List<SessionChange> changes(ShopDatabase shop, String... texts) {
        PolicyDecider decider = shop.maskingDecider();
        return Stream.of(texts)
                .map(sql -> decided(decider, sql).sessionChange())
                .toList();
    }

    private static boolean readsOnly(ShopDatabase shop) {
        return decided(shop.maskingDecider(), ON_MOODS[0]).onlyReads();
    }

    private static Decided decided(PolicyDecider decider, String sql) {
        return ShopDatabase.decided(decider, ShopDatabase.everythingUnmasked(), sql);
    }
}
