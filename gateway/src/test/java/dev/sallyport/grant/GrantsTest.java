package dev.sallyport.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.identity.Principal;
import dev.sallyport.sql.Effect;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GrantsTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final Duration LASTS = Duration.ofMinutes(15);
    private static final GrantLimits LIMITS = new GrantLimits(4, 3, Duration.ofMinutes(10));

    private volatile Instant now = NOW;
    private final AtomicInteger id = new AtomicInteger();
    private final Grants grants = grants(LIMITS);

    private Grants grants(GrantLimits limits) {
        InstantSource clock = () -> now;
        return new Grants(clock, () -> "g-" + id.incrementAndGet(), limits);
    }

    private static Principal principal(String subject, String tokenId) {
        return principal(subject, tokenId, NOW.plus(Duration.ofHours(1)));
    }

    private static Principal principal(String subject, String tokenId, Instant expires) {
        return new Principal("https://idp", subject, List.of("ai-agents"), Map.of(), tokenId, expires, null);
    }

    private static Terms terms(String access, Duration lasts) {
        return new Terms(access, "shop", Set.of(Effect.READ), List.of(), null, lasts, Duration.ofMinutes(5));
    }

    private Opening open(Principal principal) {
        return grants.open(principal, terms("agents", LASTS));
    }

    private static Grant opened(Opening opening) {
        return switch (opening) {
            case Opening.Opened opened -> opened.grant();
            case Opening.Ended ended -> throw new AssertionError(ended);
            case Opening.Revoked revoked -> throw new AssertionError(revoked);
            case Opening.TokenExpired expired -> throw new AssertionError(expired);
            case Opening.Full full -> throw new AssertionError(full);
        };
    }

    @Test
    void aGrantHoldsWhatTheAccessEntryGives() {
        assertThat(open(principal("agent", "t")))
                .isEqualTo(new Opening.Opened(
                        new Grant(
                                "g-1",
                                "agents",
                                "shop",
                                Set.of(Effect.READ),
                                List.of(),
                                NOW,
                                NOW.plus(LASTS),
                                Duration.ofMinutes(5)),
                        false));
    }

    @Test
    void reconnectingContinuesTheWindowAndNeverRestartsIt() {
        Grant first = opened(open(principal("agent", "t")));
        now = NOW.plus(Duration.ofMinutes(14));
        assertThat(open(principal("agent", "t"))).isEqualTo(new Opening.Opened(first, true));
        now = NOW.plus(LASTS).minusNanos(1);
        assertThat(open(principal("agent", "t"))).isEqualTo(new Opening.Opened(first, true));
    }

    @Test
    void aTokenWhoseGrantEndedOpensNoOther() {
        opened(open(principal("agent", "t")));
        now = NOW.plus(LASTS);
        assertThat(open(principal("agent", "t"))).isEqualTo(new Opening.Ended(NOW.plus(LASTS)));
        assertThat(opened(open(principal("agent", "t-2"))).id()).isEqualTo("g-2");
    }

    @Test
    void anEndedGrantIsRememberedForAsLongAsItsTokenMayBeAccepted() {
        opened(open(principal("agent", "t")));
        Instant expires = NOW.plus(Duration.ofHours(1));
        now = expires.plus(LIMITS.tokenGrace()).minusNanos(1);
        opened(open(principal("other", "x", now.plusSeconds(60))));
        assertThat(open(principal("agent", "t"))).isInstanceOf(Opening.Ended.class);
        now = expires.plus(LIMITS.tokenGrace());
        assertThat(open(principal("agent", "t"))).isEqualTo(new Opening.TokenExpired(expires));
    }

    @Test
    void aGrantOutlivesItsToken() {
        Principal principal = principal("agent", "t", NOW.plusSeconds(30));
        Grant grant = opened(open(principal));
        now = NOW.plus(Duration.ofMinutes(14));
        opened(open(principal("other", "x", now.plusSeconds(60))));
        assertThat(grants.isActive(grant.id())).isTrue();
        assertThat(grant.ends()).isEqualTo(NOW.plus(LASTS));
    }

    @Test
    void eachAccessEntryAndSubjectAndTokenHasItsOwnWindow() {
        Grants wide = grants(GrantLimits.DEFAULT);
        Set<String> ids = Set.of(
                opened(wide.open(principal("a", "t"), terms("one", LASTS))).id(),
                opened(wide.open(principal("a", "t"), terms("two", LASTS))).id(),
                opened(wide.open(principal("b", "t"), terms("one", LASTS))).id(),
                opened(wide.open(principal("a", "u"), terms("one", LASTS))).id());
        assertThat(ids).hasSize(4);
    }

    @Test
    void narrowerTermsApplyFromTheNextSessionAndWiderOnesDoNotMoveTheEnd() {
        Principal principal = principal("agent", "t");
        Grant first = opened(open(principal));
        Grant longer = opened(grants.open(principal, terms("agents", Duration.ofHours(9))));
        assertThat(longer.ends()).isEqualTo(first.ends());
        Grant shorter = opened(grants.open(principal, terms("agents", Duration.ofMinutes(1))));
        assertThat(shorter.ends()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
        assertThat(shorter.id()).isEqualTo(first.id());
        now = NOW.plus(Duration.ofMinutes(1));
        assertThat(grants.open(principal, terms("agents", LASTS))).isInstanceOf(Opening.Ended.class);
    }

    @Test
    void revokingEndsEverySessionOnceAndForGood() {
        Grant grant = opened(open(principal("agent", "t")));
        List<String> ended = new ArrayList<>();
        grants.attach(grant, () -> ended.add("first"));
        grants.attach(grant, () -> {
            throw new IllegalStateException("a session that fails");
        });
        grants.attach(grant, () -> ended.add("second"));
        Attachment gone = grants.attach(grant, () -> ended.add("gone"));
        assertThat(grants.active()).extracting(ActiveGrant::sessions).containsExactly(4);
        gone.close();
        assertThat(grants.revoke(grant.id())).contains(grant);
        assertThat(ended).containsExactlyInAnyOrder("first", "second");
        assertThat(grants.revoke(grant.id())).isEmpty();
        assertThat(grants.isActive(grant.id())).isFalse();
        assertThat(open(principal("agent", "t"))).isEqualTo(new Opening.Revoked());
        assertThat(ended).hasSize(2);
    }

    @Test
    void aSessionThatAttachesToAnEndedGrantIsToldAtOnce() {
        Grant revoked = opened(open(principal("agent", "t")));
        grants.revoke(revoked.id());
        Grant expired = opened(open(principal("agent", "u")));
        List<String> ended = new ArrayList<>();
        grants.attach(revoked, () -> ended.add("revoked")).close();
        now = NOW.plus(LASTS);
        grants.attach(expired, () -> ended.add("expired")).close();
        assertThat(ended).containsExactly("revoked", "expired");
    }

    @Test
    void anUnknownGrantCannotBeRevoked() {
        assertThat(grants.revoke("g-0")).isEmpty();
    }

    @Test
    void runningGrantsAreListedByTheirEnd() {
        Grant later = opened(grants.open(principal("a", "t"), terms("one", Duration.ofMinutes(20))));
        Grant sooner = opened(grants.open(principal("b", "t"), terms("one", Duration.ofMinutes(10))));
        assertThat(grants.active()).extracting(ActiveGrant::grant).containsExactly(sooner, later);
        assertThat(grants.active().getFirst().principal().subject()).isEqualTo("b");
        now = NOW.plus(Duration.ofMinutes(10));
        assertThat(grants.active()).extracting(ActiveGrant::grant).containsExactly(later);
    }

    @Test
    void onePrincipalMayHoldAsManyGrantsAsItsLimitAndNoMore() {
        for (int token = 0; token < LIMITS.perPrincipal(); token++) {
            opened(open(principal("agent", "t-" + token)));
        }
        assertThat(open(principal("agent", "t-x"))).isEqualTo(new Opening.Full(3));
        opened(open(principal("other", "t")));
    }

    @Test
    void aBookHoldsAsManyGrantsAsItsLimitAndForgetsThemWhenTheyCannotComeBack() {
        for (int subject = 0; subject < LIMITS.grants(); subject++) {
            opened(open(principal("agent-" + subject, "t")));
        }
        assertThat(open(principal("one-more", "t"))).isEqualTo(new Opening.Full(4));
        now = NOW.plus(Duration.ofHours(1)).plus(LIMITS.tokenGrace());
        opened(open(principal("one-more", "t", now.plusSeconds(60))));
        assertThat(grants.active()).hasSize(1);
    }

    @Test
    void aGrantMustLast() {
        assertThatThrownBy(() -> terms("agents", Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sessionsThatOpenAtOnceShareOneWindow() throws Exception {
        Set<String> ids = ConcurrentHashMap.newKeySet();
        AtomicInteger told = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> openings = new ArrayList<>();
            for (int session = 0; session < 200; session++) {
                openings.add(threads.submit(() -> {
                    Grant grant = opened(open(principal("agent", "t")));
                    ids.add(grant.id());
                    grants.attach(grant, told::incrementAndGet);
                }));
            }
            for (Future<?> opening : openings) {
                opening.get();
            }
        }
        assertThat(ids).hasSize(1);
        grants.revoke(ids.iterator().next());
        assertThat(told).hasValue(200);
    }
}
