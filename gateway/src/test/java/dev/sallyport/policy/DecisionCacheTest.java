package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionCacheTest {
    private static final Policy POLICY = ShopDatabase.policy(List.of(), List.of());
    private static final Decided DECIDED = new Decided(new Decision.Allow(AnswerRules.UNCHANGED, List.of()), List.of());

    @Test
    void theDecisionUsedLongestAgoIsForgottenWhenOneTooManyIsKept() {
        DecisionCache cache = new DecisionCache(2);
        cache.put(key("a", 1), DECIDED);
        cache.put(key("b", 1), DECIDED);
        cache.get(key("a", 1));
        cache.put(key("c", 1), DECIDED);

        assertThat(cache.size()).isEqualTo(2);
        assertThat(cache.get(key("a", 1))).isNotNull();
        assertThat(cache.get(key("b", 1))).isNull();
    }

    @Test
    void aTextAtTheLimitIsKeptAndOneByteMoreIsNot() {
        DecisionCache cache = new DecisionCache(2);
        cache.put(key("x".repeat(DecisionCache.TEXT_BYTES), 1), DECIDED);
        cache.put(key("x".repeat(DecisionCache.TEXT_BYTES + 1), 1), DECIDED);

        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void anotherCatalogAsksForAnotherDecision() {
        DecisionCache cache = new DecisionCache(2);
        cache.put(key("a", 1), DECIDED);

        assertThat(cache.get(key("a", 2))).isNull();
    }

    @Test
    void aTextThatIsChangedLaterDoesNotChangeWhatIsKept() {
        DecisionCache cache = new DecisionCache(2);
        byte[] text = {'a'};
        cache.put(DecisionCache.Key.of(asked(text), 1), DECIDED);
        text[0] = 'b';

        assertThat(cache.get(key("a", 1))).isNotNull();
    }

    private static DecisionCache.Key key(String text, long catalog) {
        return DecisionCache.Key.of(asked(text.getBytes(StandardCharsets.UTF_8)), catalog);
    }

    private static Asked asked(byte[] text) {
        return new Asked(
                ShopDatabase.agent(), ShopDatabase.everything(), Situation.UNKNOWN, text, POLICY, Instant.EPOCH);
    }
}
