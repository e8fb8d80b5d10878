package dev.sallyport.upstream;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;

/** Opens connections to one database. Thread-safe. */
public final class UpstreamConnector {
    private final UpstreamTarget target;
    private final UpstreamTls tls;
    private final BackendTerminator terminator;
    private final Executor blocking;

    /**
     * A connector.
     *
     * @param terminator ends backends that a CancelRequest may not
     * @param blocking for what may take long; best a new virtual thread for each task
     * @throws SSLException if the root certificate can't be read
     */
    public UpstreamConnector(UpstreamTarget target, BackendTerminator terminator, Executor blocking)
            throws SSLException {
        this.target = target;
        this.tls = new UpstreamTls(target);
        this.terminator = terminator;
        this.blocking = blocking;
    }

    /**
     * Starts to connect; call it on the event loop.
     *
     * @param loop where everything of this connection happens
     * @param role to log in as; the target's own is not taken
     * @param parameters run-time parameters for the session, already chosen from what the client asked for
     * @param listener is told how it went
     * @throws IllegalArgumentException if a parameter is among them that is not a client's to set
     */
    public Upstream connect(
            EventLoop loop, ServerRole role, Map<String, String> parameters, UpstreamListener listener) {
        UpstreamTarget target = this.target.as(role);
        Upstream upstream = new Upstream(
                loop, target, tls, terminator, blocking, UpstreamParameters.startup(target, parameters), listener);
        upstream.open();
        return upstream;
    }
}
