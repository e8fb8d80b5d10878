package dev.sallyport.wasmsplit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrammarBuildTest {
    private static final byte[] MODULE = StackRelocationTest.module(1, 1);

    @TempDir
    private Path directory;

    @BeforeEach
    void writeThePackage() throws IOException {
        Files.createDirectories(directory.resolve("node_modules"));
        Files.createDirectories(directory.resolve("tool"));
        Files.writeString(directory.resolve("tool/Tool.class"), "version 1");
        Files.writeString(directory.resolve("package-lock.json"), "{}");
        Files.write(directory.resolve("grammar.wasm"), MODULE);
    }

    @Test
    void aGrammarBecomesClassesOnceUntilSomethingChanges() throws Exception {
        assertThat(build("true", sha256(MODULE)).run()).startsWith("split 0 functions");
        assertThat(directory.resolve("sources/example/Grammar.java")).exists();
        assertThat(directory.resolve("resources/example/GrammarMachine.class")).exists();
        assertThat(build("true", sha256(MODULE)).run()).isEqualTo("grammar is up to date");

        Files.writeString(directory.resolve("tool/Tool.class"), "version 2");
        assertThat(build("true", sha256(MODULE)).run()).startsWith("split");
    }

    @Test
    void anotherContentThanThePinnedOneIsRefused() {
        assertThatThrownBy(() -> build("true", "00").run())
                .isInstanceOf(WasmFormatException.class)
                .hasMessageContaining(", expected 00");
    }

    @Test
    void aMissingNpmIsSaidInOneLine() {
        assertThatThrownBy(() -> build("there-is-no-such-npm", "00").run())
                .isInstanceOf(IOException.class)
                .hasMessage("npm cannot be run; install Node.js with npm and put it on the PATH");
    }

    @Test
    void aFailingNpmFailsTheBuildEachTime() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> build("false", "00").run())
                    .isInstanceOf(IOException.class)
                    .hasMessage("npm ci failed with exit code 1");
        }
    }

    @Test
    void npmIsNotRunAgainForTheLockItInstalled() throws IOException {
        new NpmPackage(directory, "true").install();
        new NpmPackage(directory, "there-is-no-such-npm").install();
        Files.writeString(directory.resolve("package-lock.json"), "{\"changed\": true}");
        assertThatThrownBy(() -> new NpmPackage(directory, "there-is-no-such-npm").install())
                .isInstanceOf(IOException.class);
    }

    private GrammarBuild build(String npm, String sha256) {
        return new GrammarBuild(
                new NpmPackage(directory, npm),
                "grammar.wasm",
                sha256,
                "example.Grammar",
                directory.resolve("sources"),
                directory.resolve("resources"),
                directory.resolve("tool"));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
