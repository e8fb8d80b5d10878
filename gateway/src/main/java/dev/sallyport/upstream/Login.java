package dev.sallyport.upstream;

import dev.sallyport.upstream.LoginResult.LoggedIn;
import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NegotiateProtocolVersion;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ClientEncoding;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrameDecoder;
import dev.sallyport.wire.Input;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.StartupPacket.StartupMessage;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * From the StartupMessage to the first ReadyForQuery. Ends with exactly one answer; what follows the ReadyForQuery stays in the
 * decoder.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-START-UP">Start-up</a>
 */
final class Login extends ChannelInboundHandlerAdapter {
    /** How many bytes a server may send before it is ready. */
    static final int MOST_BYTES = 1 << 20;
    /** How many messages a server may send before it is ready. */
    static final int MOST_MESSAGES = 1000;

    /** How many bytes a cancel key has before protocol 3.2. */
    private static final int SHORT_KEY = 4;

    private static final String BROKEN = "the database server broke the protocol during start-up";
    private static final String NOT_LET_IN = "the database server did not let the gateway in";

    private final StartupMessage startup;
    private final PasswordExchange exchange;
    private final FrameDecoder decoder;
    private final Executor blocking;
    private final Consumer<LoginResult> done;
    private final Map<String, Bytes> parameters = new LinkedHashMap<>();
    private @Nullable BackendKeyData key;
    private boolean negotiated;
    private int protocolMinor;
    private int bytes;
    private int messages;
    /** The server has asked for a proof, so that everything before is settled. */
    private boolean begun;

    private boolean accepted;
    /** An answer is being worked out elsewhere; nothing more is looked at meanwhile. */
    private boolean waiting;

    /** The server closed the connection; what it said before that still counts. */
    private boolean closed;

    private boolean answered;

    Login(
            StartupMessage startup,
            PasswordExchange exchange,
            FrameDecoder decoder,
            Executor blocking,
            Consumer<LoginResult> done) {
        this.startup = startup;
        this.protocolMinor = startup.protocolMinor();
        this.exchange = exchange;
        this.decoder = decoder;
        this.blocking = blocking;
        this.done = done;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Channels.send(context, startup.encode());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Bytes read = Channels.take(message);
        bytes += read.length();
        if (bytes > MOST_BYTES) {
            answer(ServerErrors.unavailable(BROKEN, "more than " + MOST_BYTES + " bytes before ReadyForQuery"));
            return;
        }
        decoder.feed(read);
        proceed(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed = true;
        if (!waiting) {
            answerThatItClosed();
        }
    }

    private void answerThatItClosed() {
        answer(ServerErrors.unavailable("the database server closed the connection during start-up", "closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        answer(ServerErrors.unavailable(
                "the connection to the database server broke during start-up",
                cause.getClass().getName()));
    }

    private void proceed(ChannelHandlerContext context) {
        try {
            while (!answered && !waiting) {
                Input input = decoder.next(_ -> false);
                if (!(input instanceof Frame frame)) {
                    return;
                }
                messages++;
                if (messages > MOST_MESSAGES) {
                    throw new ProtocolViolation("more than " + MOST_MESSAGES + " messages before ReadyForQuery");
                }
                received(context, frame);
            }
        } catch (ProtocolViolation violation) {
            answer(ServerErrors.unavailable(BROKEN, String.valueOf(violation.getMessage())));
        }
    }

    private void received(ChannelHandlerContext context, Frame frame) throws ProtocolViolation {
        BackendMessage message = BackendMessages.decode(frame);
        switch (message) {
            case ErrorResponse error -> answer(ServerErrors.refused(error));
            case NoticeResponse _ -> {}
            case NegotiateProtocolVersion offer -> negotiate(offer);
            default -> {
                if (accepted) {
                    learn(message);
                } else if (frame.type() == BackendType.AUTHENTICATION) {
                    authenticate(context, message);
                } else {
                    throw new ProtocolViolation("a message that has no place before AuthenticationOk");
                }
            }
        }
    }

    /** An older server says by what it can be spoken to. Once, before it asks for anything, and never upwards. */
    private void negotiate(NegotiateProtocolVersion offer) throws ProtocolViolation {
        if (negotiated || begun || accepted) {
            throw new ProtocolViolation("a protocol version that is negotiated too late");
        }
        negotiated = true;
        if (offer.protocolMajor() != startup.protocolMajor() || offer.protocolMinor() > startup.protocolMinor()) {
            throw new ProtocolViolation("a protocol version that was not asked for");
        }
        if (!startup.protocolOptions().keySet().containsAll(offer.unrecognizedOptions())) {
            throw new ProtocolViolation("protocol options that were not asked for");
        }
        protocolMinor = offer.protocolMinor();
    }

    private void learn(BackendMessage message) throws ProtocolViolation {
        switch (message) {
            case ParameterStatus status -> parameters.put(status.name(), status.bytes());
            case BackendKeyData data -> key = fit(data);
            case ReadyForQuery _ -> ready();
            default -> throw new ProtocolViolation("a message that has no place before ReadyForQuery");
        }
    }

    private BackendKeyData fit(BackendKeyData data) throws ProtocolViolation {
        if (protocolMinor < UpstreamTarget.PROTOCOL_3_2 && data.key().length() != SHORT_KEY) {
            throw new ProtocolViolation("a cancel key of " + data.key().length() + " bytes in protocol 3.0");
        }
        return data;
    }

    private void authenticate(ChannelHandlerContext context, BackendMessage request) {
        waiting = true;
        begun = true;
        blocking.execute(() -> {
            PasswordExchange.Answer next = exchange.answer(request);
            context.executor().execute(() -> authenticated(context, next));
        });
    }

    private void authenticated(ChannelHandlerContext context, PasswordExchange.Answer next) {
        waiting = false;
        if (answered) {
            return;
        }
        switch (next) {
            case PasswordExchange.Answer.Send send -> Channels.send(context, send.bytes());
            case PasswordExchange.Answer.Nothing _ -> {}
            case PasswordExchange.Answer.Accepted _ -> accepted = true;
            case PasswordExchange.Answer.Refuse refuse -> answer(ServerErrors.unavailable(NOT_LET_IN, refuse.why()));
        }
        proceed(context);
        if (closed && !waiting) {
            answerThatItClosed();
        }
    }

    private void ready() {
        BackendKeyData cancelKey = key;
        if (cancelKey == null) {
            answer(ServerErrors.unavailable(
                    "the database server gave no key by which its statements can be cancelled", "no BackendKeyData"));
            return;
        }
        ClientEncoding asked = UpstreamParameters.encoding(startup).orElse(ClientEncoding.UTF8);
        Map<String, String> read = new LinkedHashMap<>();
        parameters.forEach((name, value) -> read.put(name, asked.display(value)));
        ServerRequirements.violatedBy(read, asked)
                .ifPresentOrElse(
                        reason -> answer(ServerErrors.unavailable(reason, "unfit server parameters")),
                        () -> answer(new LoggedIn(read, cancelKey)));
    }

    private void answer(LoginResult result) {
        if (!answered) {
            answered = true;
            done.accept(result);
        }
    }
}
