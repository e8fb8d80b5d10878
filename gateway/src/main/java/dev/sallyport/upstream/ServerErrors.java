package dev.sallyport.upstream;

import dev.sallyport.upstream.LoginResult.Refused;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.SqlState;

/** Turns a server's refusal to let the gateway in into what a client may know of it. */
final class ServerErrors {
    /** How much of the server's own message goes to the log, in characters. */
    static final int LONGEST_DETAIL = 300;

    private static final String CANNOT_CONNECT_NOW = "57P03";

    private ServerErrors() {}

    static Refused refused(ErrorResponse error) {
        String message = error.message();
        String detail = error.sqlState() + ": "
                + (message.length() > LONGEST_DETAIL ? message.substring(0, LONGEST_DETAIL) : message);
        return switch (error.sqlState()) {
            case CANNOT_CONNECT_NOW ->
                new Refused(error.sqlState(), "the database server is starting up or shutting down", detail);
            case SqlState.TOO_MANY_CONNECTIONS ->
                new Refused(error.sqlState(), "the database server has no connection left", detail);
            case SqlState.INVALID_CATALOG_NAME ->
                new Refused(error.sqlState(), "the database does not exist on its server", detail);
            default -> unavailable("the database server did not let the gateway in", detail);
        };
    }

    static Refused unavailable(String reason, String detail) {
        return new Refused(SqlState.CONNECTION_FAILURE, reason, detail);
    }
}
