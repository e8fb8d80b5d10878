package dev.sallyport.control;

/**
 * Text from elsewhere made safe to show on a terminal: no character of it can move the cursor, change colours, reverse the
 * order of others or hide itself.
 */
final class Printable {
    private Printable() {}

    /** The text on one line, what can't be seen written as {@code \\u{...}}. */
    static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(safe, c));
        return safe.toString();
    }

    /** The text with its lines kept, everything else as {@link #of}. */
    static String lines(String text) {
        return String.join("\n", text.lines().map(Printable::of).toList());
    }

    /** The first line, shortened, and how many follow. */
    static String firstLine(String text, int longest) {
        var lines = text.lines().toList();
        String first = lines.isEmpty() ? "" : shortened(of(lines.getFirst()), longest);
        return lines.size() <= 1 ? first : first + " (+" + (lines.size() - 1) + " lines)";
    }

    static String shortened(String text, int longest) {
        if (text.codePointCount(0, text.length()) <= longest) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, longest - 3)) + "...";
    }

    private static void append(StringBuilder safe, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                safe.append(String.format("\\u{%x}", c));
            default -> safe.appendCodePoint(c);
        }
    }
}
