package dev.sallyport.wire;

import java.util.List;

/** How a value stands on the wire. */
public enum Format {
    /** As text in the client's encoding; code 0. */
    TEXT(0),
    /** As the type's send function writes it; code 1. */
    BINARY(1);

    private final int code;

    Format(int code) {
        this.code = code;
    }

    /** The code on the wire. */
    public int code() {
        return code;
    }

    /**
     * The format of one of many values by the rule of Bind: no formats mean text for all, one format is for all, else
     * there is one for each.
     *
     * @throws IndexOutOfBoundsException if there is more than one format, but none at that index
     */
    public static Format of(List<Format> formats, int index) {
        return switch (formats.size()) {
            case 0 -> TEXT;
            case 1 -> formats.getFirst();
            default -> formats.get(index);
        };
    }
}
