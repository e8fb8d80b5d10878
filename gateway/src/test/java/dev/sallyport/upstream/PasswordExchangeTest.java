package dev.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.credential.Secret;
import dev.sallyport.upstream.PasswordExchange.Answer;
import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.AuthenticationCleartextPassword;
import dev.sallyport.wire.BackendMessage.AuthenticationMD5Password;
import dev.sallyport.wire.BackendMessage.AuthenticationOk;
import dev.sallyport.wire.BackendMessage.AuthenticationSASL;
import dev.sallyport.wire.BackendMessage.AuthenticationSASLContinue;
import dev.sallyport.wire.Bytes;
import io.netty.pkitesting.CertificateBuilder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PasswordExchangeTest {
    private static final String PLAIN = "SCRAM-SHA-256";
    private static final String PLUS = "SCRAM-SHA-256-PLUS";

    @Test
    void overTlsTheMechanismThatBindsIsChosenWhateverTheOrder() throws Exception {
        for (List<String> offered : List.of(List.of(PLUS, PLAIN), List.of(PLAIN, PLUS), List.of(PLUS))) {
            assertThat(begun(certificate(), ChannelBinding.PREFER, offered))
                    .startsWith(PLUS + "\0")
                    .contains("p=tls-server-end-point,,");
        }
    }

    @Test
    void overTlsAServerThatOffersNoBindingIsToldThatTheGatewayCould() throws Exception {
        assertThat(begun(certificate(), ChannelBinding.PREFER, List.of(PLAIN)))
                .startsWith(PLAIN + "\0")
                .contains("y,,n=");
    }

    @Test
    void withoutTlsThereIsNothingToBindTo() {
        assertThat(begun(null, ChannelBinding.PREFER, List.of(PLAIN)))
                .startsWith(PLAIN + "\0")
                .contains("n,,n=");
    }

    @Test
    void aServerThatOffersBindingWhereThereIsNoTlsIsRefused() {
        for (List<String> offered : List.of(List.of(PLUS, PLAIN), List.of(PLUS))) {
            assertThat(exchange(null, ChannelBinding.PREFER, true).answer(new AuthenticationSASL(offered)))
                    .isInstanceOf(Answer.Refuse.class);
        }
    }

    @Test
    void whereBindingIsRequiredNothingElseIsAnswered() throws Exception {
        for (BackendMessage request : List.of(
                new AuthenticationSASL(List.of(PLAIN)),
                new AuthenticationCleartextPassword(),
                new AuthenticationMD5Password(Bytes.of(new byte[4])),
                new AuthenticationOk())) {
            assertThat(exchange(certificate(), ChannelBinding.REQUIRE, true).answer(request))
                    .as(request.toString())
                    .isInstanceOf(Answer.Refuse.class);
        }
        assertThat(begun(certificate(), ChannelBinding.REQUIRE, List.of(PLAIN, PLUS)))
                .startsWith(PLUS);
    }

    @Test
    void thePasswordItselfIsNotSentWhereSomebodyCouldListen() {
        AuthenticationCleartextPassword request = new AuthenticationCleartextPassword();
        assertThat(exchange(null, ChannelBinding.PREFER, false).answer(request)).isInstanceOf(Answer.Refuse.class);
        assertThat(exchange(null, ChannelBinding.PREFER, true).answer(request)).isInstanceOf(Answer.Send.class);
    }

    @Test
    void aScramMessageAsLongAsTheLimitIsReadAndNotOneByteMore() {
        for (int length :
                new int[] {PasswordExchange.LONGEST_SCRAM_MESSAGE, PasswordExchange.LONGEST_SCRAM_MESSAGE + 1}) {
            PasswordExchange exchange = exchange(null, ChannelBinding.PREFER, true);
            String nonce = nonce(exchange.answer(new AuthenticationSASL(List.of(PLAIN))));
            String tail = ",s=c2FsdHNhbHQ=,i=4096";
            String challenge = "r=" + nonce + "x".repeat(length - nonce.length() - tail.length() - 2) + tail;
            Answer answer = exchange.answer(new AuthenticationSASLContinue(Bytes.ofUtf8(challenge)));
            assertThat(answer)
                    .isInstanceOf(
                            length > PasswordExchange.LONGEST_SCRAM_MESSAGE ? Answer.Refuse.class : Answer.Send.class);
        }
    }

    @Test
    void asManyRoundsAsTheLimitAreComputedAndOneMoreIsRefusedAtOnce() {
        for (int rounds :
                new int[] {PasswordExchange.MOST_ITERATIONS, PasswordExchange.MOST_ITERATIONS + 1, Integer.MAX_VALUE}) {
            PasswordExchange exchange = exchange(null, ChannelBinding.PREFER, true);
            String nonce = nonce(exchange.answer(new AuthenticationSASL(List.of(PLAIN))));
            Answer answer = exchange.answer(
                    new AuthenticationSASLContinue(Bytes.ofUtf8("r=" + nonce + "x,s=c2FsdHNhbHQ=,i=" + rounds)));
            assertThat(answer)
                    .isInstanceOf(rounds > PasswordExchange.MOST_ITERATIONS ? Answer.Refuse.class : Answer.Send.class);
        }
    }

    @Test
    void aChallengeForAnotherNonceIsRefused() {
        PasswordExchange exchange = exchange(null, ChannelBinding.PREFER, true);
        exchange.answer(new AuthenticationSASL(List.of(PLAIN)));
        assertThat(exchange.answer(new AuthenticationSASLContinue(Bytes.ofUtf8("r=other,s=c2FsdHNhbHQ=,i=4096"))))
                .isInstanceOf(Answer.Refuse.class);
    }

    private static String nonce(Answer first) {
        String text = text(first);
        return text.substring(text.indexOf("r=") + 2);
    }

    private static String begun(@Nullable X509Certificate certificate, ChannelBinding binding, List<String> offered) {
        return text(exchange(certificate, binding, true).answer(new AuthenticationSASL(offered)));
    }

    /** A message's body. */
    private static String text(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Send.class);
        byte[] frame = ((Answer.Send) answer).bytes().toByteArray();
        return new String(frame, 5, frame.length - 5, StandardCharsets.ISO_8859_1);
    }

    private static PasswordExchange exchange(
            @Nullable X509Certificate certificate, ChannelBinding binding, boolean passwordMayGoAsItIs) {
        UpstreamTarget target = new UpstreamTarget(
                "db",
                5432,
                "shop",
                "app",
                new Secret("s3cret"),
                new Protection(SslMode.REQUIRE, null, null, binding),
                UpstreamTarget.PROTOCOL_3_2,
                Duration.ofSeconds(10));
        return new PasswordExchange(target, passwordMayGoAsItIs, certificate);
    }

    private static X509Certificate certificate() throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=db")
                .setIsCertificateAuthority(true)
                .buildSelfSigned()
                .getCertificate();
    }
}
