package dev.sallyport.app.config;

import static dev.sallyport.app.config.ConfigurationFiles.LEAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Decision;
import dev.sallyport.policy.PolicyDecider;
import dev.sallyport.policy.Reason;
import dev.sallyport.policy.ShopDatabase;
import dev.sallyport.policy.Situation;
import dev.sallyport.sql.flow.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation says of uses is what the configuration that it shows decides. */
class UsesExampleTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(masks:\n[^`]*flows: \\{[^`]*)```");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([^`]*)` \\| ((?:runs|masked|held|refused)[^|]*) \\|$");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private static String page() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs").resolve("MASKING.md"))) {
            root = root.getParent();
            if (root == null) {
                throw new IllegalStateException("this is not run inside a checkout");
            }
        }
        return Files.readString(root.resolve("docs").resolve("MASKING.md"));
    }

    @Test
    void everyStatementOfTheTableIsDecidedAsItSays() throws Exception {
        String page = page();
        String masks = BLOCK.matcher(page)
                .results()
                .map(block -> block.group(1))
                .findFirst()
                .orElseThrow();
        Configuration configuration =
                new ConfigurationFiles(directory).loaded(LEAST + masks + "approval: { approvers: 'true' }\n");
        List<MatchResult> rows = ROW.matcher(page).results().toList();
        assertThat(rows).hasSizeGreaterThan(8);

        SoftAssertions all = new SoftAssertions();
        try (ShopDatabase shop = ShopDatabase.start()) {
            PolicyDecider decider =
                    shop.decider(ShopDatabase.policy(configuration.policy().masks(), List.of()));
            for (MatchResult row : rows) {
                Situation situation = Situation.UNKNOWN.withSearchPath(new SearchPath.Known(List.of("public")));
                Decision decision = ShopDatabase.decided(decider, ShopDatabase.everything(), situation, row.group(1))
                        .decision();
                all.assertThat(word(decision))
                        .as("%s%n%s", row.group(1), decision)
                        .isEqualTo(row.group(2));
            }
        }
        all.assertAll();
    }

    private static String word(Decision decision) {
        return switch (decision) {
            case Decision.Allow allow -> allow.answer().outputs().mask() ? "masked" : "runs";
            case Decision.Hold hold -> "held: " + use(hold.reasons());
            case Decision.Deny deny -> "refused: " + use(deny.reasons());
        };
    }

    private static String use(List<Reason> reasons) {
        Reason first = reasons.getFirst();
        return first.use() == null ? first.toString() : first.use().word();
    }
}
