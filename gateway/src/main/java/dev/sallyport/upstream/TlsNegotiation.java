package dev.sallyport.upstream;

import dev.sallyport.upstream.Dialed.Failed;
import dev.sallyport.upstream.Dialed.Opened;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.EncryptionReply;
import dev.sallyport.wire.StartupPacket.SSLRequest;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server for TLS and sees it through. Ends with exactly one answer.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL">SSL session encryption</a>
 */
final class TlsNegotiation extends ChannelInboundHandlerAdapter {
    private final UpstreamTls tls;
    private final boolean mayStayPlain;
    private final Consumer<Dialed> done;
    private boolean asked;
    private boolean answered;

    TlsNegotiation(UpstreamTls tls, boolean mayStayPlain, Consumer<Dialed> done) {
        this.tls = tls;
        this.mayStayPlain = mayStayPlain;
        this.done = done;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Bytes request = new SSLRequest().encode();
        asked = true;
        Channels.send(context, request);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Bytes bytes = Channels.take(message);
        // Only what TLS protects may follow the answer: bytes from before would pass as protected (CVE-2021-23222).
        if (!asked || bytes.length() != 1) {
            fail(context, "the database server broke the protocol while encryption was agreed on", null);
            return;
        }
        asked = false;
        switch (bytes.at(0)) {
            case EncryptionReply.SSL ->
                context.pipeline().addBefore(context.name(), "tls", tls.handler(context.alloc()));
            case EncryptionReply.NONE -> {
                if (mayStayPlain) {
                    succeed(context);
                } else {
                    fail(context, "the database server does not offer the encryption that is required", null);
                }
            }
            default -> fail(context, "the database server refused to agree on encryption", null);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion) {
            if (completion.isSuccess()) {
                succeed(context);
            } else {
                fail(context, "no trusted encrypted connection to the database server", completion.cause());
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(context, "the database server closed the connection while encryption was agreed on", null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, "no trusted encrypted connection to the database server", cause);
    }

    private void succeed(ChannelHandlerContext context) {
        if (!answered) {
            answered = true;
            done.accept(new Opened(context.channel()));
            context.pipeline().remove(this);
        }
    }

    private void fail(ChannelHandlerContext context, String reason, @Nullable Throwable cause) {
        if (!answered) {
            answered = true;
            Channels.close(context);
            done.accept(new Failed(reason, cause));
        }
    }
}
