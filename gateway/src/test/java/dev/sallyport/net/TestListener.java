package dev.sallyport.net;

import dev.sallyport.approval.ApprovalDesk;
import dev.sallyport.approval.ApprovalLimits;
import dev.sallyport.approval.Approvers;
import dev.sallyport.approval.ScheduledAlarm;
import dev.sallyport.audit.AppendResult;
import dev.sallyport.audit.AuditRecord;
import dev.sallyport.audit.Journal;
import dev.sallyport.condition.Condition;
import dev.sallyport.condition.Condition.Compilation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A listener with scripted machines behind it. */
final class TestListener implements AutoCloseable {
    static final Duration GRACE = Duration.ofSeconds(5);

    final PostgresListener listener;
    final Sessions sessions = new Sessions();
    final CancelKeys cancelKeys = new CancelKeys(new SecureRandom(), new WrongKeys(System::nanoTime));

    TestListener(UnaryOperator<ListenerSettings> change) throws IOException {
        listener = new PostgresListener(change.apply(settings(null)), services(), cancelKeys, sessions);
    }

    static ListenerSettings settings(@Nullable ServerTls tls) {
        return new ListenerSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                tls,
                false,
                false,
                100,
                Duration.ofSeconds(10));
    }

    static ListenerSettings withTls(ListenerSettings plain, ServerTls tls, boolean required, boolean loopback) {
        return new ListenerSettings(plain.address(), tls, required, loopback, plain.connections(), plain.startup());
    }

    /** A certificate for localhost, in this directory. */
    static ServerTls tls(Path directory) throws IOException {
        Path certificate = directory.resolve("server.crt");
        Path key = directory.resolve("server.key");
        SelfSignedCertificate.create(certificate, key, List.of("localhost", "127.0.0.1"), Instant.now());
        return new ServerTls(certificate, key);
    }

    InetSocketAddress address() {
        return listener.address();
    }

    RawClient connect() throws IOException {
        return new RawClient(address());
    }

    private static SessionServices services() {
        AtomicLong ids = new AtomicLong();
        return new SessionServices(
                (_, key, actions) -> new ScriptedMachine(key, actions),
                (_, _) -> {
                    throw new IllegalStateException("nobody is asked for a token");
                },
                new NoJournal(),
                (_, _) -> {
                    throw new IOException("nothing is recorded");
                },
                desk(new NoJournal()),
                _ -> Optional.empty(),
                Thread::startVirtualThread,
                () -> "session-" + ids.incrementAndGet(),
                InstantSource.system(),
                System::nanoTime);
    }

    @Override
    public void close() {
        listener.close(GRACE);
    }

    private static final class NoJournal implements Journal {
        @Override
        public void append(AuditRecord record, Consumer<AppendResult> done) {
            done.accept(new AppendResult.NotRecorded("there is no journal"));
        }

        @Override
        public void close() {}
    }

    /** A desk at which nobody who is not called dba may decide. */
    static ApprovalDesk desk(Journal journal) {
        if (Condition.compile("subject == 'dba'", Approvers.VARIABLES) instanceof Compilation.Compiled(var condition)) {
            return new ApprovalDesk(
                    journal,
                    new Approvers(condition),
                    new ScheduledAlarm(),
                    InstantSource.system(),
                    ApprovalLimits.DEFAULT,
                    "test-");
        }
        throw new IllegalStateException("the condition is right");
    }
}
