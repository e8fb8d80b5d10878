package dev.sallyport.app.config;

import dev.sallyport.app.config.Configuration.Database;
import dev.sallyport.credential.Credential;
import dev.sallyport.credential.Secret;
import java.util.LinkedHashMap;
import java.util.List;
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
        return switch (section.choice("type")) {
            case "password" -> {
                forbid(section, "admin", "is for type ephemeral-role: leave it out");
                yield password(section);
            }
            case "ephemeral-role" -> {
                forbid(section, "username", "is for type password: the role that makes others is admin.username");
                forbid(section, "password", "is for type password: the role that makes others is admin");
                Credential.Password admin = section.has("admin") ? password(section.section("admin")) : null;
                if (!section.has("admin")) {
                    problems.add(section.at("admin"), "is missing: the role that makes a role for each session");
                }
                yield admin == null ? null : new Credential.EphemeralRole(admin);
            }
            case null, default -> {
                // What the type is, is reported already.
                if (!section.has("admin")) {
                    var _ = password(section);
                }
                yield null;
            }
        };
    }

    private void forbid(Section section, String key, String why) {
        if (section.has(key)) {
            problems.add(section.at(key), why);
        }
    }

    private Credential.@Nullable Password password(Section section) {
        String username = section.text("username");
        String password = section.text("password");
        Secret secret = password == null ? null : files.secret(section.at("password"), password);
        for (String key : List.of("username", "password")) {
            if (!section.has(key)) {
                problems.add(section.at(key), "is missing");
            }
        }
        return username == null || secret == null ? null : new Credential.Password(username, secret);
    }
}
