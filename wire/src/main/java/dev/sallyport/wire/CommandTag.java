package dev.sallyport.wire;

import java.util.OptionalLong;

/** What a command tag says besides the command. */
final class CommandTag {
    private CommandTag() {}

    /** The number after the last space, as in {@code INSERT 0 5}; nothing if there is none or it is over 2^63-1. */
    static OptionalLong rows(String tag) {
        String last = tag.substring(tag.lastIndexOf(' ') + 1);
        if (last.length() == tag.length() || last.isEmpty()) {
            return OptionalLong.empty();
        }
        long rows = 0;
        for (int i = 0; i < last.length(); i++) {
            int digit = last.charAt(i) - '0';
            if (digit < 0 || digit > 9 || rows > (Long.MAX_VALUE - digit) / 10) {
                return OptionalLong.empty();
            }
            rows = rows * 10 + digit;
        }
        return OptionalLong.of(rows);
    }
}
