package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which claims the journal holds, and in which form. */
class RecordedClaimsTest {
    private static final Map<String, Object> CLAIMS = Map.of("team", "a", "level", 3L, "secret", "s3cr3t");

    @Test
    void onlyWhatIsLookedAtIsRecordedAndAlsoThatAClaimIsNotThere() {
        RecordedClaims claims = RecordedClaims.of(CLAIMS, Set.of("team", "region"));

        assertThat(claims.values()).isEqualTo(Map.of("team", "a"));
        assertThat(claims.tell("region")).isTrue();
        assertThat(claims.tell("level")).isFalse();
        assertThat(json(claims)).contains("\"claims\":{\"team\":\"a\"},\"claimsNamed\":[\"region\",\"team\"]");
    }

    @Test
    void whereAnyMayBeLookedAtAllAreRecorded() {
        RecordedClaims claims = RecordedClaims.of(CLAIMS, null);

        assertThat(claims.values()).isEqualTo(CLAIMS);
        assertThat(claims.tell("whatever")).isTrue();
        assertThat(json(claims)).doesNotContain("claimsNamed");
    }

    @Test
    void aClaimAsLongAsTheLimitIsRecordedAndOneThatIsLongerIsNot() {
        String longest = "x".repeat(RecordedClaims.MOST_CHARACTERS - "team".length() - 3 - 2);

        assertThat(RecordedClaims.of(Map.of("team", longest), Set.of("team")).tell("team"))
                .isTrue();
        RecordedClaims beyond = RecordedClaims.of(Map.of("team", longest + "x"), Set.of("team"));
        assertThat(beyond.tell("team")).isFalse();
        assertThat(beyond.values()).isEmpty();
    }

    @Test
    void whatIsOverALimitAmongAllIsNotTold() {
        RecordedClaims claims =
                RecordedClaims.of(Map.of("a", "1", "b", "x".repeat(RecordedClaims.MOST_CHARACTERS)), null);

        assertThat(claims.values()).isEqualTo(Map.of("a", "1"));
        assertThat(claims.tell("a")).isTrue();
        assertThat(claims.tell("b")).isFalse();
        assertThat(claims.tell("c")).isFalse();
    }

    @Test
    void aClaimAsDeepAsTheLimitIsRecordedAndOneThatIsDeeperIsNot() {
        Object deepest = nested(RecordedClaims.DEEPEST);

        assertThat(RecordedClaims.of(Map.of("c", deepest), Set.of("c")).tell("c"))
                .isTrue();
        assertThat(RecordedClaims.of(Map.of("c", List.of(deepest)), Set.of("c")).tell("c"))
                .isFalse();
        assertThat(RecordedClaims.of(Map.of("c", Map.of("d", deepest)), Set.of("c"))
                        .tell("c"))
                .isFalse();
    }

    @Test
    void whatJsonHasNoFormForIsNotRecorded() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("infinite", Double.POSITIVE_INFINITY);
        claims.put("half", Map.of("\ud800", 1L));
        claims.put("\udc00", "name");
        claims.put("text", "half a pair \ud800");

        RecordedClaims recorded = RecordedClaims.of(claims, null);

        assertThat(recorded.values()).containsOnlyKeys("text");
        assertThat(json(recorded)).contains("\"claims\":{\"text\":\"half a pair \\ud800\"},\"claimsNamed\":[\"text\"]");
    }

    @Test
    void everyKindOfValueIsWrittenAsJson() {
        List<@Nullable Object> list = new ArrayList<>(List.of(1L, 2.5, true));
        list.add(null);
        RecordedClaims claims = RecordedClaims.of(
                Map.of("c", Map.of("list", Collections.unmodifiableList(list)), "e", new TreeSet<>()), null);

        assertThat(json(claims)).contains("\"claims\":{\"c\":{\"list\":[1,2.5,true,null]},\"e\":[]}");
    }

    private static Object nested(int levels) {
        Object value = "x";
        for (int i = 0; i < levels; i++) {
            value = List.of(value);
        }
        return value;
    }

    private static String json(RecordedClaims claims) {
        try (JsonObject json = new JsonObject(1 << 16)) {
            json.values("claims", claims.values());
            if (claims.names() != null) {
                json.texts("claimsNamed", claims.names());
            }
            return new String(json.finish(), StandardCharsets.UTF_8);
        }
    }
}
