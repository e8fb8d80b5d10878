package dev.sallyport.net;

import dev.sallyport.upstream.Channels;
import dev.sallyport.wire.BackendMessage.NegotiateProtocolVersion;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.EncryptionReply;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.SqlState;
import dev.sallyport.wire.StartupPacket;
import dev.sallyport.wire.StartupPacket.CancelRequest;
import dev.sallyport.wire.StartupPacket.GSSENCRequest;
import dev.sallyport.wire.StartupPacket.SSLRequest;
import dev.sallyport.wire.StartupPacket.StartupMessage;
import dev.sallyport.wire.StartupPacketDecoder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client from its first byte to its StartupMessage or CancelRequest.
 *
 * <pre>
 *            SSLRequest 'S', or first byte 0x16
 *   IN_CLEAR ------------------------------------> HANDSHAKING ---> ENCRYPTED
 *      |  ^ SSLRequest 'N', GSSENCRequest 'N': once each                |
 *      |  +---+                                                         |
 *      +---------------- StartupMessage, CancelRequest -----------------+---> done
 * </pre>
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL">SSL session encryption</a>
 */
final class StartupHandler extends ChannelInboundHandlerAdapter {
    /** The newest minor version of protocol 3 that is spoken here. */
    static final int NEWEST_MINOR = 2;

    /** The first byte of a TLS handshake record, which no start-up packet can begin with: it would be far too long. */
    private static final byte TLS_HANDSHAKE = 0x16;

    private static final Logger log = LoggerFactory.getLogger(StartupHandler.class);

    private enum Encryption {
        IN_CLEAR,
        HANDSHAKING,
        ENCRYPTED
    }

    /** What follows start-up. */
    interface Next {
        /**
         * A session is wanted.
         *
         * @param rest what the client sent behind its StartupMessage
         */
        void session(Channel channel, StartupMessage startup, Bytes rest);

        void cancel(CancelRequest request, @Nullable InetAddress from);
    }

    private final ListenerSettings settings;
    private final Next next;
    private StartupPacketDecoder decoder = new StartupPacketDecoder();
    private Encryption encryption = Encryption.IN_CLEAR;
    private boolean first = true;
    private boolean direct;
    private boolean askedForTls;
    private boolean askedForGss;
    private boolean over;
    private @Nullable ScheduledFuture<?> deadline;

    StartupHandler(ListenerSettings settings, Next next) {
        this.settings = settings;
        this.next = next;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline = context.executor()
                .schedule(() -> Channels.close(context), settings.startup().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.atDebug()
                .addKeyValue("client", context.channel().remoteAddress())
                .addKeyValue("failure", cause.getClass().getName())
                .log("a client's connection broke during start-up");
        Channels.close(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Bytes bytes = Channels.take(message);
        if (over || bytes.length() == 0) {
            return;
        }
        boolean beginning = first;
        first = false;
        if (beginning && bytes.at(0) == TLS_HANDSHAKE) {
            beginDirectly(context, bytes);
            return;
        }
        try {
            decoder.feed(bytes);
            for (StartupPacket packet = decoder.next(); packet != null && !over; packet = decoder.next()) {
                received(context, packet);
            }
        } catch (ProtocolViolation violation) {
            refuse(context, violation.sqlState(), String.valueOf(violation.getMessage()));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            return;
        }
        SslHandler tls = context.pipeline().get(SslHandler.class);
        boolean agreed = !direct || ServerTls.APPLICATION_PROTOCOL.equals(tls.applicationProtocol());
        if (handshake.isSuccess() && agreed) {
            encryption = Encryption.ENCRYPTED;
        } else {
            end();
            Channels.close(context);
        }
    }

    private void received(ChannelHandlerContext context, StartupPacket packet) throws ProtocolViolation {
        switch (packet) {
            case SSLRequest _ -> {
                if (askedForTls) {
                    throw new ProtocolViolation("encryption was asked for twice");
                }
                askedForTls = true;
                negotiate(context, settings.tls());
            }
            case GSSENCRequest _ -> {
                if (askedForGss) {
                    throw new ProtocolViolation("encryption was asked for twice");
                }
                askedForGss = true;
                negotiate(context, null);
            }
            case CancelRequest request -> {
                end();
                next.cancel(request, address(context));
                Channels.close(context);
            }
            case StartupMessage startup -> start(context, startup);
        }
    }

    private void negotiate(ChannelHandlerContext context, @Nullable ServerTls tls) throws ProtocolViolation {
        if (encryption != Encryption.IN_CLEAR) {
            throw new ProtocolViolation("encryption was asked for inside encryption");
        }
        // What came before the answer would pass as protected if encryption follows (CVE-2021-23214).
        if (decoder.rest().length() > 0) {
            throw new ProtocolViolation("received unencrypted data after an encryption request");
        }
        if (tls == null) {
            Channels.send(context, Bytes.of(new byte[] {EncryptionReply.NONE}));
        } else {
            Channels.send(context, Bytes.of(new byte[] {EncryptionReply.SSL}));
            encrypt(context, tls);
        }
    }

    private void beginDirectly(ChannelHandlerContext context, Bytes bytes) {
        ServerTls tls = settings.tls();
        if (tls == null) {
            end();
            Channels.close(context);
            return;
        }
        askedForTls = true;
        direct = true;
        encrypt(context, tls);
        context.pipeline().fireChannelRead(Unpooled.wrappedBuffer(bytes.array(), bytes.offset(), bytes.length()));
    }

    private void encrypt(ChannelHandlerContext context, ServerTls tls) {
        encryption = Encryption.HANDSHAKING;
        decoder = new StartupPacketDecoder();
        SslHandler handler = tls.handler(context.alloc());
        handler.setHandshakeTimeoutMillis(settings.startup().toMillis());
        context.pipeline().addFirst("tls", handler);
    }

    private void start(ChannelHandlerContext context, StartupMessage startup) {
        if (encryption != Encryption.ENCRYPTED && settings.tlsRequired() && !mayStayPlain(context)) {
            refuse(
                    context,
                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                    "TLS is required: connect with sslmode=require or stronger");
            return;
        }
        int minor = Math.min(startup.protocolMinor(), NEWEST_MINOR);
        List<String> unknown = List.copyOf(startup.protocolOptions().keySet());
        if (minor != startup.protocolMinor() || !unknown.isEmpty()) {
            Channels.send(context, new NegotiateProtocolVersion(startup.protocolMajor(), minor, unknown).encode());
        }
        end();
        Bytes rest = decoder.rest();
        next.session(context.channel(), startup, rest);
        context.pipeline().remove(this);
    }

    private boolean mayStayPlain(ChannelHandlerContext context) {
        InetAddress client = address(context);
        return settings.plainFromLoopback() && client != null && client.isLoopbackAddress();
    }

    private void refuse(ChannelHandlerContext context, String sqlState, String message) {
        end();
        FatalErrors.sendAndHearOut(context.channel(), sqlState, message);
    }

    private void end() {
        over = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private static @Nullable InetAddress address(ChannelHandlerContext context) {
        return context.channel().remoteAddress() instanceof InetSocketAddress socket ? socket.getAddress() : null;
    }
}
