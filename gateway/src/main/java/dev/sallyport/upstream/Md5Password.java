package dev.sallyport.upstream;

import dev.sallyport.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * PostgreSQL's older password hash, for servers that still ask for it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-START-UP">AuthenticationMD5Password</a>
 */
final class Md5Password {
    private Md5Password() {}

    static String of(String user, String password, Bytes salt) {
        byte[] inner = hex(utf8(password), utf8(user));
        return "md5" + new String(hex(inner, salt.toByteArray()), StandardCharsets.US_ASCII);
    }

    private static byte[] hex(byte[] first, byte[] second) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(first);
            return utf8(HexFormat.of().formatHex(md5.digest(second)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java platform has no MD5", impossible);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
