package dev.sallyport.audit;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;

/**
 * Lines on their way to a segment: gives each record its sequence, time and the hash of the line before it.
 *
 * <p>A line is {@code {"sequence":N,"time":"T","previous":"H",...}} and a line feed, where T is UTC to the microsecond
 * (RFC 3339) and H the SHA-256 of the previous line without its line feed. Not thread-safe.
 */
final class LineBatch {
    /** No line's sequence, time and hash take more than this. */
    static final int PREFIX_BYTES = 256;

    /** A buffer that one long record made larger than this is not kept. */
    private static final int KEPT_BYTES = 2 << 20;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest sha256 = Sha256.digest();
    private final byte[] hash;
    private long sequence;
    private byte[] lines = new byte[16 << 10];
    private int length;
    private long cachedSecond = Long.MIN_VALUE;
    private String cachedPrefix = "";

    LineBatch(long lastSequence, byte[] lastHash) {
        sequence = lastSequence;
        hash = lastHash.clone();
    }

    /** Adds a line for an encoded record and returns its sequence. */
    long add(Instant time, byte[] body) {
        reserve(PREFIX_BYTES + body.length);
        int start = length;
        sequence++;
        ascii("{\"sequence\":" + sequence + ",\"time\":\"" + timestamp(time) + "\",\"previous\":\"");
        for (byte b : hash) {
            lines[length++] = HEX[(b >> 4) & 0xf];
            lines[length++] = HEX[b & 0xf];
        }
        ascii("\",");
        System.arraycopy(body, 1, lines, length, body.length - 1);
        length += body.length - 1;
        sha256.update(lines, start, length - start);
        try {
            sha256.digest(hash, 0, Sha256.BYTES);
        } catch (DigestException impossible) {
            throw new IllegalStateException(impossible);
        }
        lines[length++] = '\n';
        return sequence;
    }

    byte[] bytes() {
        return lines;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
        if (lines.length > KEPT_BYTES) {
            lines = new byte[16 << 10];
        }
    }

    long lastSequence() {
        return sequence;
    }

    byte[] lastHash() {
        return hash.clone();
    }

    private String timestamp(Instant time) {
        if (time.getEpochSecond() != cachedSecond) {
            cachedSecond = time.getEpochSecond();
            String second = Instant.ofEpochSecond(cachedSecond).toString();
            cachedPrefix = second.substring(0, second.length() - 1) + '.';
        }
        String micros = Integer.toString(1_000_000 + time.getNano() / 1_000);
        return cachedPrefix + micros.substring(1) + 'Z';
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            lines[length++] = (byte) text.charAt(i);
        }
    }

    private void reserve(int bytes) {
        if (bytes > lines.length - length) {
            lines = Arrays.copyOf(lines, Math.max(Math.multiplyExact(lines.length, 2), Math.addExact(length, bytes)));
        }
    }
}
