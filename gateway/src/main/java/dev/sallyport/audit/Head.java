package dev.sallyport.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint: the journal held at least this many records, and the last of them had this hash. Kept in the file
 * {@code head}, so that a cut tail shows. A copy of it elsewhere is what anchors a journal.
 *
 * @param sequence the last record's; 0 for an empty journal
 * @param hash the last line's SHA-256 in lower-case hexadecimal; zeros for an empty journal
 */
record Head(long sequence, String hash) {
    static final String FILE = "head";
    static final Head EMPTY = new Head(0, "0".repeat(2 * Sha256.BYTES));

    private static final int MAX_BYTES = 256;
    private static final Pattern FORM =
            Pattern.compile("\\{\"sequence\":(0|[1-9][0-9]{0,18}),\"hash\":\"([0-9a-f]{64})\"}\n");

    byte[] bytes() {
        return ("{\"sequence\":" + sequence + ",\"hash\":\"" + hash + "\"}\n").getBytes(StandardCharsets.US_ASCII);
    }

    byte[] hashBytes() {
        return HexFormat.of().parseHex(hash);
    }

    /** The directory's head; null if the file is not there. */
    static @Nullable Head read(Path directory) throws IOException, JournalUnusableException {
        byte[] bytes;
        try (var in = Files.newInputStream(directory.resolve(FILE))) {
            bytes = in.readNBytes(MAX_BYTES);
        } catch (NoSuchFileException absent) {
            return null;
        }
        Matcher matcher = FORM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        if (matcher.matches()) {
            try {
                Head head = new Head(Long.parseLong(matcher.group(1)), matcher.group(2));
                if (Arrays.equals(bytes, head.bytes())) {
                    return head;
                }
            } catch (NumberFormatException tooLarge) {
                // more than a long holds: not a sequence we ever wrote
            }
        }
        throw new JournalUnusableException("the file head is not a checkpoint");
    }
}
