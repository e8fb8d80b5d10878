package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.identity.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
    private static final Principal AGENT =
            new Principal("https://issuer", "agent-7", List.of(), Map.of(), "token", Instant.MAX, null);

    @Test
    void whoseTokenIsNotGoodIsToldToBringOne() {
        assertThat(hint("28000", null)).contains("current OIDC token");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            28000 | check the database's name, or ask your administrator for access to it
            53300 | try again when other sessions have ended
            0A000 | leave out what the message names
            58030 | ask your administrator
            """)
    void whoseTokenIsGoodIsToldSoAndWhatElseToDo(String sqlState, String advice) {
        assertThat(hint(sqlState, AGENT))
                .startsWith("Your token is good: ")
                .contains(advice)
                .doesNotContain("must be a current");
    }

    private static String hint(String sqlState, @Nullable Principal principal) {
        return new Admission.Refused(sqlState, "why", principal).hint();
    }
}
