package dev.sallyport.control;

import dev.sallyport.approval.ApprovalDesk;
import dev.sallyport.identity.Authenticator;
import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** The HTTP interface, listening. Each request has a virtual thread of its own. */
public final class ControlServer implements AutoCloseable {
    private final Server server;
    private final URI address;

    private ControlServer(Server server, URI address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Starts to listen.
     *
     * @param authenticator checks every request's bearer token
     * @throws Exception if it can't listen there; the message says where
     */
    public static ControlServer start(
            ControlSettings settings, Authenticator authenticator, ApprovalDesk desk, SessionDirectory sessions)
            throws Exception {
        VirtualThreadPool threads = new VirtualThreadPool(ControlLimits.REQUESTS);
        threads.setName("control");
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(ControlLimits.HEADER_BYTES);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(ControlLimits.IDLE.toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(ControlLimits.CONNECTIONS, server));
        server.setHandler(new ControlHandler(new Gatekeeper(settings), authenticator, new ControlApi(desk, sessions)));
        server.setErrorHandler((request, response, callback) -> {
            int status = response.getStatus() >= 400 ? response.getStatus() : 500;
            ControlHandler.write(
                    Answer.problem(status, "bad_request", "the request is not understood or over a limit"),
                    response,
                    callback);
            return true;
        });
        try {
            server.start();
        } catch (Exception e) {
            server.stop();
            throw e;
        }
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return new ControlServer(server, URI.create("http://" + host + ":" + connector.getLocalPort()));
    }

    /** Where it listens. */
    public URI address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IOException("the HTTP interface did not stop in good order", e);
        }
    }
}
