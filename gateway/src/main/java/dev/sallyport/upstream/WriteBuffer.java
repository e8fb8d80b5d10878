package dev.sallyport.upstream;

import dev.sallyport.wire.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Collects many small writes to a channel into few, because each costs as much as a large one. For the channel's event loop
 * only.
 */
public final class WriteBuffer {
    /** How many bytes are collected before they are handed to the channel, which counts them for its writability. */
    public static final int COLLECTED = 32 << 10;

    private final Channel channel;
    private @Nullable ByteBuf collected;
    private boolean written;

    public WriteBuffer(Channel channel) {
        this.channel = channel;
    }

    /** Puts the bytes behind those that were added before. Small ones are copied, large ones are not. */
    public void add(Bytes bytes) {
        if (bytes.length() >= COLLECTED) {
            writeCollected();
            write(Unpooled.wrappedBuffer(bytes.array(), bytes.offset(), bytes.length()));
            return;
        }
        ByteBuf buffer = collected;
        if (buffer == null) {
            buffer = channel.alloc().directBuffer(COLLECTED);
            collected = buffer;
        }
        buffer.writeBytes(bytes.array(), bytes.offset(), bytes.length());
        if (buffer.readableBytes() >= COLLECTED) {
            writeCollected();
        }
    }

    /** Sends all that was added on its way. */
    public void flush() {
        writeCollected();
        if (written) {
            written = false;
            channel.flush();
        }
    }

    /** Drops what was not handed to the channel yet. */
    public void release() {
        if (collected != null) {
            collected.release();
            collected = null;
        }
    }

    private void writeCollected() {
        ByteBuf buffer = collected;
        if (buffer != null) {
            collected = null;
            write(buffer);
        }
    }

    private void write(ByteBuf buffer) {
        written = true;
        var _ = channel.write(buffer);
    }
}
