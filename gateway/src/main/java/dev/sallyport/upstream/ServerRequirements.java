package dev.sallyport.upstream;

import java.util.Map;
import java.util.Optional;

/** What a server must report of itself, because decisions about statements would be wrong otherwise. */
final class ServerRequirements {
    /** The oldest major version whose protocol and grammar are known to fit. */
    static final int OLDEST_VERSION = 14;

    private ServerRequirements() {}

    /** What is wrong with a server that reported these, if anything is. */
    static Optional<String> violatedBy(Map<String, String> parameters) {
        if (!parameters.getOrDefault("client_encoding", "").equals("UTF8")) {
            return Optional.of("the database server does not speak UTF-8 with the gateway");
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
