package dev.sallyport.upstream;

import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessages;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.Input;
import dev.sallyport.wire.ProtocolViolation;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connects, and writes down what it is told. */
final class UpstreamProbe implements UpstreamListener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    sealed interface Told {
        record Ready(Map<String, String> parameters) implements Told {}

        record Unavailable(String sqlState, String reason) implements Told {}

        record Gone(String why) implements Told {}

        record Received(BackendMessage message) implements Told {}

        record Violated(String why) implements Told {}
    }

    final AtomicInteger terminated = new AtomicInteger();
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private @Nullable Upstream upstream;

    UpstreamProbe(UpstreamTarget target) throws Exception {
        this(target, Map.of());
    }

    UpstreamProbe(UpstreamTarget target, Map<String, String> parameters) throws Exception {
        UpstreamConnector connector = new UpstreamConnector(
                target, (processId, user) -> terminated.set(processId), Thread::startVirtualThread);
        await(() -> upstream = connector.connect(loop, target.role(), parameters, this));
    }

    Told next() throws InterruptedException {
        Told next = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was told within " + PATIENCE);
        }
        return next;
    }

    Told.Unavailable nextUnavailable() throws InterruptedException {
        return expect(Told.Unavailable.class, next());
    }

    Map<String, String> nextReady() throws InterruptedException {
        return expect(Told.Ready.class, next()).parameters();
    }

    /** The messages up to one of this kind. */
    List<BackendMessage> until(Class<? extends BackendMessage> last) throws InterruptedException {
        List<BackendMessage> messages = new ArrayList<>();
        do {
            messages.add(expect(Told.Received.class, next()).message());
        } while (!last.isInstance(messages.getLast()));
        return messages;
    }

    private static <T extends Told> T expect(Class<T> kind, Told told) {
        if (!kind.isInstance(told)) {
            throw new AssertionError("expected " + kind.getSimpleName() + " and was told " + told);
        }
        return kind.cast(told);
    }

    void query(String sql) {
        with(upstream -> {
            upstream.send(new Query(Bytes.ofUtf8(sql)).encode());
            upstream.flush();
        });
    }

    void with(Consumer<Upstream> use) {
        await(() -> {
            if (upstream != null) {
                use.accept(upstream);
            }
        });
    }

    /** Whether nothing was told that was not looked at. */
    boolean silent() {
        return told.isEmpty();
    }

    private void await(Runnable work) {
        try {
            loop.submit(work).get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void ready(Map<String, String> parameters, int processId) {
        told.add(new Told.Ready(parameters));
    }

    @Override
    public void unavailable(String sqlState, String reason) {
        told.add(new Told.Unavailable(sqlState, reason));
    }

    @Override
    public void readable() {
        Upstream server = upstream;
        if (server == null) {
            return;
        }
        try {
            for (Input input = server.next(_ -> false); input != null; input = server.next(_ -> false)) {
                told.add(new Told.Received(BackendMessages.decode((Frame) input)));
            }
        } catch (ProtocolViolation violation) {
            told.add(new Told.Violated(String.valueOf(violation.getMessage())));
            server.close();
        }
    }

    @Override
    public void readComplete() {}

    @Override
    public void writabilityChanged() {}

    @Override
    public void gone(String why) {
        told.add(new Told.Gone(why));
    }

    @Override
    public void close() {
        with(Upstream::close);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
