package dev.sallyport.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The recordings of a directory: one file for each session, named {@code <session>.rec}. Thread-safe. */
public final class Recordings {
    private static final Pattern SESSION_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private final Path directory;
    private final RecordingLimits limits;
    private final RecordingFile.Factory files;

    /**
     * Recordings in a directory, which is created if it must be, for its owner alone.
     *
     * @throws IOException if it cannot be created
     */
    public Recordings(Path directory, RecordingLimits limits) throws IOException {
        this(directory, limits, RecordingFile::create);
    }

    Recordings(Path directory, RecordingLimits limits, RecordingFile.Factory files) throws IOException {
        this.directory = Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        this.limits = limits;
        this.files = files;
    }

    /** Whether a session may have this id: 1 to 64 ASCII letters, digits, {@code _} and {@code -}. */
    public static boolean isSessionId(String session) {
        return SESSION_ID.matcher(session).matches();
    }

    /**
     * Begins a recording.
     *
     * @param onFailure told the reason, at most once and on whatever thread, when the recording cannot go on: the
     *     session must be ended
     * @throws IOException if the file cannot be made, or there is one already
     * @throws IllegalArgumentException if the session's id is not one, or the header is too long
     */
    public Recorder open(RecordingHeader header, Consumer<String> onFailure) throws IOException {
        if (!isSessionId(header.session())) {
            throw new IllegalArgumentException("not a session's id");
        }
        byte[] headerBytes = RecordingFormat.header(header);
        RecordingFile file = files.create(file(header.session()));
        FileRecorder recorder = new FileRecorder(limits, headerBytes.length, onFailure);
        recorder.start(header.session(), file, headerBytes);
        return recorder;
    }

    /** The recording of a session, if there is one; it may still be growing. */
    public Optional<Path> find(String session) {
        return Optional.of(session)
                .filter(Recordings::isSessionId)
                .map(this::file)
                .filter(Files::isRegularFile);
    }

    private Path file(String session) {
        return directory.resolve(session + ".rec");
    }
}
