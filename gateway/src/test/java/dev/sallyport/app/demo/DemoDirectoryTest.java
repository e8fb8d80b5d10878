package dev.sallyport.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDirectoryTest {
    @TempDir
    private Path temporary;

    @Test
    void aDirectoryWithSomebodysFilesIsNotTakenForADemos() throws Exception {
        Path file = Files.writeString(temporary.resolve("thesis.txt"), "years of work");
        assertThatThrownBy(() -> DemoDirectory.open(temporary))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("--data");
        assertThat(file).exists();
    }

    @Test
    void twoDemosDoNotShareADirectory() throws Exception {
        Path place = temporary.resolve("demo");
        try (DemoDirectory first = DemoDirectory.open(place)) {
            assertThatThrownBy(() -> DemoDirectory.open(place))
                    .isInstanceOf(DemoException.class)
                    .hasMessageContaining("already runs");
            assertThat(first.root()).exists();
        }
        DemoDirectory.open(place).close();
    }

    @Test
    void aPasswordIsMadeOnceAndIsForItsOwnersEyesAlone() throws Exception {
        try (DemoDirectory directory = DemoDirectory.open(temporary.resolve("demo"))) {
            String password = directory.password("some.password", new SecureRandom());
            assertThat(password).hasSize(32);
            assertThat(directory.password("some.password", new SecureRandom())).isEqualTo(password);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("some.password"))))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.root())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void clearingFollowsNoSymbolicLink() throws Exception {
        Path elsewhere = Files.writeString(temporary.resolve("elsewhere.txt"), "not ours");
        try (DemoDirectory directory = DemoDirectory.open(temporary.resolve("demo"))) {
            Files.createDirectories(directory.resolve("data/base"));
            Files.createSymbolicLink(directory.resolve("data/link"), temporary);
            directory.clear();
            assertThat(directory.resolve("data")).doesNotExist();
            assertThat(elsewhere).exists();
            directory.deleteAll();
            assertThat(directory.root()).doesNotExist();
        }
    }

    @Test
    void aPortInUseIsNamedWithTheOptionThatChoosesAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> new Ports(0, port).check())
                    .isInstanceOf(DemoException.class)
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("--http-port");
        }
    }

    @Test
    void whatIsNoPortIsRefused() throws Exception {
        Ports.ANY.check();
        assertThatThrownBy(() -> new Ports(-1, 0).check()).hasMessageContaining("--port");
        assertThatThrownBy(() -> new Ports(0, 65_536).check()).hasMessageContaining("--http-port");
    }

    @Test
    void whatIsPastedSurvivesTheShellAndLibpq() {
        assertThat(DemoGuide.quoted("/a/plain_path")).isEqualTo("/a/plain_path");
        assertThat(DemoGuide.quoted("a demo's")).isEqualTo("'a demo'\\''s'");
        assertThat(DemoGuide.conninfo("a demo's")).isEqualTo("'a demo\\'s'");
    }
}
