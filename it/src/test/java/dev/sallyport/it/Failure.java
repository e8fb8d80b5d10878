package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a client is told when something is refused. */
final class Failure {
    private Failure() {}

    /** The error of something that must not work. */
    static PSQLException of(ThrowingCallable call) {
        Throwable thrown = Assertions.catchThrowable(call);
        assertThat(thrown).isInstanceOf(PSQLException.class);
        return (PSQLException) thrown;
    }

    /** The object in an error's DETAIL. */
    static JsonNode detail(PSQLException refusal) {
        ServerErrorMessage message = refusal.getServerErrorMessage();
        assertThat(message).isNotNull();
        String detail = message == null ? null : message.getDetail();
        assertThat(detail).isNotNull();
        return JsonMapper.shared().readTree(detail);
    }
}
