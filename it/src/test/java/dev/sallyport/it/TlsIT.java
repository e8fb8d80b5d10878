package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client may do in TLS, and what it may not. */
@ExtendWith(House.Keeper.class)
class TlsIT {
    private final House house;

    TlsIT(House house) {
        this.house = house;
    }

    @Test
    void anAgreementOnKeysIsNotMadeAnew() throws Exception {
        try (SSLSocket socket = encrypted("TLSv1.2")) {
            socket.startHandshake();
            socket.getOutputStream().write(Wire.startup(Map.of("user", "agent", "database", "shop")));
            assertThat(new DataInputStream(socket.getInputStream()).readByte()).isEqualTo((byte) 'R');

            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        // The handshake is done by whoever reads.
                        socket.getInputStream().readAllBytes();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private SSLSocket encrypted(String protocol) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyCertificate()}, null);
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), house.gateway.port());
        plain.setSoTimeout((int) Await.DEADLINE.toMillis());
        plain.getOutputStream().write(Wire.sslRequest());
        assertThat(plain.getInputStream().read()).isEqualTo('S');
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    /** What is tested here is not whom the client trusts. */
    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
