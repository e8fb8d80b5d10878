package dev.sallyport.masking;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The condition names of SQLSTATEs.
 *
 * @see <a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">PostgreSQL documentation, error codes</a>
 */
final class Conditions {
    private static final Map<String, String> NAMES = load();

    private Conditions() {}

    /** The name of an SQLSTATE, null if PostgreSQL has none for it. */
    static @Nullable String name(String sqlState) {
        return NAMES.get(sqlState);
    }

    private static Map<String, String> load() {
        Properties properties = new Properties();
        try (InputStream in = Conditions.class.getResourceAsStream("conditions.properties")) {
            if (in == null) {
                throw new IllegalStateException("the list of conditions is not in the program");
            }
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(code -> code, properties::getProperty));
    }
}
