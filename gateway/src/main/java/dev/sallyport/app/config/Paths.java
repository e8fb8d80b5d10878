package dev.sallyport.app.config;

import java.util.regex.Pattern;

/** Names places in a configuration, as {@code databases.shop.url} and {@code rules[2]}. */
final class Paths {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int SHOWN = 64;

    private Paths() {}

    static String child(String path, String key) {
        String shown = PLAIN.matcher(key).matches() ? key : "\"" + printable(key) + "\"";
        return path.isEmpty() ? shown : path + "." + shown;
    }

    static String element(String path, int index) {
        return path + "[" + index + "]";
    }

    private static String printable(String key) {
        StringBuilder shown = new StringBuilder();
        key.codePoints()
                .limit(SHOWN)
                .forEach(codePoint ->
                        shown.appendCodePoint(Character.isISOControl(codePoint) || codePoint == '"' ? '?' : codePoint));
        return shown.toString();
    }
}
