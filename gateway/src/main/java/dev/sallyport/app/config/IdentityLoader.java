package dev.sallyport.app.config;

import dev.sallyport.identity.IssuerSettings;
import java.nio.file.Path;
import java.util.List;

/** Loads one identity, as {@code --as} names it. Thread-safe. */
public final class IdentityLoader {
    private final List<IssuerSettings> issuers;

    /** Makes a loader of identities whose tokens these issuers could have made. */
    public IdentityLoader(List<IssuerSettings> issuers) {
        this.issuers = List.copyOf(issuers);
    }

    /** What became of it. */
    public sealed interface Result {

        /** It is in order. */
        record Loaded(Identity identity) implements Result {}

        /** It is not: everything that is wrong with it. */
        record Rejected(List<String> problems) implements Result {
            public Rejected {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * Loads it.
     *
     * @param text the identity itself if it begins with a brace (JSON, or YAML's flow style), else the name of a YAML file that holds it
     */
    public Result load(String text) {
        if (text.stripLeading().startsWith("{")) {
            return text.length() > ConfigurationLimits.FILE_BYTES
                    ? new Result.Rejected(List.of("the identity is longer than " + ConfigurationLimits.FILE_BYTES))
                    : read("the identity", text);
        }
        return switch (YamlText.of(Path.of(text))) {
            case YamlText.Unreadable(var reason) -> new Result.Rejected(List.of(text + ": the file " + reason));
            case YamlText.Read(var yaml) -> read(text, yaml);
        };
    }

    private Result read(String from, String yaml) {
        Problems problems = new Problems();
        Node document = YamlReader.read(yaml, problems);
        Identity identity = null;
        if (document != null) {
            new ShapeCheck(problems).check("", document, IdentitySectionReader.SHAPE);
            Section section = Section.of("", document, IdentitySectionReader.SHAPE);
            identity = new IdentitySectionReader(issuers, problems).read(section);
        }
        return identity == null || !problems.isEmpty()
                ? new Result.Rejected(problems.sorted().stream()
                        .map(problem -> from + ": " + problem)
                        .toList())
                : new Result.Loaded(identity);
    }
}
