package dev.sallyport.wire;

/** How single bytes of the protocol are named in messages for people. */
final class Names {
    private Names() {}

    /** A type byte as a letter in quotes if it is one, else in hexadecimal. */
    static String ofType(byte type) {
        return type > ' ' && type < 0x7f ? "'" + (char) type + "'" : "0x%02x".formatted(type & 0xff);
    }
}
