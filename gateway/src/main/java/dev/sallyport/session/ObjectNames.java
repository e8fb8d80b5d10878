package dev.sallyport.session;

import dev.sallyport.wire.FrontendMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

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

    /** The names that a message carries. */
    static List<String> of(FrontendMessage message) {
        return switch (message) {
            case FrontendMessage.Parse parse -> List.of(parse.statement());
            case FrontendMessage.Bind bind -> List.of(bind.portal(), bind.statement());
            case FrontendMessage.Execute execute -> List.of(execute.portal());
            case FrontendMessage.Describe describe -> List.of(describe.name());
            case FrontendMessage.Close close -> List.of(close.name());
            default -> List.of();
        };
    }
}
