package dev.sallyport.net;

import dev.sallyport.recording.Recorder;
import dev.sallyport.recording.RecordingEnd;
import dev.sallyport.wire.Bytes;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A session's recording, with its clock. For the session's event loop only. */
final class SessionRecording {
    private final LongSupplier nanoTime;
    private @Nullable Recorder recorder;
    private long begun;
    private boolean finished;

    SessionRecording(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** All times count from now. */
    void begin() {
        begun = nanoTime.getAsLong();
    }

    /** The file is there. If the session has ended meanwhile so does the recording. */
    void opened(Recorder opened) {
        if (finished) {
            opened.close();
        } else {
            recorder = opened;
        }
    }

    /** Whether what comes next may be read; if not, {@code room} is run once when it may, on whatever thread. */
    boolean hasRoom(Runnable room) {
        return recorder == null || recorder.hasRoom(room);
    }

    void client(Bytes bytes) {
        if (recorder != null) {
            recorder.client(bytes, nanoTime.getAsLong() - begun);
        }
    }

    void server(Bytes bytes) {
        if (recorder != null) {
            recorder.server(bytes, nanoTime.getAsLong() - begun);
        }
    }

    /**
     * Ends the recording.
     *
     * @param done given its sum, or null if there is none to vouch for; on whatever thread
     */
    void finish(Consumer<@Nullable String> done) {
        finished = true;
        Recorder ending = recorder;
        recorder = null;
        if (ending == null) {
            done.accept(null);
            return;
        }
        ending.finish(end -> done.accept(
                switch (end) {
                    case RecordingEnd.Complete(var sha256, var _) -> sha256;
                    case RecordingEnd.Incomplete _ -> null;
                }));
    }
}
