package dev.sallyport.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Where the demo listens on 127.0.0.1; 0 lets the system choose.
 *
 * @param postgres for PostgreSQL clients
 * @param http for HTTP
 */
record Ports(int postgres, int http) {
    /** Any that are free. */
    static final Ports ANY = new Ports(0, 0);

    private static final int LAST = 65_535;

    /**
     * Makes sure that they are free.
     *
     * @throws DemoException if one isn't, or is no port
     */
    void check() throws DemoException {
        check(postgres, "--port");
        check(http, "--http-port");
        if (postgres != 0 && postgres == http) {
            throw new DemoException("--port and --http-port are the same");
        }
    }

    private static void check(int port, String option) throws DemoException {
        if (port < 0 || port > LAST) {
            throw new DemoException(option + " is from 0 to " + LAST);
        }
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        } catch (IOException failure) {
            throw new DemoException(
                    "port " + port + " of 127.0.0.1 can't be used (" + failure.getMessage()
                            + "): stop what uses it, or choose another with " + option,
                    failure);
        }
    }
}
