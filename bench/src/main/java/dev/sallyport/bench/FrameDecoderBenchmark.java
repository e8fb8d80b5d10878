package dev.sallyport.bench;

import dev.sallyport.wire.BackendType;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrameDecoder;
import dev.sallyport.wire.FrameLimits;
import dev.sallyport.wire.Input;
import dev.sallyport.wire.ProtocolViolation;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What a row costs on its way through the decoder: passed unread in runs, and cut into frames of its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameDecoderBenchmark {
    private static final int ROWS = 1_000;

    private final Bytes rows = Bytes.of(Rows.many(ROWS));
    private final FrameDecoder decoder = new FrameDecoder(FrameLimits.backend());

    /** Rows that nobody needs to read. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void passedRow(Blackhole blackhole) throws ProtocolViolation {
        decoder.feed(rows);
        drain(true, blackhole);
    }

    /** Rows that are to be masked. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void cutRow(Blackhole blackhole) throws ProtocolViolation {
        decoder.feed(rows);
        drain(false, blackhole);
    }

    private void drain(boolean passing, Blackhole blackhole) throws ProtocolViolation {
        for (Input input = decoder.next(type -> passing && type == BackendType.DATA_ROW);
                input != null;
                input = decoder.next(type -> passing && type == BackendType.DATA_ROW)) {
            blackhole.consume(input);
        }
    }
}
