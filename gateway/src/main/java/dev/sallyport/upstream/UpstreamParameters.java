package dev.sallyport.upstream;

import dev.sallyport.wire.ClientEncoding;
import dev.sallyport.wire.StartupPacket.StartupMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What goes into the StartupMessage to the server. */
final class UpstreamParameters {
    static final int PROTOCOL_MAJOR = 3;

    /** What a client must never have a say in: who, where, and everything that smuggles other settings in. */
    private static final Set<String> RESERVED = Set.of("user", "database", "options", "replication");

    private static final String ENCODING = "client_encoding";

    private UpstreamParameters() {}

    /** The encoding that a message asks for. */
    static Optional<ClientEncoding> encoding(StartupMessage startup) {
        return ClientEncoding.named(startup.parameters().getOrDefault(ENCODING, ""));
    }

    /**
     * The message.
     *
     * @param passed run-time parameters that the session lists as harmless
     * @throws IllegalArgumentException if a reserved parameter, a protocol option or an encoding that texts can't be read by is among
     *     them: whoever lists them erred
     */
    static StartupMessage startup(UpstreamTarget target, Map<String, String> passed) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", target.user());
        parameters.put("database", target.database());
        parameters.put(ENCODING, "UTF8");
        passed.forEach((name, value) -> {
            boolean unreadable =
                    name.equals(ENCODING) && ClientEncoding.named(value).isEmpty();
            if (RESERVED.contains(name) || name.startsWith("_pq_.") || unreadable) {
                throw new IllegalArgumentException("the parameter " + name + " is not a client's to set");
            }
            parameters.put(name, value);
        });
        return new StartupMessage(PROTOCOL_MAJOR, target.protocolMinor(), parameters);
    }
}
