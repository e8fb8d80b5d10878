package dev.sallyport.grant;

import dev.sallyport.identity.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The book of grants. Thread-safe; no call blocks for long.
 *
 * <p>A token opens one grant under each access entry, once. Reconnecting with it continues the grant and never moves its end; once
 * the grant ended, the token opens no other. The book remembers an ended grant until its token can't be accepted any more.
 */
public final class Grants {

    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

    private final InstantSource clock;
    private final Supplier<String> ids;
    private final GrantLimits limits;

    // Guarded by this.
    private final Map<Key, Entry> byToken = new HashMap<>();
    private final Map<String, Entry> byId = new HashMap<>();

    /**
     * Makes an empty book.
     *
     * @param ids gives a different id each time, from a source of secure randomness
     */
    public Grants(InstantSource clock, Supplier<String> ids, GrantLimits limits) {
        this.clock = clock;
        this.ids = ids;
        this.limits = limits;
    }

    private record Key(String issuer, String subject, String tokenId, String access) {
        static Key of(Principal principal, String access) {
            return new Key(principal.issuer(), principal.subject(), principal.tokenId(), access);
        }
    }

    private static final class Entry {
        private final Principal principal;
        private final Instant forgotten;
        private Grant grant;
        private boolean isRevoked;
        private final Map<Object, Runnable> sessions = new HashMap<>();

        Entry(Principal principal, Grant grant, Instant forgotten) {
            this.principal = principal;
            this.grant = grant;
            this.forgotten = forgotten;
        }

        boolean hasEnded(Instant now) {
            return isRevoked || !now.isBefore(grant.ends());
        }
    }

    /**
     * Opens a grant, or continues the one that this token opened under this access entry.
     *
     * @param principal from a token that was verified just now
     */
    public synchronized Opening open(Principal principal, Terms terms) {
        Instant now = clock.instant();
        Instant tokenForgotten = principal.expires().plus(limits.tokenGrace());
        if (!now.isBefore(tokenForgotten)) {
            return new Opening.TokenExpired(principal.expires());
        }
        Key key = Key.of(principal, terms.access());
        Entry known = byToken.get(key);
        if (known != null) {
            return resume(known, terms, now);
        }
        forget(now);
        if (byToken.size() >= limits.grants()) {
            return new Opening.Full(limits.grants());
        }
        if (held(principal) >= limits.perPrincipal()) {
            return new Opening.Full(limits.perPrincipal());
        }
        Grant grant = grant(ids.get(), terms, now, now.plus(terms.lasts()));
        Entry entry = new Entry(principal, grant, later(grant.ends(), tokenForgotten));
        if (byId.putIfAbsent(grant.id(), entry) != null) {
            throw new IllegalStateException("two grants were given one id");
        }
        byToken.put(key, entry);
        return new Opening.Opened(grant, false);
    }

    /** A grant goes on under the terms of today, for they may have become narrower; its end can only come closer. */
    private static Opening resume(Entry entry, Terms terms, Instant now) {
        if (entry.isRevoked) {
            return new Opening.Revoked();
        }
        Grant old = entry.grant;
        Grant grant = grant(
                old.id(), terms, old.starts(), earlier(old.ends(), old.starts().plus(terms.lasts())));
        entry.grant = grant;
        return entry.hasEnded(now) ? new Opening.Ended(grant.ends()) : new Opening.Opened(grant, true);
    }

    /**
     * Ties a session to its grant, so that revoking the grant ends it. A session ends by itself at {@link Grant#ends()}.
     *
     * @param ended called once, on whatever thread revokes the grant and without a lock; inside this call if the grant has ended
     *     already. Must not block
     */
    public Attachment attach(Grant grant, Runnable ended) {
        synchronized (this) {
            Entry entry = byId.get(grant.id());
            if (entry != null && !entry.hasEnded(clock.instant())) {
                Object session = new Object();
                entry.sessions.put(session, ended);
                return () -> detach(entry, session);
            }
        }
        ended.run();
        return () -> {};
    }

    private synchronized void detach(Entry entry, Object session) {
        entry.sessions.remove(session);
    }

    /**
     * Ends a grant and all its sessions at once; its token opens no other under the same access entry.
     *
     * @return the grant, or empty if no grant of this id is running
     */
    public Optional<Grant> revoke(String id) {
        Grant revoked;
        List<Runnable> sessions;
        synchronized (this) {
            Entry entry = byId.get(id);
            if (entry == null || entry.hasEnded(clock.instant())) {
                return Optional.empty();
            }
            entry.isRevoked = true;
            revoked = entry.grant;
            sessions = List.copyOf(entry.sessions.values());
            entry.sessions.clear();
        }
        sessions.forEach(session -> end(revoked, session));
        return Optional.of(revoked);
    }

    /** One session that fails to end must not keep the others from it. */
    private static void end(Grant grant, Runnable session) {
        try {
            session.run();
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("grant", grant.id())
                    .setCause(e)
                    .log("a session did not take note that its grant was revoked");
        }
    }

    /** The grants that are running, by when they end. */
    public synchronized List<ActiveGrant> active() {
        Instant now = clock.instant();
        List<ActiveGrant> active = new ArrayList<>();
        for (Entry entry : byId.values()) {
            if (!entry.hasEnded(now)) {
                active.add(new ActiveGrant(entry.grant, entry.principal, entry.sessions.size()));
            }
        }
        active.sort(Comparator.comparing((ActiveGrant one) -> one.grant().ends())
                .thenComparing(one -> one.grant().id()));
        return active;
    }

    /** Whether a grant of this id is running. */
    public synchronized boolean isActive(String id) {
        @Nullable Entry entry = byId.get(id);
        return entry != null && !entry.hasEnded(clock.instant());
    }

    private void forget(Instant now) {
        byToken.values().removeIf(entry -> {
            boolean isForgotten = !now.isBefore(entry.forgotten);
            if (isForgotten) {
                byId.remove(entry.grant.id());
            }
            return isForgotten;
        });
    }

    private long held(Principal principal) {
        return byToken.values().stream()
                .filter(entry -> entry.principal.isSameAs(principal))
                .count();
    }

    private static Grant grant(String id, Terms terms, Instant starts, Instant ends) {
        return new Grant(
                id,
                terms.access(),
                terms.database(),
                terms.statements(),
                terms.unmask(),
                terms.manifest(),
                starts,
                ends,
                terms.idle());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
