package dev.sallyport.session;

import dev.sallyport.wire.ClientEncoding;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client's StartupMessage asks for, sifted: what the gateway itself answers to, and the few configuration parameters that are
 * passed to the server. Everything else is refused by name rather than dropped, because a client that asked for it relies on it.
 */
sealed interface StartupParameters {

    /** All of it is fine. */
    record Accepted(
            String user,
            String database,
            String applicationName,
            @Nullable String reason,
            @Nullable String task,
            @Nullable String manifest,
            Map<String, String> forServer)
            implements StartupParameters {}

    /** Something is not; the client is told. */
    record Refused(String sqlState, String message, String hint) implements StartupParameters {}

    /** Parameters that change how values look or how long things may take, but not what a text means or who runs it. */
    Set<String> PASSED = Set.of(
            "datestyle",
            "intervalstyle",
            "timezone",
            "extra_float_digits",
            "bytea_output",
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "geqo",
            "jit");

    /** The longest reason, task or manifest that is taken, in characters. */
    int LONGEST_STATED = 500;

    /** Sifts the parameters of a StartupMessage. */
    static StartupParameters of(Map<String, String> parameters) {
        return new Sifting().sift(parameters);
    }

    /** The work of {@link #of}. */
    final class Sifting {
        private final Map<String, String> forServer = new LinkedHashMap<>();
        private @Nullable String reason;
        private @Nullable String task;
        private @Nullable String manifest;
        private @Nullable Refused refused;
        private String applicationName = "";

        private StartupParameters sift(Map<String, String> parameters) {
            String user = parameters.getOrDefault("user", "");
            String database = parameters.getOrDefault("database", user);
            parameters.forEach((name, value) -> {
                switch (name) {
                    case "user", "database" -> {}
                    case "options" -> options(value);
                    default -> {
                        if (!name.startsWith("_pq_.")) {
                            parameter(name, value);
                        }
                    }
                }
            });
            if (user.isEmpty()) {
                return new Refused(
                        "28000", "no user name in the start-up packet", "Give any name: it is recorded, not trusted.");
            }
            Refused refusal = refused;
            return refusal != null
                    ? refusal
                    : new Accepted(user, database, applicationName, reason, task, manifest, Map.copyOf(forServer));
        }

        private void parameter(String name, String value) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (value.indexOf('\0') >= 0) {
                refuse("22023", "the value of \"" + name + "\" is not a text", "");
            } else if (lower.equals("application_name")) {
                applicationName = value;
                forServer.put(lower, value);
            } else if (lower.equals("client_encoding")) {
                encoding(value);
            } else if (lower.equals("sallyport.reason")) {
                reason = stated(name, value);
            } else if (lower.equals("sallyport.task")) {
                task = stated(name, value);
            } else if (lower.equals("sallyport.manifest")) {
                manifest = stated(name, value);
            } else if (PASSED.contains(lower)) {
                forServer.put(lower, value);
            } else if (lower.equals("replication")) {
                refuse("0A000", "replication is not available through Sallyport", "Connect without \"replication\".");
            } else {
                refuse(
                        "0A000",
                        "the start-up parameter \"" + name + "\" is not available through Sallyport",
                        "Leave it out of the connection string; parameters that may change can be set by SET"
                                + " afterwards.");
            }
        }

        /** In others SQL can't be read safely. For "auto" a driver should have put what it means. */
        private void encoding(String value) {
            if (ClientEncoding.named(value).isPresent()) {
                forServer.put(SessionEncoding.PARAMETER, value);
            } else if (!value.equalsIgnoreCase("auto")) {
                refuse(
                        "0A000",
                        "client_encoding \"" + value + "\" is not available through Sallyport",
                        "Set client_encoding to UTF8, or to an encoding of single bytes, in the driver.");
            }
        }

        private @Nullable String stated(String name, String value) {
            if (value.length() > LONGEST_STATED) {
                refuse("54000", name + " is longer than " + LONGEST_STATED + " characters", "Say it shorter.");
                return null;
            }
            return value;
        }

        /** Command-line options as libpq sends them: {@code -c name=value}, {@code -cname=value} or {@code --name=value}. */
        private void options(String text) {
            OptionWords words = new OptionWords(text);
            for (String word = words.next(); word != null; word = words.next()) {
                String setting;
                if (word.equals("-c")) {
                    String next = words.next();
                    setting = next == null ? "" : next;
                } else if (word.startsWith("-c")) {
                    setting = word.substring(2);
                } else if (word.startsWith("--")) {
                    setting = word.substring(2).replace('-', '_');
                } else {
                    refuse(
                            "0A000",
                            "options: \"" + word + "\" is not available through Sallyport",
                            "Use -c name=value.");
                    return;
                }
                int equals = setting.indexOf('=');
                if (equals <= 0) {
                    refuse("42601", "options: \"" + setting + "\" is not name=value", "Use -c name=value.");
                    return;
                }
                parameter(setting.substring(0, equals), setting.substring(equals + 1));
            }
        }

        private void refuse(String sqlState, String message, String hint) {
            if (refused == null) {
                refused = new Refused(sqlState, message, hint);
            }
        }
    }
}
