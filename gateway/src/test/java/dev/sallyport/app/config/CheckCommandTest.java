package dev.sallyport.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private ConfigurationFiles files;
    private CheckCommand command;

    @BeforeEach
    void prepare() throws IOException {
        files = new ConfigurationFiles(directory);
        command = new CheckCommand(files.loader(), new PrintWriter(out));
    }

    @Test
    void aGoodFileHasNoProblems() throws IOException {
        Path file = files.write(ConfigurationFiles.LEAST);
        assertThat(command.run(file)).isZero();
        assertThat(out.toString().lines()).containsExactly(file + ": no problems");
    }

    @Test
    void everyProblemIsPrintedWithASummary() throws IOException {
        Path file = files.write(ConfigurationFiles.LEAST + "one: 1\ntwo: 2\n");
        assertThat(command.run(file)).isEqualTo(1);
        assertThat(out.toString().lines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith(file + ": line 10: one: is not a key that is known here");
        assertThat(out.toString().lines()).last().isEqualTo(file + ": 2 problems");
    }

    @Test
    void aFileThatCannotBeReadIsSaidSo() {
        Path file = directory.resolve("none.yaml");
        assertThat(command.run(file)).isEqualTo(2);
        assertThat(out.toString().lines()).containsExactly(file + ": the file can't be read");
    }
}
