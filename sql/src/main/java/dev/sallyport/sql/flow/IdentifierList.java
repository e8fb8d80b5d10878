package dev.sallyport.sql.flow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names between commas, as PostgreSQL's SplitIdentifierString reads them: quoted ones as they are, others folded to lower case. */
final class IdentifierList {
    /** NAMEDATALEN - 1: what is longer is cut by the server, and not read here. */
    private static final int LONGEST_NAME = 63;

    private final String text;
    private int at;

    IdentifierList(String text) {
        this.text = text;
    }

    /** The names, none for a blank text; null if it is no such list. */
    @Nullable
    List<String> read() {
        List<String> names = new ArrayList<>();
        skipSpace();
        if (at == text.length()) {
            return names;
        }
        while (true) {
            String name = at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
            if (name == null || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
                return null;
            }
            names.add(name);
            skipSpace();
            if (at == text.length()) {
                return names;
            } else if (text.charAt(at) != ',') {
                return null;
            }
            at++;
            skipSpace();
        }
    }

    private @Nullable String quoted() {
        StringBuilder name = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                if (at == text.length() || text.charAt(at) != '"') {
                    return name.toString();
                }
            }
            name.append(c);
        }
        return null;
    }

    private @Nullable String plain() {
        StringBuilder name = new StringBuilder();
        while (at < text.length() && text.charAt(at) != ',' && !isSpace(text.charAt(at))) {
            char c = text.charAt(at++);
            name.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return name.isEmpty() ? null : name.toString();
    }

    private void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    /** As scanner_isspace: not what Unicode takes for space. */
    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
