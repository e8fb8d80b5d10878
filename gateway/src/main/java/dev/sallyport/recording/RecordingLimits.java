package dev.sallyport.recording;

/**
 * The limits of one recording.
 *
 * @param fileBytes its largest size on disk; at least 1
 * @param bufferBytes how much of it may wait for the disk, counting {@value #CHUNK_OVERHEAD} bytes more for each call;
 *     at least 1
 */
public record RecordingLimits(long fileBytes, long bufferBytes) {
    /** What each waiting call counts for, besides its bytes: no number of tiny frames gets past the limit. */
    public static final int CHUNK_OVERHEAD = 64;

    /** 1 GiB on disk, 16 MiB waiting. */
    public static final RecordingLimits DEFAULT = new RecordingLimits(1 << 30, 16 << 20);

    public RecordingLimits {
        if (fileBytes < 1 || bufferBytes < 1) {
            throw new IllegalArgumentException("fileBytes and bufferBytes must be at least 1");
        }
    }
}
