package dev.sallyport.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/** The names and values in a StartupMessage. */
final class StartupParameters {
    static final String USER = "user";
    static final String DATABASE = "database";
    static final String PROTOCOL_OPTION = "_pq_.";

    private StartupParameters() {}

    /**
     * Reads them to the end. Stricter than PostgreSQL, which lets the last of two values win: nobody could say which of
     * them was decided on.
     */
    static Map<String, String> read(BodyReader reader) throws ProtocolViolation {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name = reader.string(); !name.isEmpty(); name = reader.string()) {
            if (reader.remaining() == 0) {
                throw reader.violation("has a parameter without a value");
            }
            if (parameters.putIfAbsent(name, reader.string()) != null) {
                throw reader.violation("has a parameter twice");
            }
            if (reader.remaining() == 0) {
                throw reader.violation("lacks its terminator");
            }
        }
        reader.end();
        if (parameters.getOrDefault(USER, "").isEmpty()) {
            throw new ProtocolViolation(
                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                    "no PostgreSQL user name specified in startup packet");
        }
        return parameters;
    }
}
