package dev.sallyport.app.config;

import dev.sallyport.policy.Glob;
import dev.sallyport.policy.ManifestSetting;
import dev.sallyport.policy.ReviewedText;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the manifests of access entries and the files that they name. Each file is read once, however many entries name it. For one
 * configuration and one thread.
 */
final class ManifestReader implements AutoCloseable {
    private static final String FILES = "files";

    private final Files files;
    private final Problems problems;
    private final Map<Path, ReviewedFiles.Result> known = new HashMap<>();
    private @Nullable ReviewedFiles reader;
    private long bytes;
    private int statements;

    ManifestReader(Files files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** The manifest of an access entry; null if it has none, or none that is in order. */
    @Nullable
    ManifestSetting read(Section access) {
        String at = access.at("manifest");
        return switch (access.node("manifest")) {
            case Node.Mapping mapping -> {
                Section section = Section.of(at, mapping, ConfigurationShape.MANIFEST);
                yield section.has(FILES) ? read(section.at(FILES), section.texts(FILES), section.text("digest")) : null;
            }
            case Node.Scalar _ -> read(at, access.texts("manifest"), null);
            case Node.Sequence _ -> read(at, access.texts("manifest"), null);
            case null -> null;
        };
    }

    private @Nullable ManifestSetting read(String at, List<String> patterns, @Nullable String digest) {
        Map<Path, String> found = new TreeMap<>();
        for (String pattern : patterns) {
            expand(at, pattern, found);
        }
        if (patterns.isEmpty()) {
            problems.add(at, "names no file");
        }
        if (found.isEmpty()) {
            return null;
        }
        List<ReviewedText> texts = new ArrayList<>();
        found.forEach((path, shown) -> {
            if (result(at, path, shown) instanceof ReviewedFiles.Result.Read read) {
                texts.add(read.text());
            }
        });
        return new ManifestSetting(texts, digest);
    }

    private void expand(String at, String pattern, Map<Path, String> found) {
        int slash = pattern.lastIndexOf('/');
        String directory = pattern.substring(0, slash + 1);
        Glob name = Glob.of(pattern.substring(slash + 1));
        if (Glob.of(directory).isPattern()) {
            problems.add(at, "has * or ? in the name of a directory: " + pattern);
        } else if (!name.isPattern()) {
            Path path = files.path(at, pattern);
            if (path != null) {
                found.put(path, pattern);
            }
        } else {
            Path path = files.path(at, directory);
            if (path != null) {
                expand(at, pattern, path, name, found);
            }
        }
    }

    private void expand(String at, String pattern, Path directory, Glob name, Map<Path, String> found) {
        int before = found.size();
        String shown = pattern.substring(0, pattern.lastIndexOf('/') + 1);
        try (DirectoryStream<Path> entries = java.nio.file.Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String file = String.valueOf(entry.getFileName());
                // What begins with a dot is hidden: editors keep their own there.
                if (name.matches(file) && !file.startsWith(".") && found.size() <= ManifestLimits.FILES) {
                    found.put(entry, shown + file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            problems.add(at, "names a directory that can't be read: " + directory);
            return;
        }
        if (found.size() == before) {
            problems.add(at, "matches no file: " + pattern);
        }
    }

    /** A file read, or null if it is reported as bad; a bad one is reported once. */
    private ReviewedFiles.@Nullable Result result(String at, Path path, String shown) {
        ReviewedFiles.Result before = known.get(path);
        if (before != null) {
            return before;
        }
        if (known.size() >= ManifestLimits.FILES) {
            if (known.size() == ManifestLimits.FILES) {
                problems.add(at, "the manifests have more than " + ManifestLimits.FILES + " files");
                known.put(path, new ReviewedFiles.Result.Bad("one too many"));
            }
            return null;
        }
        if (reader == null) {
            reader = new ReviewedFiles();
        }
        ReviewedFiles.Result result = reader.read(path, shown);
        known.put(path, result);
        switch (result) {
            case ReviewedFiles.Result.Bad(String problem) -> problems.add(at, problem);
            case ReviewedFiles.Result.Read read -> {
                bytes = within(bytes, read.bytes(), ManifestLimits.BYTES, at, " bytes");
                statements = (int)
                        within(statements, read.statements().size(), ManifestLimits.STATEMENTS, at, " statements");
            }
        }
        return result;
    }

    /** Adds to a sum, and reports when it goes over its limit. */
    private long within(long sum, long more, long limit, String at, String what) {
        if (sum <= limit && sum + more > limit) {
            problems.add(at, "the files of the manifests have more than " + limit + what);
        }
        return sum + more;
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
