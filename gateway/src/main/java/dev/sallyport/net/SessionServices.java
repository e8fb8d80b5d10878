package dev.sallyport.net;

import dev.sallyport.approval.ApprovalDesk;
import dev.sallyport.audit.Journal;
import dev.sallyport.recording.Recorder;
import dev.sallyport.recording.RecordingHeader;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What every session is served by. All of it is thread-safe.
 *
 * @param machines makes the sessions
 * @param admissions lets clients in
 * @param journal where accounts go
 * @param recorders begins recordings
 * @param approvals where held statements are put before a person
 * @param databases a configured database by its name
 * @param blocking for what may take long; best a new virtual thread for each task
 * @param ids gives session ids, unique for all time
 * @param clock tells the date
 * @param nanoTime a monotonic clock, in nanoseconds
 */
public record SessionServices(
        SessionMachine.Factory machines,
        Admissions admissions,
        Journal journal,
        Recorders recorders,
        ApprovalDesk approvals,
        Function<String, Optional<Database>> databases,
        Executor blocking,
        Supplier<String> ids,
        InstantSource clock,
        LongSupplier nanoTime) {

    /** Begins recordings. */
    @FunctionalInterface
    public interface Recorders {
        /**
         * Begins one.
         *
         * @param onFailure told why the recording can't go on, at most once and on whatever thread
         * @throws IOException if it can't be begun: there is to be no session then
         */
        Recorder open(RecordingHeader header, Consumer<String> onFailure) throws IOException;
    }
}
