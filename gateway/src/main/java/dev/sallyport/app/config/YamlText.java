package dev.sallyport.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What reading a file of YAML came to, before anything of it is understood. */
sealed interface YamlText {

    /** Its text. */
    record Read(String yaml) implements YamlText {}

    /** It can't be read: why, to follow the file's name. */
    record Unreadable(String reason) implements YamlText {}

    static YamlText of(Path file) {
        byte[] bytes;
        try (InputStream in = java.nio.file.Files.newInputStream(file)) {
            bytes = in.readNBytes(ConfigurationLimits.FILE_BYTES + 1);
        } catch (IOException e) {
            return new Unreadable("can't be read");
        }
        if (bytes.length > ConfigurationLimits.FILE_BYTES) {
            return new Unreadable("is larger than " + ConfigurationLimits.FILE_BYTES + " bytes");
        }
        try {
            return new Read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return new Unreadable("is not UTF-8");
        }
    }
}
