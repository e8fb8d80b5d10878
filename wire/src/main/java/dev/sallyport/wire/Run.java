package dev.sallyport.wire;

/**
 * Bytes of consecutive frames of one type that pass unread. It may start and end in the middle of a frame, and is never
 * empty.
 *
 * @param type the type of all of these frames
 * @param bytes what to forward as it is
 * @param frames how many frames end in these bytes
 * @param partial whether they end inside a frame, so that no other message may be put behind them yet
 */
public record Run(byte type, Bytes bytes, int frames, boolean partial) implements Input {}
