package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.app.config.ConfigurationFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What bounds the commands of who writes rules. */
class PolicyLimitsTest {
    @TempDir
    Path directory;

    @Test
    void aDirectoryMayHaveAsManyFilesOfCasesAsTheLimitSaysAndNotOneMore() throws IOException {
        Path configuration = Files.writeString(directory.resolve("sallyport.yaml"), ConfigurationFiles.LEAST);
        Path tests = Files.createDirectory(directory.resolve("policy-tests"));
        for (int i = 0; i < PolicyCommands.TEST_FILES; i++) {
            Files.writeString(tests.resolve(i + ".yaml"), "cases: []");
        }
        String beyond = "there are more than " + PolicyCommands.TEST_FILES + " files";

        assertThat(said("test", "--config", configuration.toString()))
                .doesNotContain(beyond)
                .contains("999.yaml: line 1: cases: is empty");
        Files.writeString(tests.resolve("more.yaml"), "cases: []");
        assertThat(said("test", "--config", configuration.toString())).contains(beyond);
    }

    @Test
    void aTextFromStandardInputIsAsLongAsTheLimitSaysAndNotOneByteLonger() throws IOException {
        byte[] longest = new byte[PolicyCommands.TEXT_BYTES + 1];
        Arrays.fill(longest, (byte) ' ');

        assertThat(PolicyCommands.Explain.text(new ByteArrayInputStream(longest, 0, PolicyCommands.TEXT_BYTES)))
                .isNotNull()
                .hasSize(PolicyCommands.TEXT_BYTES);
        assertThat(PolicyCommands.Explain.text(new ByteArrayInputStream(longest)))
                .isNull();
    }

    @Test
    void asManyDifferentStatementsMayBeAskedForAsTheLimitSaysAndNotOneMore() {
        assertThat(replay("1")).contains("nowhere.yaml").doesNotContain("--limit is");
        assertThat(replay("" + PolicyCommands.DIFFERENT))
                .contains("nowhere.yaml")
                .doesNotContain("--limit is");
        assertThat(replay("" + (PolicyCommands.DIFFERENT + 1))).contains("--limit is 1 to 1000000");
        assertThat(replay("0")).contains("--limit is 1 to 1000000");
    }

    private String replay(String limit) {
        return said(
                "replay",
                "--journal",
                directory.toString(),
                "--config",
                directory.resolve("nowhere.yaml").toString(),
                "--limit",
                limit);
    }

    /** What a command says that is used wrongly. */
    private static String said(String... arguments) {
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new PolicyCommands())
                .setErr(new PrintWriter(err))
                .execute(arguments);
        assertThat(exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
        return err.toString();
    }
}
