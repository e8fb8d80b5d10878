package dev.sallyport.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.credential.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {

    @TempDir
    Path directory;

    private final Problems problems = new Problems();
    private Files files;

    @BeforeEach
    void prepare() {
        files = new Files(directory, Map.of("PASSWORD", "hunter2", "EMPTY", ""), problems);
    }

    private void write(String name, byte[] content) throws IOException {
        java.nio.file.Files.write(directory.resolve(name), content);
    }

    private @Nullable String secret(String text) {
        Secret secret = files.secret("at", text);
        return secret == null ? null : secret.reveal();
    }

    @Test
    void aSecretIsTakenFromWhereItIsKept() throws IOException {
        write("password", "hunter3".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        write("windows", "hunter4 \r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(secret("${env:PASSWORD}")).isEqualTo("hunter2");
        assertThat(secret("${file:password}")).isEqualTo("hunter3");
        assertThat(secret("${file:" + directory.resolve("password") + "}")).isEqualTo("hunter3");
        assertThat(secret("${file:windows}")).isEqualTo("hunter4 ");
        assertThat(secret("plain$text")).isEqualTo("plain$text");
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void aSecretThatIsNotThereIsAProblem() throws IOException {
        write("empty", new byte[] {'\n'});
        write("binary", new byte[] {(byte) 0xff});
        for (String text : new String[] {
            "${env:NONE}",
            "${env:EMPTY}",
            "${file:none}",
            "${file:.}",
            "${file:empty}",
            "${file:binary}",
            "${file:\0}",
            "${vault:x}",
            "${env:}",
            "a${env:PASSWORD}",
            "${env:PASSWORD}${env:PASSWORD}"
        }) {
            Problems own = new Problems();
            assertThat(new Files(directory, Map.of("PASSWORD", "hunter2", "EMPTY", ""), own).secret("at", text))
                    .as(text)
                    .isNull();
            assertThat(own.sorted()).as(text).hasSize(1);
        }
    }

    @Test
    void aSecretsFileMayBeAsLargeAsTheLimitAndNoLarger() throws IOException {
        write("most", "x".repeat(ConfigurationLimits.SECRET_BYTES).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        write(
                "more",
                "x".repeat(ConfigurationLimits.SECRET_BYTES + 1).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(secret("${file:most}")).hasSize(ConfigurationLimits.SECRET_BYTES);
        assertThat(secret("${file:more}")).isNull();
    }
}
