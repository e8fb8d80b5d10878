package dev.sallyport.app.config;

import dev.sallyport.app.config.Configuration.Database;
import dev.sallyport.credential.Credential;
import dev.sallyport.credential.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code databases}. */
final class DatabasesReader {

    private final Files files;
    private final Problems problems;

    DatabasesReader(Files files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    Map<String, Database> read(Section root) {
        Map<String, Database> databases = new LinkedHashMap<>();
        root.named("databases").forEach((name, section) -> {
            String url = section.text("url");
            DatabaseAddress address =
                    url == null ? null : new DatabaseAddressReader(section.at("url"), files, problems).read(url);
            Credential credential = credential(section.section("credential"));
            if (address != null && credential != null) {
                databases.put(name, new Database(name, address, credential));
            }
        });
        if (root.node("databases") instanceof Node.Mapping mapping
                && mapping.entries().isEmpty()) {
            problems.add(root.at("databases"), "is empty: there would be nothing to connect to");
        }
        return databases;
    }

    private @Nullable Credential credential(Section section) {
        String username = section.text("username");
        String password = section.text("password");
        Secret secret = password == null ? null : files.secret(section.at("password"), password);
        return section.choice("type") == null || username == null || secret == null
                ? null
                : new Credential.Password(username, secret);
    }
}
