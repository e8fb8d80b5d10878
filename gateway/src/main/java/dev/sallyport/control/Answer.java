package dev.sallyport.control;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a request is answered with.
 *
 * @param status an HTTP status
 * @param body a JSON object
 */
record Answer(int status, JsonNode body) {

    static Answer ok(JsonNode body) {
        return new Answer(200, body);
    }

    /**
     * A failure.
     *
     * @param error a short name for programs
     * @param message a sentence for people that says what to do
     */
    static Answer problem(int status, String error, String message) {
        return new Answer(
                status,
                JsonNodeFactory.instance.objectNode().put("error", error).put("message", message));
    }
}
