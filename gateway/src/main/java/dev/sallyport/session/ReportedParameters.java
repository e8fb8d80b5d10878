package dev.sallyport.session;

import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ClientEncoding;
import dev.sallyport.wire.ProtocolViolation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The settings that the server reports of itself, as far as what statements mean depends on them. */
final class ReportedParameters {
    private final Session session;
    private final InFlight inFlight;

    /** A search path that was reported, whose encoding is not certain yet. */
    private @Nullable Bytes path;

    ReportedParameters(Session session, InFlight inFlight) {
        this.session = session;
        this.inFlight = inFlight;
    }

    /**
     * What the parser assumes of the session must stay true; whatever changed it, nothing more is read under other rules.
     *
     * @return whether it does; otherwise the session is over
     */
    boolean take(ParameterStatus parameter) {
        SessionEncoding encoding = inFlight.encoding();
        boolean sound = switch (parameter.name().toLowerCase(Locale.ROOT)) {
            case SessionEncoding.PARAMETER ->
                encoding.of(parameter.value())
                        .map(reported -> {
                            encoding.reported(reported);
                            return true;
                        })
                        .orElse(false);
            case "standard_conforming_strings" -> parameter.value().equals("on");
            default -> true;
        };
        if (!sound) {
            session.end(
                    "0A000",
                    parameter.name() + " = " + parameter.value() + " is not available through Sallyport",
                    "Leave it as it is: under another value a text may mean something else than was decided on.",
                    parameter.name() + " was changed");
            return false;
        }
        if (parameter.name().equals(SessionPath.PARAMETER)) {
            path = parameter.bytes();
            if (ClientEncoding.isAscii(path)) {
                readPath();
            }
        }
        return true;
    }

    /** Reads the search path by the encoding at ReadyForQuery: what the server reports before it may come in any order. */
    void readPath() {
        Bytes said = path;
        path = null;
        if (said != null) {
            Bytes text = inFlight.encoding().reported().toUtf8(said);
            try {
                inFlight.path().reported(text == null ? null : text.utf8());
            } catch (ProtocolViolation notUtf8) {
                inFlight.path().reported(null);
            }
        }
    }
}
