package dev.sallyport.session;

import dev.sallyport.wire.FrontendMessage;
import java.nio.charset.StandardCharsets;

/**
 * How long names of prepared statements and portals may be. PostgreSQL takes longer ones but tells them apart by their first 63 bytes
 * alone (its hash tables' keys are NAMEDATALEN long), so that two names would stand for one thing.
 */
final class ObjectNames {
    /** The longest name, in bytes of UTF-8: NAMEDATALEN - 1. */
    static final int LONGEST = 63;

    private ObjectNames() {}

    static boolean tooLong(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length > LONGEST;
    }

    /** Whether a message carries a name that is too long. */
    static boolean tooLong(FrontendMessage message) {
        return switch (message) {
            case FrontendMessage.Parse parse -> tooLong(parse.statement());
            case FrontendMessage.Bind bind -> tooLong(bind.portal()) || tooLong(bind.statement());
            case FrontendMessage.Execute execute -> tooLong(execute.portal());
            case FrontendMessage.Describe describe -> tooLong(describe.name());
            case FrontendMessage.Close close -> tooLong(close.name());
            default -> false;
        };
    }
}
