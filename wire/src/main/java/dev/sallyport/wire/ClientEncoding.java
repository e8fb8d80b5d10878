package dev.sallyport.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of a session's texts stand for characters: a value of {@code client_encoding} that texts can be read safely by. The
 * bytes 0x00 to 0x7f are ASCII's in each of them, wherever they stand; all that are not read as UTF-8 have one byte for each character.
 * Encodings in which a character's later bytes can be those of ASCII characters, such as SJIS or GBK, are none of these.
 *
 * <p>A server whose own encoding is UTF8 reads a byte as the character that is given here, or not at all. Immutable.
 *
 * @see <a href="https://www.postgresql.org/docs/current/multibyte.html">Character set support</a>
 */
public final class ClientEncoding {
    private static final int FIRST = 0x80;
    private static final char NONE = '\0';
    private static final byte QUESTION_MARK = '?';

    /** UTF8. */
    public static final ClientEncoding UTF8 = new ClientEncoding("UTF8", null);

    /** PostgreSQL's names, in lower case and of letters and digits alone, as the server compares them. */
    private static final Map<String, ClientEncoding> NAMED = all();

    private final String name;

    /** The characters of the bytes from 0x80; null if it is read as UTF-8. */
    private final char @Nullable [] high;

    private final Map<Character, Byte> bytes = new HashMap<>();

    private ClientEncoding(String name, char @Nullable [] high) {
        this.name = name;
        this.high = high;
        for (int i = 0; high != null && i < high.length; i++) {
            if (high[i] != NONE) {
                bytes.put(high[i], (byte) (FIRST + i));
            }
        }
    }

    private static Map<String, ClientEncoding> all() {
        Map<String, ClientEncoding> named = new HashMap<>();
        named.put("utf8", UTF8);
        named.put("unicode", UTF8);
        // The server takes its texts for texts in its own encoding, and so converts nothing.
        named.put("sqlascii", new ClientEncoding("SQL_ASCII", null));
        put(named, "LATIN1", "ISO-8859-1", "latin1", "iso88591");
        put(named, "LATIN2", "ISO-8859-2", "latin2", "iso88592");
        put(named, "LATIN3", "ISO-8859-3", "latin3", "iso88593");
        put(named, "LATIN4", "ISO-8859-4", "latin4", "iso88594");
        put(named, "LATIN5", "ISO-8859-9", "latin5", "iso88599");
        put(named, "LATIN7", "ISO-8859-13", "latin7", "iso885913");
        put(named, "LATIN9", "ISO-8859-15", "latin9", "iso885915");
        put(named, "LATIN10", "ISO-8859-16", "latin10", "iso885916");
        put(named, "ISO_8859_5", "ISO-8859-5", "iso88595");
        put(named, "ISO_8859_6", "ISO-8859-6", "iso88596");
        put(named, "ISO_8859_7", "ISO-8859-7", "iso88597");
        put(named, "ISO_8859_8", "ISO-8859-8", "iso88598");
        put(named, "KOI8R", "KOI8-R", "koi8r", "koi8");
        put(named, "KOI8U", "KOI8-U", "koi8u");
        put(named, "WIN866", "IBM866", "win866", "windows866", "alt");
        put(named, "WIN874", "x-windows-874", "win874", "windows874");
        put(named, "WIN1250", "windows-1250", "win1250", "windows1250");
        put(named, "WIN1251", "windows-1251", "win1251", "windows1251", "win");
        put(named, "WIN1252", "windows-1252", "win1252", "windows1252");
        put(named, "WIN1253", "windows-1253", "win1253", "windows1253");
        put(named, "WIN1254", "windows-1254", "win1254", "windows1254");
        put(named, "WIN1255", "windows-1255", "win1255", "windows1255");
        put(named, "WIN1256", "windows-1256", "win1256", "windows1256");
        put(named, "WIN1257", "windows-1257", "win1257", "windows1257");
        put(named, "WIN1258", "windows-1258", "win1258", "windows1258", "tcvn", "tcvn5712", "vscii", "abc");
        return Map.copyOf(named);
    }

