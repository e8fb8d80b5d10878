package dev.sallyport.wire;

/** What a {@link FrameDecoder} hands out. */
public sealed interface Input permits Frame, Head, Run {
    /** The type of the message or messages. */
    byte type();

    /** The bytes as they came. */
    Bytes bytes();
}
