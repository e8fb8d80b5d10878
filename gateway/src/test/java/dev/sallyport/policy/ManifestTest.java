package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.grant.Grant;
import dev.sallyport.identity.Principal;
import dev.sallyport.policy.Policy.Admission;
import dev.sallyport.sql.Analysis;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.Statement;
import dev.sallyport.sql.TreeDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManifestTest {
    private static final String FIRST = """
            -- the first migration
            BEGIN;
            CREATE TABLE public.invoices (id integer PRIMARY KEY, note text DEFAULT 'none');
            INSERT INTO public.invoices VALUES (1, 'a'), (2, 'b');
            UPDATE public.invoices SET note = $1 WHERE id = $2;
            DO $$ BEGIN PERFORM 1; END $$;
            SET search_path = public;
            COMMIT;
            """;
    private static final String SECOND = "DROP TABLE public.invoices;";

    @SuppressWarnings("NullAway.Init")
    private ShopDatabase shop;

    @BeforeAll
    void start() throws IOException, SQLException {
        shop = ShopDatabase.start();
    }

    @AfterAll
    void stop() throws IOException {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create  table public.invoices(id INT primary key, note text default 'none') -- again",
                "/* 2 */ INSERT INTO public.invoices VALUES (1, 'a'),\n\t(2, 'b');",
                "UPDATE public.invoices SET note = $1 WHERE id = $2",
                "DO $body$ BEGIN PERFORM 1; END $body$",
                "SET search_path = public",
                FIRST,
                "INSERT INTO public.invoices VALUES (1, 'a'), (2, 'b'); DROP TABLE public.invoices",
                "",
                "BEGIN ISOLATION LEVEL SERIALIZABLE",
                "COMMIT AND CHAIN",
                "SAVEPOINT s",
                "SHOW transaction_isolation",
                "DEALLOCATE ALL",
                "SET application_name = 'psql'",
                "SET extra_float_digits = 3",
                "SET LOCAL lock_timeout = '3s'",
                "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
                "RESET statement_timeout",
            })
    void whatWasReviewedRunsHoweverItIsSpelled(String sql) {
        assertThat(decide(sql)).as(sql).isInstanceOf(Decision.Allow.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE public.invoices (id integer PRIMARY KEY, note text DEFAULT 'some')",
                "CREATE TABLE IF NOT EXISTS public.invoices (id integer PRIMARY KEY, note text DEFAULT 'none')",
                "CREATE TABLE invoices (id integer PRIMARY KEY, note text DEFAULT 'none')",
                "INSERT INTO public.invoices VALUES (1, 'a'), (2, 'c')",
                "INSERT INTO public.invoices VALUES (2, 'b'), (1, 'a')",
                "INSERT INTO public.invoices VALUES (1, 'a'), (2, 'b') RETURNING id",
                "EXPLAIN ANALYZE INSERT INTO public.invoices VALUES (1, 'a'), (2, 'b')",
                "PREPARE p AS INSERT INTO public.invoices VALUES (1, 'a'), (2, 'b')",
                "EXECUTE p",
                "UPDATE public.invoices SET note = 'x' WHERE id = 1",
                "UPDATE public.invoices SET note = $2 WHERE id = $1",
                "DO $$ BEGIN PERFORM 2; END $$",
                "DO $$ BEGIN PERFORM 1;  END $$",
                "SET search_path = hr",
                "SET LOCAL search_path = public",
                "RESET search_path",
                "RESET ALL",
                "DISCARD ALL",
                "SET role = postgres",
                "SET session_replication_role = replica",
                "SET DateStyle = 'ISO, DMY'",
                "SET TIME ZONE 'UTC'",
                "SET CONSTRAINTS ALL DEFERRED",
                "SELECT set_config('search_path', 'hr', false)",
                "SELECT 1",
                "FETCH c",
                "LISTEN x",
                "SELECT lo_create(0)",
                "DROP TABLE public.invoices; DROP TABLE public.orders",
                "BEGIN; SELECT 1; COMMIT",
            })
    void whatWasNotIsDeniedWithItsDigest(String sql) {
        assertThat(decide(sql)).as(sql).isInstanceOfSatisfying(Decision.Deny.class, denial -> {
            assertThat(denial.sqlState()).isEqualTo("42501");
            assertThat(denial.message())
                    .startsWith("refused by agents-work-on-shop: ")
                    .endsWith(" is not in the manifest");
            assertThat(denial.hint()).contains("Have this one reviewed");
            assertThat(denial.reasons().get(1).fact()).matches("the digest of the statement is sha256:[0-9a-f]{64}");
        });
    }

    @Test
    void theDigestOfADeniedStatementIsTheOneThatItWouldHaveInAFile() {
        String sql = "SELECT 1";

        assertThat(((Decision.Deny) decide(sql)).reasons().get(1).fact())
                .endsWith(statements(sql).getFirst().digest().toString());
    }

    @Test
    void aManifestOpensNothingThatTheEntryDoesNotCover() {
        PolicyDecider decider = decider(manifest(null));
        Grant reading = grant(whole(), Set.of(Effect.READ));

        assertThat(ShopDatabase.decide(decider, reading, SECOND))
                .isInstanceOfSatisfying(
                        Decision.Deny.class,
                        denial -> assertThat(denial.message()).contains("DROP TABLE needs ddl"));
    }

    @Test
    void underTheDigestOfOneFileOnlyThatFileCounts() {
        PolicyDecider decider = decider(manifest(null));
        Grant second = grant(text(SECOND).digest(), EnumSet.allOf(Effect.class));

        assertThat(ShopDatabase.decide(decider, second, SECOND)).isInstanceOf(Decision.Allow.class);
        assertThat(ShopDatabase.decide(decider, second, FIRST)).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void aGrantWhoseFilesAreNoLongerInForceRunsNothing() {
        PolicyDecider with = decider(manifest(null));
        PolicyDecider without = decider(null);
        Grant old = grant(text("SELECT 'old'").digest(), EnumSet.allOf(Effect.class));
        Grant unlimited = ShopDatabase.everything();

        for (Decision decision : List.of(
                ShopDatabase.decide(with, old, "SELECT 'old'"),
                ShopDatabase.decide(with, unlimited, SECOND),
                ShopDatabase.decide(without, old, "SELECT 'old'"))) {
            assertThat(decision)
                    .isInstanceOfSatisfying(
                            Decision.Deny.class,
                            denial -> assertThat(denial.message()).contains("no longer in force"));
        }
        assertThat(ShopDatabase.decide(with, old, "ROLLBACK")).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void aGrantWhoseEntryIsNoLongerInForceRunsNothing() {
        PolicyDecider decider = decider(null);
        Grant elsewhere = new Grant(
                "grant",
                "another",
                "shop",
                EnumSet.allOf(Effect.class),
                List.of(),
                Instant.EPOCH,
                Instant.MAX,
                Duration.ofMinutes(5));

        assertThat(ShopDatabase.decide(decider, elsewhere, "SELECT 1")).isInstanceOf(Decision.Deny.class);
        assertThat(ShopDatabase.decide(decider, elsewhere, "ROLLBACK")).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void sessionsThatDifferInTheirFilesShareNoDecision() {
        PolicyDecider decider = decider(manifest(null));

        assertThat(ShopDatabase.decide(decider, grant(whole(), EnumSet.allOf(Effect.class)), FIRST))
                .isInstanceOf(Decision.Allow.class);
        assertThat(ShopDatabase.decide(decider, grant(text(SECOND).digest(), EnumSet.allOf(Effect.class)), FIRST))
                .isInstanceOf(Decision.Deny.class);
    }

    @Test
    void aSessionHasAllFilesUnlessItStatesOne() {
        Policy policy = policy(manifest(null));

        assertThat(policy.admit(ShopDatabase.agent(), "shop", null)).isEqualTo(admitted(policy, whole()));
        assertThat(policy.admit(ShopDatabase.agent(), "shop", whole().toString()))
                .isEqualTo(admitted(policy, whole()));
        assertThat(policy.admit(
                        ShopDatabase.agent(), "shop", text(SECOND).digest().toString()))
                .isEqualTo(admitted(policy, text(SECOND).digest()));
    }

    @Test
    void aSessionThatStatesWhatIsNotThereIsNotAdmitted() {
        Policy policy = policy(manifest(null));

        for (String asked : List.of(
                "",
                "sha256:",
                "x",
                text("SELECT 1").digest().toString(),
                text(SECOND).digest().hexadecimal())) {
            assertThat(policy.admit(ShopDatabase.agent(), "shop", asked))
                    .as(asked)
                    .isInstanceOf(Admission.Refused.class);
        }
        assertThat(policy(null).admit(ShopDatabase.agent(), "shop", whole().toString()))
                .isInstanceOf(Admission.Refused.class);
    }

    @Test
    void aTokenStatesWhichFilesCountIfItHasTo() {
        Policy policy = policy(manifest("claims.reviewed"));
        String second = text(SECOND).digest().toString();
        String first = text(FIRST).digest().toString();

        assertThat(policy.admit(agent(second), "shop", null))
                .isEqualTo(admitted(policy, text(SECOND).digest()));
        assertThat(policy.admit(agent(second), "shop", second))
                .isEqualTo(admitted(policy, text(SECOND).digest()));
        assertThat(policy.admit(agent(whole().toString()), "shop", second))
                .isEqualTo(admitted(policy, text(SECOND).digest()));
        for (Admission refused : List.of(
                policy.admit(agent(second), "shop", first),
                policy.admit(agent(second), "shop", whole().toString()),
                policy.admit(agent("x"), "shop", second),
                policy.admit(agent(7L), "shop", second),
                policy.admit(agent(text("SELECT 1").digest().toString()), "shop", null),
                policy.admit(ShopDatabase.agent(), "shop", second))) {
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            Admission.Refused.class,
                            why -> assertThat(why.message()).contains("runs reviewed statements alone, and "));
        }
    }

    @Test
    void anExpressionThatGivesNoTextIsAnError() {
        PolicySettings settings = new PolicySettings(
                List.of(),
                List.of(),
                List.of(ShopDatabase.entry(List.of("a b"), List.of("x"), manifest("groups"))),
                List.of(),
                Map.of());

        assertThat(PolicyCompiler.compile(settings, Set.of("shop"), 1))
                .isInstanceOfSatisfying(
                        PolicyCompiler.Result.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(PolicyProblem::path)
                                .containsExactlyInAnyOrder(
                                        "access[0].manifest.digest", "access[0].schemas[0]", "access[0].tables[0]"));
    }

    private Decision decide(String sql) {
        return ShopDatabase.decide(decider(manifest(null)), grant(whole(), EnumSet.allOf(Effect.class)), sql);
    }

    private PolicyDecider decider(@Nullable ManifestSetting manifest) {
        return shop.decider(policy(manifest));
    }

    private static Policy policy(@Nullable ManifestSetting manifest) {
        return ShopDatabase.policy(List.of(), List.of(), ShopDatabase.entry(List.of(), List.of(), manifest));
    }

    private static Admission admitted(Policy policy, TreeDigest digest) {
        Admission any = policy.admit(agent(digest.toString()), "shop", digest.toString());
        return new Admission.Admitted(((Admission.Admitted) any).access(), digest);
    }

    private static Principal agent(Object reviewed) {
        Principal agent = ShopDatabase.agent();
        return new Principal(
                agent.issuer(),
                agent.subject(),
                agent.groups(),
                Map.of("reviewed", reviewed),
                agent.tokenId(),
                agent.expires(),
                null);
    }

    private static Grant grant(TreeDigest manifest, Set<Effect> statements) {
        Grant grant = ShopDatabase.grant(statements);
        return new Grant(
                grant.id(),
                grant.access(),
                grant.database(),
                statements,
                List.of(),
                manifest.toString(),
                grant.starts(),
                grant.ends(),
                grant.idle());
    }

    private ManifestSetting manifest(@Nullable String digest) {
        return new ManifestSetting(List.of(text(FIRST), text(SECOND)), digest);
    }

    private TreeDigest whole() {
        return TreeDigest.ofTexts(List.of(text(FIRST).digest(), text(SECOND).digest()));
    }

    private ReviewedText text(String sql) {
        return new ReviewedText(
                "x.sql", statements(sql).stream().map(Statement::digest).toList());
    }

    private List<Statement> statements(String sql) {
        Analysis analysis =
                shop.analyze(sql.getBytes(StandardCharsets.UTF_8), null).join();
        return ((Analysis.Understood) analysis).statements();
    }
}
