package dev.sallyport.app.policy;

import dev.sallyport.app.config.Identity;
import dev.sallyport.policy.Situation;
import dev.sallyport.terminal.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code policy explain}, once its options are understood. */
public final class ExplainCommand {
    private final Rehearsal rehearsal;
    private final PrintWriter out;

    /** Makes a command that prints to {@code out}. */
    public ExplainCommand(Rehearsal rehearsal, PrintWriter out) {
        this.rehearsal = rehearsal;
        this.out = out;
    }

    /** Who asks of what, in which session and when. */
    public record Question(Identity identity, String database, Situation situation, Instant now, String text) {}

    /** Prints for a person. */
    public void print(Question question, boolean terminal) throws IOException {
        new ExplanationText(out, Paint.of(terminal)).print(view(question));
    }

    /** Prints as JSON, for tools. */
    public void printJson(Question question) throws IOException {
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        out.println(Printable.lines(mapper.writeValueAsString(view(question))));
        out.flush();
    }

    private ExplanationView view(Question question) throws IOException {
        Answer answer = new Conversation(
                        rehearsal,
                        question.identity().principal(question.now()),
                        question.database(),
                        question.situation(),
                        question.now())
                .ask(question.text());
        return ExplanationView.of(answer, question.text());
    }
}
