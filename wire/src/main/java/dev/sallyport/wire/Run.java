package dev.sallyport.wire;

/**
 * Bytes of consecutive frames of one type that pass unread. It may start and end in the middle of a frame, and is never
 * empty.
 *
 * @param type the type of all of these frames
 * @param bytes what to forward as it is
 * @param frames how many frames end in these bytes
 */
public record Run(byte type, Bytes bytes, int frames) implements Input {}
