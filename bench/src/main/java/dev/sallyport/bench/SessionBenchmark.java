package dev.sallyport.bench;

import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.TransactionStatus;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the session's machine itself takes for a simple query and its answer; decision, journal and channels answer at once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SessionBenchmark {
    private final InstantWorld world;
    private final Frame query =
            Frame.of(new Query(Bytes.ofUtf8("SELECT id, name FROM customers WHERE id = 1")).encode());
    private final List<Frame> answer = List.of(
            Frame.of(Rows.description().encode()),
            Frame.of(new CommandComplete("SELECT 1").encode()),
            Frame.of(new ReadyForQuery(TransactionStatus.IDLE).encode()));

    /** A session that has been let in. */
    public SessionBenchmark() {
        try {
            world = new InstantWorld();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /** A query, decided, recorded, forwarded, and its answer. */
    @Benchmark
    public long simpleQuery() {
        world.clientSent(query);
        answer.forEach(world::serverSent);
        return world.sent();
    }
}
