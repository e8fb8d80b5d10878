package dev.sallyport.control;

import dev.sallyport.control.ControlReply.Done;
import dev.sallyport.control.ControlReply.Refused;
import dev.sallyport.control.ControlReply.Unreachable;
import dev.sallyport.terminal.Printable;
import java.io.PrintStream;
import java.util.function.Consumer;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows replies on a terminal and makes exit codes of them. */
final class Replies {
    private static final int DONE = 0;
    private static final int FAILED = 1;

    /** Escapes all that is not ASCII, so that what is printed for programs can't act on a terminal either. */
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Replies() {}

    static int print(ControlReply reply, boolean json, PrintStream out, PrintStream err, Consumer<JsonNode> show) {
        return switch (reply) {
            case Done(JsonNode body) -> {
                if (json) {
                    out.println(ASCII.writeValueAsString(body).replace("\177", "\\u007f"));
                } else {
                    show.accept(body);
                }
                yield DONE;
            }
            case Refused refused -> {
                err.println("sallyport: " + Printable.line(refused.message()));
                yield FAILED;
            }
            case Unreachable unreachable -> {
                err.println("sallyport: " + Printable.line(unreachable.reason()));
                yield FAILED;
            }
        };
    }
}
