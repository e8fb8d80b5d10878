package dev.sallyport.role;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a server keeps of a password for SCRAM-SHA-256. A statement that carries it, which the server may log, does not carry the
 * password.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5802#section-3">RFC 5802, section 3</a>
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-authid.html">pg_authid.rolpassword</a>
 */
final class ScramVerifier {
    /** As many rounds as PostgreSQL takes by default, and the fewest that RFC 7677 allows. */
    static final int ITERATIONS = 4_096;

    static final int SALT_BYTES = 16;

    private static final String MAC = "HmacSHA256";
    private static final int KEY_BITS = 256;

    private ScramVerifier() {}

    /**
     * The verifier as {@code CREATE ROLE ... PASSWORD} takes it.
     *
     * @param password of printable ASCII, which SASLprep leaves as it is
     */
    static String of(String password, byte[] salt) {
        if (!password.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            throw new IllegalArgumentException("the password is not of printable ASCII");
        }
        try {
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, KEY_BITS))
                    .getEncoded();
            byte[] stored = MessageDigest.getInstance("SHA-256").digest(keyed(salted, "Client Key"));
            Base64.Encoder base64 = Base64.getEncoder();
            return "SCRAM-SHA-256$" + ITERATIONS + ":" + base64.encodeToString(salt) + "$"
                    + base64.encodeToString(stored) + ":" + base64.encodeToString(keyed(salted, "Server Key"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] keyed(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(MAC);
        mac.init(new SecretKeySpec(key, MAC));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
