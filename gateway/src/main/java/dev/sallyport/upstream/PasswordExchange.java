package dev.sallyport.upstream;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.ServerFirstMessage;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.util.TlsServerEndpoint;
import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.AuthenticationCleartextPassword;
import dev.sallyport.wire.BackendMessage.AuthenticationMD5Password;
import dev.sallyport.wire.BackendMessage.AuthenticationOk;
import dev.sallyport.wire.BackendMessage.AuthenticationSASL;
import dev.sallyport.wire.BackendMessage.AuthenticationSASLContinue;
import dev.sallyport.wire.BackendMessage.AuthenticationSASLFinal;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrontendMessage.PasswordMessage;
import dev.sallyport.wire.FrontendMessage.SASLInitialResponse;
import dev.sallyport.wire.FrontendMessage.SASLResponse;
import dev.sallyport.wire.ProtocolViolation;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Proves to a server that the gateway knows its password, and has the server prove that it does too where SCRAM is used. Not
 * thread-safe. Deriving keys takes long: not for an event loop.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sasl-authentication.html">SASL authentication</a>
 */
final class PasswordExchange {
    /** How many rounds of key derivation a server may demand; PostgreSQL's own default is 4,096. */
    static final int MOST_ITERATIONS = 200_000;
    /** The longest SCRAM message that is looked at, in bytes. */
    static final int LONGEST_SCRAM_MESSAGE = 4096;

    /** How the names of mechanisms end that are tied to the TLS connection. */
    private static final String PLUS = "-PLUS";

    /** libpq sends no name either: the server takes the one of the StartupMessage. */
    private static final String NO_USER = "*";

    private static final Answer UNEXPECTED =
            new Answer.Refuse("an authentication request that is not supported or not expected");

    private enum Phase {
        START,
        PASSWORD_SENT,
        SASL_STARTED,
        SASL_CONTINUED,
        SERVER_PROVEN,
        ACCEPTED
    }

    private final UpstreamTarget target;
    private final boolean passwordMayGoAsItIs;
    private final @Nullable X509Certificate serverCertificate;
    private Phase phase = Phase.START;
    private @Nullable ScramClient scram;
    /** The exchange is tied to the server's certificate. */
    private boolean bound;

    /**
     * One exchange.
     *
     * @param passwordMayGoAsItIs whether nobody can listen, by TLS or because it does not leave the machine
     * @param serverCertificate the server's, to bind the exchange to; null without TLS
     */
    PasswordExchange(UpstreamTarget target, boolean passwordMayGoAsItIs, @Nullable X509Certificate serverCertificate) {
        this.target = target;
        this.passwordMayGoAsItIs = passwordMayGoAsItIs;
        this.serverCertificate = serverCertificate;
    }

    /** An exchange over this channel: whether it is encrypted, with which certificate, and where it goes decides what is safe. */
    static PasswordExchange over(Channel channel, UpstreamTarget target) {
        SslHandler tls = UpstreamTls.of(channel);
        boolean local = channel.remoteAddress() instanceof InetSocketAddress address
                && address.getAddress().isLoopbackAddress();
        return new PasswordExchange(target, tls != null || local, tls == null ? null : certificate(tls));
    }

