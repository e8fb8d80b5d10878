package dev.sallyport.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A directory with what the tests' configurations refer to. */
public final class ConfigurationFiles {

    static final Path EXAMPLE = Path.of("..", "docs", "examples", "sallyport.yaml");

    /** The least that a configuration needs; tests add to it. */
    public static final String LEAST = """
            listen: { postgres: "127.0.0.1:6432" }
            identity: { issuers: [ { issuer: "https://idp.example.com", audience: sallyport } ] }
            databases:
              shop:
                url: postgresql://db.internal/shop
                credential: { type: password, username: app, password: secret-in-file }
            access:
              - { name: all, who: "true", database: shop, statements: [read], session: { lasts: 15m } }
            audit: { directory: audit }
            """;

    private final Path directory;

    ConfigurationFiles(Path directory) throws IOException {
        this.directory = directory;
        for (String name : List.of("server.crt", "server.key", "jwks.json", "secrets/shop")) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "hunter2\n");
        }
    }

    Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("sallyport.yaml"), yaml);
    }

    ConfigurationLoader loader() {
        return new ConfigurationLoader(Map.of("SHOP", "hunter3", "EMPTY", ""));
    }

    ConfigurationLoader.Result load(String yaml) throws IOException {
        return loader().load(write(yaml));
    }

    Configuration loaded(String yaml) throws IOException {
        return switch (load(yaml)) {
            case ConfigurationLoader.Result.Loaded loaded -> loaded.configuration();
            case ConfigurationLoader.Result.Rejected rejected -> throw new AssertionError(rejected.problems());
            case ConfigurationLoader.Result.Unreadable unreadable -> throw new AssertionError(unreadable.reason());
        };
    }

    List<String> problems(String yaml) throws IOException {
        return switch (load(yaml)) {
            case ConfigurationLoader.Result.Loaded loaded -> throw new AssertionError(loaded.configuration());
            case ConfigurationLoader.Result.Rejected rejected ->
                rejected.problems().stream().map(Object::toString).toList();
            case ConfigurationLoader.Result.Unreadable unreadable -> List.of(unreadable.reason());
        };
    }
}
