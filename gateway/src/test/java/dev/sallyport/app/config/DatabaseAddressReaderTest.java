package dev.sallyport.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.upstream.ChannelBinding;
import dev.sallyport.upstream.ClientCertificate;
import dev.sallyport.upstream.Protection;
import dev.sallyport.upstream.SslMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseAddressReaderTest {

    @TempDir
    Path directory;

    private final Problems problems = new Problems();

    private @Nullable DatabaseAddress read(String url) {
        return new DatabaseAddressReader("url", new Files(directory, Map.of(), problems), problems).read(url);
    }

    @Test
    void anAddressIsReadAsLibpqReadsItButEncryptedAndVerifiedByDefault() {
        assertThat(read("postgresql://db/shop"))
                .isEqualTo(new DatabaseAddress(
                        "db", 5432, "shop", Protection.of(SslMode.VERIFY_FULL), 2, Duration.ofSeconds(10)));
        assertThat(read("postgres://[::1]:6000/my%20shop?sslmode=disable&connect_timeout=3&max_protocol_version=3.0"))
                .isEqualTo(new DatabaseAddress(
                        "::1", 6000, "my shop", Protection.of(SslMode.DISABLE), 0, Duration.ofSeconds(3)));
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void aRootCertificateIsAFileBesideTheConfiguration() throws Exception {
        java.nio.file.Files.writeString(directory.resolve("ca.crt"), "x");
        assertThat(read("postgresql://db/shop?sslrootcert=ca.crt"))
                .isNotNull()
                .extracting(address -> address.protection().rootCertificate())
                .isEqualTo(directory.resolve("ca.crt"));
        read("postgresql://db/shop?sslrootcert=none.crt");
        assertThat(problems.sorted()).hasSize(1);
    }

    @Test
    void aClientCertificateIsTwoFilesBesideTheConfiguration() throws Exception {
        java.nio.file.Files.writeString(directory.resolve("me.crt"), "x");
        java.nio.file.Files.writeString(directory.resolve("me.key"), "x");
        assertThat(read("postgresql://db/shop?sslcert=me.crt&sslkey=me.key&channel_binding=require"))
                .isNotNull()
                .extracting(DatabaseAddress::protection)
                .isEqualTo(new Protection(
                        SslMode.VERIFY_FULL,
                        null,
                        new ClientCertificate(directory.resolve("me.crt"), directory.resolve("me.key")),
                        ChannelBinding.REQUIRE));
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void whatIsNoAddressOfOneDatabaseIsAProblem() {
        for (String url : List.of(
                "db/shop",
                "jdbc:postgresql://db/shop",
                "postgresql:///shop",
                "postgresql://db",
                "postgresql://db/",
                "postgresql://db/a/b",
                "postgresql://a,b/shop",
                "postgresql://db:0/shop",
                "postgresql://db:65536/shop",
                "postgresql://user@db/shop",
                "postgresql://db/shop#x",
                "postgresql://db/shop?",
                "postgresql://db/shop?sslmode=on",
                "postgresql://db/shop?sslmode=disable&sslmode=require",
                "postgresql://db/shop?options=-c",
                "postgresql://db/shop?connect_timeout=0",
                "postgresql://db/shop?connect_timeout=301",
                "postgresql://db/shop?max_protocol_version=3.1",
                "postgresql://db/shop?channel_binding=disable",
                "postgresql://db/shop?sslmode=disable&channel_binding=require",
                "postgresql://db/shop?sslcert=me.crt",
                "postgresql://db/shop?sslkey=me.key",
                "postgresql://db/shop?sslmode=disable&sslcert=me.crt&sslkey=me.key",
                "postgresql://db/ shop")) {
            Problems own = new Problems();
            assertThat(new DatabaseAddressReader("url", new Files(directory, Map.of(), own), own).read(url))
                    .as(url)
                    .isNull();
            assertThat(own.sorted()).as(url).hasSize(1);
        }
    }
}
