package dev.sallyport.upstream;

import dev.sallyport.wire.ClientEncoding;
import java.util.Map;
import java.util.Optional;

/** What a server must report of itself, because decisions about statements would be wrong otherwise. */
final class ServerRequirements {
    /** The oldest major version whose protocol and grammar are known to fit. */
    static final int OLDEST_VERSION = 14;

    private ServerRequirements() {}

    /**
     * What is wrong with a server that reported these, if anything is.
     *
     * @param asked the encoding that it was asked for
     */
    static Optional<String> violatedBy(Map<String, String> parameters, ClientEncoding asked) {
        if (!ClientEncoding.named(parameters.getOrDefault("client_encoding", ""))
                .equals(Optional.of(asked))) {
            return Optional.of("the database server does not speak " + asked.name() + " with the gateway");
        }
        // What its own encoding is converted by is not known otherwise.
        if (!asked.equals(ClientEncoding.UTF8)
                && !parameters.getOrDefault("server_encoding", "").equals(ClientEncoding.UTF8.name())) {
            return Optional.of("client_encoding must be UTF8, since the database's own encoding is "
                    + parameters.getOrDefault("server_encoding", "not known"));
        }
        // With backslash escapes in plain literals a text means something else than what was decided on.
        if (!parameters.getOrDefault("standard_conforming_strings", "").equals("on")) {
            return Optional.of(
                    "the database server has standard_conforming_strings off, under which no statement can be"
                            + " decided safely");
        }
        if (majorVersion(parameters.getOrDefault("server_version", "")) < OLDEST_VERSION) {
            return Optional.of("the database server is older than PostgreSQL " + OLDEST_VERSION);
        }
        return Optional.empty();
    }

    /** The number that a version begins with, such as 18 of {@code 18.6 (Debian 18.6-1)}; 0 if there is none. */
    private static int majorVersion(String version) {
        int digits = 0;
        while (digits < Math.min(version.length(), 4) && Character.digit(version.charAt(digits), 10) >= 0) {
            digits++;
        }
        return digits == 0 ? 0 : Integer.parseInt(version.substring(0, digits));
    }
}
