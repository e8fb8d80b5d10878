package dev.sallyport.control;

import dev.sallyport.approval.Choice;
import dev.sallyport.terminal.Printable;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** {@code approve} and {@code deny}. */
public final class DecideCommand {
    private final ControlClient client;
    private final Choice choice;
    private final boolean json;

    /** The command for one of the two choices; {@code json} prints the gateway's answer as it is. */
    public DecideCommand(ControlClient client, Choice choice, boolean json) {
        this.client = client;
        this.choice = choice;
        this.json = json;
    }

    /** Decides on a request; returns 0 if that is the verdict, else 1. */
    public int run(String id, @Nullable String comment, PrintStream out, PrintStream err) {
        return Replies.print(
                client.decide(id, choice, comment),
                json,
                out,
                err,
                body -> out.println("request " + Printable.line(body.path("id").asString("")) + " is "
                        + Printable.line(body.path("state").asString(""))));
    }
}
