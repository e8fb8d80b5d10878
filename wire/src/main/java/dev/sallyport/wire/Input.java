package dev.sallyport.wire;

/** What a {@link FrameDecoder} hands out. */
public sealed interface Input permits Frame, Head, Run {}
