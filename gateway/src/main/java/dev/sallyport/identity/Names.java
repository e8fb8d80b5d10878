package dev.sallyport.identity;

/** What may name a subject, an actor or a group. */
final class Names {

    private Names() {}

    /** A name is shown to people and recorded: it is not empty, not endless and holds no control characters. */
    static boolean isUsable(String name) {
        return !name.isBlank()
                && name.length() <= IdentityLimits.NAME_LENGTH
                && name.codePoints().noneMatch(Names::misleads);
    }

    /** Line breaks forge log lines, format characters reorder what is shown, and lone surrogates can't be stored. */
    private static boolean misleads(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
