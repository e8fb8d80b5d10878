package dev.sallyport.terminal;

import java.util.List;

/**
 * Text that cannot command a terminal or deceive who reads it.
 *
 * <p>Control characters (C0 and C1), which a terminal obeys, and format characters such as bidirectional overrides,
 * which reorder what a person sees, are shown as {@code \}{@code uXXXX}, as are line and paragraph separators, unpaired
 * surrogates, and what is not or privately assigned. Everything else stands as it is.
 */
public final class Printable {
    private Printable() {}

    /** The text on one line. Inside a JSON text the result is the same JSON value. */
    public static String line(String text) {
        int at = firstUnprintable(text);
        if (at == text.length()) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length() + 16).append(text, 0, at);
        while (at < text.length()) {
            int character = text.codePointAt(at);
            int units = Character.charCount(character);
            if (isPrintable(character)) {
                line.appendCodePoint(character);
            } else {
                for (int i = at; i < at + units; i++) {
                    line.append(String.format("\\u%04x", (int) text.charAt(i)));
                }
            }
            at += units;
        }
        return line.toString();
    }

    /** The text with its lines kept, each as {@link #line}. */
    public static String lines(String text) {
        return String.join("\n", text.lines().map(Printable::line).toList());
    }

    /** The first line, shortened, and how many follow. */
    public static String firstLine(String text, int longest) {
        List<String> lines = text.lines().toList();
        String first = lines.isEmpty() ? "" : shortened(line(lines.getFirst()), longest);
        return lines.size() <= 1 ? first : first + " (+" + (lines.size() - 1) + " lines)";
    }

    /** The text if it has at most so many characters, else its beginning and {@code ...}; {@code longest} is 3 or more. */
    public static String shortened(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 3)) + "...";
    }

    private static int firstUnprintable(String text) {
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (!isPrintable(character)) {
                break;
            }
            at += Character.charCount(character);
        }
        return at;
    }

    private static boolean isPrintable(int character) {
        if (character >= ' ' && character < 0x7f) {
            return true;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
