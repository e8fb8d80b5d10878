package dev.sallyport.identity;

import java.time.Duration;

/** What bounds a token and the work that it causes. */
public final class IdentityLimits {

    /** The longest token, in chars. */
    public static final int TOKEN_LENGTH = 65_536;

    /** The deepest nesting of a token's claims, in levels. */
    public static final int CLAIMS_DEPTH = 32;

    /** The longest subject, actor or group, in chars. */
    public static final int NAME_LENGTH = 1_024;

    /** The longest {@code jti} that is taken as it is, in chars; of a longer one, and of a token without, a digest is taken. */
    public static final int TOKEN_ID_LENGTH = 256;

    /** The most groups of one token. */
    public static final int GROUPS = 1_000;

    /** The shortest RSA key that is trusted, in bits: NIST SP 800-57, RFC 7518 section 3.3. */
    public static final int RSA_KEY_BITS = 2_048;

    /** The most keys of one issuer. */
    public static final int KEYS = 200;

    /** The largest document that is read from an issuer, in bytes. */
    public static final int DOCUMENT_BYTES = 512 * 1024;

    /** How long fetching one document may take, from connecting to its last byte. */
    public static final Duration FETCH_TIME = Duration.ofSeconds(5);

    /** How long an issuer's keys are used before they are read again. */
    public static final Duration KEYS_FRESH = Duration.ofMinutes(5);

    /** How long an issuer's keys are used when they can't be read again. */
    public static final Duration KEYS_IN_OUTAGE = Duration.ofHours(4);

    /** In an interval this long an issuer's keys are read twice at most, whatever tokens are shown. */
    public static final Duration KEYS_INTERVAL = Duration.ofSeconds(30);

    /** How long a token waits for keys that another one's check is reading. */
    public static final Duration KEYS_WAIT = FETCH_TIME.multipliedBy(3);

    /** The widest clock skew that may be configured. */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private IdentityLimits() {}
}