    private static @Nullable X509Certificate certificate(SslHandler tls) {
        try {
            return tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? certificate
                    : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }

    /** What to do next. */
    sealed interface Answer {
        record Send(Bytes bytes) implements Answer {}

        /** Wait for the next request. */
        record Nothing() implements Answer {}

        /** The server has let the gateway in. */
        record Accepted() implements Answer {}

        record Refuse(String why) implements Answer {}
    }

    /** Answers one request of the server. */
    Answer answer(BackendMessage request) {
        try {
            return switch (request) {
                case AuthenticationOk _ ->
                    in(Phase.START, Phase.PASSWORD_SENT, Phase.SERVER_PROVEN) ? accepted() : UNEXPECTED;
                case AuthenticationCleartextPassword _ -> mayBeUnbound() && in(Phase.START) ? clear() : UNEXPECTED;
                case AuthenticationMD5Password md5 -> mayBeUnbound() && in(Phase.START) ? hashed(md5) : UNEXPECTED;
                case AuthenticationSASL sasl -> in(Phase.START) ? begin(sasl) : UNEXPECTED;
                case AuthenticationSASLContinue next -> in(Phase.SASL_STARTED) ? prove(next) : UNEXPECTED;
                case AuthenticationSASLFinal last -> in(Phase.SASL_CONTINUED) ? verify(last) : UNEXPECTED;
                default -> UNEXPECTED;
            };
        } catch (ScramException | ProtocolViolation | CertificateEncodingException | RuntimeException wrong) {
            // The texts of these may hold what the server sent.
            return new Answer.Refuse(
                    "the SCRAM exchange failed: " + wrong.getClass().getSimpleName());
        }
    }

    private boolean in(Phase... phases) {
        return Arrays.asList(phases).contains(phase);
    }

    private boolean mayBeUnbound() {
        return target.protection().channelBinding() != ChannelBinding.REQUIRE;
    }

    private Answer accepted() {
        if (!bound && !mayBeUnbound()) {
            return new Answer.Refuse("the server let the gateway in without the channel binding that is required");
        }
        phase = Phase.ACCEPTED;
        return new Answer.Accepted();
    }

    private Answer clear() {
        if (!passwordMayGoAsItIs) {
            return new Answer.Refuse("the server asks for the password as it is on a connection that is not encrypted");
        }
        phase = Phase.PASSWORD_SENT;
        return new Answer.Send(
                new PasswordMessage(Bytes.ofUtf8(target.password().reveal())).encode());
    }

    private Answer hashed(AuthenticationMD5Password request) {
        phase = Phase.PASSWORD_SENT;
        String hash = Md5Password.of(target.user(), target.password().reveal(), request.salt());
        return new Answer.Send(new PasswordMessage(Bytes.ofUtf8(hash)).encode());
    }

    private Answer begin(AuthenticationSASL request) throws CertificateEncodingException {
        if (target.password().reveal().isEmpty()) {
            return new Answer.Refuse("the server asks for a password and none is configured");
        }
        if (serverCertificate == null && request.mechanisms().stream().anyMatch(name -> name.endsWith(PLUS))) {
            return new Answer.Refuse("the server offers channel binding where it can see no TLS");
        }
        var builder = ScramClient.builder()
                .advertisedMechanisms(request.mechanisms())
                .username(NO_USER)
                .password(target.password().reveal().toCharArray())
                .stringPreparation(StringPreparation.POSTGRESQL_PREPARATION);
        if (serverCertificate != null) {
            byte[] binding = TlsServerEndpoint.getChannelBindingData(serverCertificate);
            if (binding.length > 0) {
                builder.channelBinding(TlsServerEndpoint.TLS_SERVER_END_POINT, binding);
            }
        }
        // Says y to a server that offers no binding though the gateway could bind: one that did offer it then knows
        // that somebody in
        // between took its offer out (RFC 5802, section 6).
        ScramClient client = builder.build();
        bound = client.getScramMechanism().isPlus();
        if (!bound && !mayBeUnbound()) {
            return new Answer.Refuse("the server does not offer the channel binding that is required");
        }
        scram = client;
        phase = Phase.SASL_STARTED;
        return new Answer.Send(new SASLInitialResponse(
                        client.getScramMechanism().getName(),
                        Bytes.ofUtf8(client.clientFirstMessage().toString()))
                .encode());
    }

    private Answer prove(AuthenticationSASLContinue request) throws ScramException, ProtocolViolation {
        ServerFirstMessage first = scram().serverFirstMessage(bounded(request.data()));
        if (first.getIterationCount() > MOST_ITERATIONS) {
            return new Answer.Refuse("the server demands more rounds of key derivation than " + MOST_ITERATIONS);
        }
        phase = Phase.SASL_CONTINUED;
        return new Answer.Send(
                new SASLResponse(Bytes.ofUtf8(scram().clientFinalMessage().toString())).encode());
    }

    private Answer verify(AuthenticationSASLFinal request) throws ScramException, ProtocolViolation {
        scram().serverFinalMessage(bounded(request.data()));
        phase = Phase.SERVER_PROVEN;
        return new Answer.Nothing();
    }

    private ScramClient scram() {
        if (scram == null) {
            throw new IllegalStateException("no SCRAM exchange has begun");
        }
        return scram;
    }

    private static String bounded(Bytes data) throws ProtocolViolation {
        if (data.length() > LONGEST_SCRAM_MESSAGE) {
            throw new ProtocolViolation("a SCRAM message is longer than " + LONGEST_SCRAM_MESSAGE + " bytes");
        }
        return data.utf8();
    }
}
