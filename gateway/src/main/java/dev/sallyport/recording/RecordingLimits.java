package dev.sallyport.recording;

/**
 * The limits of one recording.
 *
 * @param fileBytes its largest size on disk; at least 1
 * @param bufferBytes how much of it may wait for the disk, counting {@value #CHUNK_OVERHEAD} bytes more for each call;
 *     at least 1
 * @param answerBytes how much is kept of the rows or COPY data of one answer, and of one Bind; what is beyond that is counted and summed
 *     up instead. Of those that come when half of the file is full, {@value #KEPT_BYTES} bytes at most. At least 1
 */
public record RecordingLimits(long fileBytes, long bufferBytes, long answerBytes) {
    /** So much of each answer and Bind is kept when half of the file is full: names of what is bound, and a look at what is shown. */
    public static final int KEPT_BYTES = 4 << 10;

    /** What each waiting call counts for, besides its bytes: no number of tiny frames gets past the limit. */
    public static final int CHUNK_OVERHEAD = 64;

    /** 1 GiB on disk, 16 MiB waiting, 16 MiB of an answer. */
    public static final RecordingLimits DEFAULT = new RecordingLimits(1 << 30, 16 << 20, 16 << 20);

    public RecordingLimits {
        if (fileBytes < 1 || bufferBytes < 1 || answerBytes < 1) {
            throw new IllegalArgumentException("all limits must be at least 1");
        }
    }

    /** How much of an answer or a Bind is kept that comes when the file has so many bytes. */
    long kept(long written) {
        return written <= fileBytes / 2 ? answerBytes : Math.min(answerBytes, KEPT_BYTES);
    }
}
