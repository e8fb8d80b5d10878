package dev.sallyport.role;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comment on a short-lived role: it says that it is one, and what has to be known to drop it when nobody remembers it.
 *
 * @param database the server's name of the database that the session is in
 * @param made when it was made, by the server's clock, in whole seconds
 * @param ends when its grant ends, by the server's clock, in whole seconds
 * @param session the id of the session
 */
record RoleMark(String database, Instant made, Instant ends, String session) {
    /** The longest comment that is looked at, in characters. */
    static final int LONGEST = 1_000;

    private static final Pattern FORM = Pattern.compile(
            "Sallyport session ([0-9A-Za-z-]{1,100}), made (\\d{1,12}), ends (\\d{1,12}), database (.+)",
            Pattern.DOTALL);

    /** The mark of a comment; empty if it is another comment. */
    static Optional<RoleMark> of(String comment) {
        if (comment.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(comment);
        return matcher.matches()
                ? Optional.of(new RoleMark(
                        matcher.group(4),
                        Instant.ofEpochSecond(Long.parseLong(matcher.group(2))),
                        Instant.ofEpochSecond(Long.parseLong(matcher.group(3))),
                        matcher.group(1)))
                : Optional.empty();
    }

    String comment() {
        return "Sallyport session " + session + ", made " + made.getEpochSecond() + ", ends " + ends.getEpochSecond()
                + ", database " + database;
    }
}
