package dev.sallyport.app.config;

import dev.sallyport.credential.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what a configuration refers to outside of itself. Relative paths start at the configuration file's directory. */
final class Files {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^{}]+)}");

    private final Path directory;
    private final Map<String, String> environment;
    private final Problems problems;

    Files(Path directory, Map<String, String> environment, Problems problems) {
        this.directory = directory;
        this.environment = environment;
        this.problems = problems;
    }

    /** Where a path leads; null if it is reported as bad. */
    @Nullable
    Path path(String at, String text) {
        try {
            return directory.resolve(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            problems.add(at, "is not a path");
            return null;
        }
    }

    /** Like {@link #path}, for a file that must be there. */
    @Nullable
    Path readable(String at, String text) {
        Path path = path(at, text);
        if (path != null && !(java.nio.file.Files.isRegularFile(path) && java.nio.file.Files.isReadable(path))) {
            problems.add(at, "names a file that can't be read: " + path);
        }
        return path;
    }

    /** A secret, taken from where it is kept; null if it is reported as missing. Its text is in no report. */
    @Nullable
    Secret secret(String at, String text) {
        Matcher reference = REFERENCE.matcher(text);
        if (!reference.matches()) {
            if (text.contains("${")) {
                problems.add(at, "must be ${env:NAME} or ${file:PATH} as a whole");
                return null;
            }
            return new Secret(text);
        }
        return reference.group(1).equals("env") ? variable(at, reference.group(2)) : contents(at, reference.group(2));
    }

    private @Nullable Secret variable(String at, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            problems.add(at, "the environment variable " + name + " is not set");
            return null;
        }
        return new Secret(value);
    }

    private @Nullable Secret contents(String at, String text) {
        Path path = path(at, text);
        if (path == null) {
            return null;
        }
        try (InputStream in = java.nio.file.Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(ConfigurationLimits.SECRET_BYTES + 1);
            if (bytes.length > ConfigurationLimits.SECRET_BYTES) {
                problems.add(at, "the file is larger than a secret may be: " + path);
                return null;
            }
            String secret = withoutLineEnd(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
            if (secret.isEmpty()) {
                problems.add(at, "the file is empty: " + path);
                return null;
            }
            return new Secret(secret);
        } catch (CharacterCodingException e) {
            problems.add(at, "the file is not UTF-8: " + path);
        } catch (IOException e) {
            problems.add(at, "the file can't be read: " + path);
        }
        return null;
    }

    /** Editors end a file with a line break; it is not part of the secret. */
    private static String withoutLineEnd(String text) {
        int end = text.length();
        if (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
            if (end > 0 && text.charAt(end - 1) == '\r') {
                end--;
            }
        }
        return text.substring(0, end);
    }
}
