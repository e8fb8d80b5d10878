package dev.sallyport.app.policy;

import dev.sallyport.policy.RuleSetting.Verdict;
import dev.sallyport.policy.Situation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A statement that was attempted, as a journal holds it.
 *
 * @param number in its session, from 1
 * @param time when it was recorded
 * @param text the exact text
 * @param decision what was decided; null if nothing was
 * @param rule what weighed most
 * @param prepares whether it was only prepared, and so read nothing
 * @param situation in which it was sent, but for the labels of what was read before
 * @param notDecided why the policy decided nothing of it that can be decided again; null if it did
 */
record RecordedAttempt(
        RecordedSession session,
        long number,
        Instant time,
        Text text,
        @Nullable Verdict decision,
        @Nullable String rule,
        boolean prepares,
        Situation situation,
        @Nullable String notDecided) {

    /**
     * A text in a journal.
     *
     * @param hexadecimal whether the value is its bytes in hexadecimal, because they are not UTF-8
     */
    record Text(String value, boolean hexadecimal) {
        byte[] bytes() {
            return hexadecimal ? HexFormat.of().parseHex(value) : value.getBytes(StandardCharsets.UTF_8);
        }

        /** For a person. */
        String shown() {
            return hexadecimal ? "\\x" + value : value;
        }
    }
}