    private static void put(Map<String, ClientEncoding> named, String name, String charset, String... names) {
        // Some are in a module that a trimmed runtime may lack: such an encoding is refused.
        if (Charset.isSupported(charset)) {
            ClientEncoding encoding = new ClientEncoding(name, charactersOf(Charset.forName(charset)));
            for (String each : names) {
                named.put(each, encoding);
            }
        }
    }

    private static char[] charactersOf(Charset charset) {
        char[] characters = new char[FIRST];
        for (int i = 0; i < characters.length; i++) {
            try {
                characters[i] = charset.newDecoder()
                        .decode(ByteBuffer.wrap(new byte[] {(byte) (FIRST + i)}))
                        .charAt(0);
            } catch (CharacterCodingException undefined) {
                characters[i] = NONE;
            }
        }
        return characters;
    }

    /**
     * The encoding that the server means by a name: letters and digits count, in either case.
     *
     * @return empty for one that texts can't be read safely by, and for what is no encoding's name
     */
    public static Optional<ClientEncoding> named(String name) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char one = name.charAt(i);
            if ((one >= 'a' && one <= 'z') || (one >= '0' && one <= '9')) {
                plain.append(one);
            } else if (one >= 'A' && one <= 'Z') {
                plain.append((char) (one - 'A' + 'a'));
            }
        }
        return Optional.ofNullable(NAMED.get(plain.toString()));
    }

    /** Each of them once, in no order. */
    public static Collection<ClientEncoding> values() {
        return NAMED.values().stream().distinct().toList();
    }

    /** As the server says it. */
    public String name() {
        return name;
    }

    /** Whether a server whose own encoding is UTF8 converts nothing: texts are UTF-8, and every character has its bytes. */
    public boolean isUtf8() {
        return high == null;
    }

    /**
     * The same text in UTF-8; the same bytes, if they are that already.
     *
     * @return null if a byte stands for no character; bytes that are to be UTF-8 are not looked at
     */
    public @Nullable Bytes toUtf8(Bytes text) {
        char[] characters = high;
        if (characters == null || isAscii(text)) {
            return text;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.at(i) < 0 && characters[text.at(i) & 0x7f] == NONE) {
                return null;
            }
        }
        return Bytes.ofUtf8(display(text));
    }

    /** A text to show to a person: what stands for no character becomes U+FFFD. */
    public String display(Bytes text) {
        char[] characters = high;
        if (characters == null || isAscii(text)) {
            return text.utf8ForDisplay();
        }
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            byte one = text.at(i);
            char character = one >= 0 ? (char) one : characters[one & 0x7f];
            shown.append(one < 0 && character == NONE ? '\uFFFD' : character);
        }
        return shown.toString();
    }

    /** The bytes of a text; a question mark for each character that has none. */
    public Bytes bytesOf(String text) {
        if (high == null) {
            return Bytes.ofUtf8(text);
        }
        int[] characters = text.codePoints().toArray();
        byte[] encoded = new byte[characters.length];
        for (int i = 0; i < characters.length; i++) {
            int one = characters[i];
            encoded[i] = one < FIRST
                    ? (byte) one
                    : one > Character.MAX_VALUE ? QUESTION_MARK : bytes.getOrDefault((char) one, QUESTION_MARK);
        }
        return Bytes.of(encoded);
    }

    /** The characters that its bytes from 0x80 stand for, in the order of the bytes; empty if it is read as UTF-8. */
    public String characters() {
        return high == null ? "" : new String(high).replace(String.valueOf(NONE), "");
    }

    /** Whether each byte is ASCII's, and so the same character in all of them. */
    public static boolean isAscii(Bytes text) {
        byte[] array = text.array();
        int end = text.offset() + text.length();
        for (int i = text.offset(); i < end; i++) {
            if (array[i] < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return name;
    }
}
