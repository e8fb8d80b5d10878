package dev.sallyport.control;

import tools.jackson.databind.JsonNode;

/** What the interface said to the client. */
public sealed interface ControlReply {

    /** It did what was asked. */
    record Done(JsonNode body) implements ControlReply {}

    /**
     * It refused.
     *
     * @param status the HTTP status
     * @param message what to do, from the gateway; not yet fit for a terminal
     */
    record Refused(int status, String message) implements ControlReply {}

    /** It could not be asked. */
    record Unreachable(String reason) implements ControlReply {}
}
