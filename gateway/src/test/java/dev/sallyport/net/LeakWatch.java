package dev.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Has Netty follow every buffer from here on, and tells what it found was never released. */
public final class LeakWatch {
    private static final int ROUNDS = 3;
    private static final int ALLOCATIONS = 64;

    private final ListAppender<ILoggingEvent> reports = new ListAppender<>();

    public LeakWatch() {
        ResourceLeakDetector.setLevel(Level.PARANOID);
        reports.start();
        ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(reports);
    }

    /** What was found so far; leaks are noticed when the garbage collector comes to them and something is allocated then. */
    public List<String> leaks() {
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
            for (int j = 0; j < ALLOCATIONS; j++) {
                ByteBufAllocator.DEFAULT.directBuffer(1).release();
            }
        }
        return List.copyOf(reports.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    public void expectNone() {
        assertThat(leaks()).isEmpty();
    }
}
