package dev.sallyport.recording;

/** How a recording ended. */
public sealed interface RecordingEnd {
    /**
     * All that was given is on the disk.
     *
     * @param sha256 of the file, in lower-case hexadecimal
     * @param bytes the file's size
     */
    record Complete(String sha256, long bytes) implements RecordingEnd {}

    /** Something is missing: the reason was also given to the recording's failure callback. */
    record Incomplete(String reason) implements RecordingEnd {}
}
