package dev.sallyport.app;

import dev.sallyport.recording.Recorder;
import dev.sallyport.recording.RecordingEnd;
import dev.sallyport.wire.Bytes;
import java.util.function.Consumer;

/** For a gateway that is configured not to record sessions. */
enum Unrecorded implements Recorder {
    INSTANCE;

    @Override
    public void client(Bytes frames, long nanos) {
        // Nobody wants it.
    }

    @Override
    public void server(Bytes frames, long nanos) {
        // Nobody wants it.
    }

    @Override
    public boolean hasRoom(Runnable room) {
        return true;
    }

    @Override
    public boolean failed() {
        return false;
    }

    @Override
    public void finish(Consumer<RecordingEnd> done) {
        done.accept(new RecordingEnd.Incomplete("sessions are not recorded"));
    }
}
