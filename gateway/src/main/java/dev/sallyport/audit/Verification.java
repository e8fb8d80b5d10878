package dev.sallyport.audit;

/** What reading a whole journal showed. */
public sealed interface Verification {
    /**
     * Each line follows from the one before, from the first record on, and the journal reaches its head.
     *
     * @param records how many
     * @param firstSequence the first record's; 0 if there is none
     * @param lastSequence the last record's; 0 if there is none
     * @param headHash the last line's SHA-256 in hexadecimal: to be compared with a copy kept elsewhere
     * @param unfinishedBytes what stands behind the last line: a record being written, or that a killed gateway left
     */
    record Verified(long records, long firstSequence, long lastSequence, String headHash, long unfinishedBytes)
            implements Verification {}

    /**
     * The journal is not as it was written.
     *
     * @param file the file in which it shows
     * @param line the line in the file, from 1; 0 if it is not one line
     * @param sequence of the record that was expected there
     * @param why one sentence
     */
    record Broken(String file, long line, long sequence, String why) implements Verification {}
}
