package dev.sallyport.policy;

import dev.sallyport.sql.Effect;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decisions by everything that they depend on, the text by its exact bytes. Holds a bounded number of bounded texts and forgets
 * what was used longest ago. Thread-safe.
 */
final class DecisionCache {

    /** Texts longer than this are decided anew each time. */
    static final int TEXT_BYTES = 16_384;

    private final Map<Key, Decided> decisions;

    /**
     * What a decision depends on. Of a principal the token tells the claims; of a grant all but its times.
     *
     * @param text never changed once it is in here
     * @param situation without what no rule looks at
     * @param interval see {@link Policy#interval}
     */
    record Key(
            Text text,
            long policy,
            long catalog,
            String issuer,
            String subject,
            String token,
            String access,
            Set<Effect> statements,
            List<String> unmask,
            @Nullable String manifest,
            Situation situation,
            long interval) {

        static Key of(Asked asked, long catalog) {
            return new Key(
                    new Text(asked.sql(), Arrays.hashCode(asked.sql())),
                    asked.policy().version(),
                    catalog,
                    asked.principal().issuer(),
                    asked.principal().subject(),
                    asked.principal().tokenId(),
                    asked.grant().access(),
                    asked.grant().statements(),
                    asked.grant().unmask(),
                    asked.grant().manifest(),
                    asked.policy().considered(asked.situation()),
                    asked.policy().interval(asked.now()));
        }

        /** With a copy of the text, which the caller may reuse. */
        Key copied() {
            return new Key(
                    new Text(text.bytes.clone(), text.hash),
                    policy,
                    catalog,
                    issuer,
                    subject,
                    token,
                    access,
                    statements,
                    unmask,
                    manifest,
                    situation,
                    interval);
        }
    }

    /** Bytes that are equal when their contents are. */
    static final class Text {
        private final byte[] bytes;
        private final int hash;

        Text(byte[] bytes, int hash) {
            this.bytes = bytes;
            this.hash = hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Text text && hash == text.hash && Arrays.equals(bytes, text.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    DecisionCache(int entries) {
        decisions = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Decided> eldest) {
                return size() > entries;
            }
        };
    }

    synchronized @Nullable Decided get(Key key) {
        return decisions.get(key);
    }

    synchronized void put(Key key, Decided decided) {
        if (key.text.bytes.length <= TEXT_BYTES) {
            decisions.put(key.copied(), decided);
        }
    }

    synchronized int size() {
        return decisions.size();
    }
}
