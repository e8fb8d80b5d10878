package dev.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeakWatchTest {

    @Test
    void aBufferThatNobodyReleasesIsFound() {
        LeakWatch watch = new LeakWatch();
        lose();

        Await.until(Duration.ofSeconds(20), () -> !watch.leaks().isEmpty());

        assertThat(watch.leaks().getFirst()).contains("LEAK");
    }

    private static void lose() {
        ByteBuf lost = ByteBufAllocator.DEFAULT.directBuffer(16);
        lost.writeInt(1);
    }
}
