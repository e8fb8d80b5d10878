package dev.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.FrontendMessage.CopyData;
import dev.sallyport.wire.FrontendMessage.Execute;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.FrontendMessage.Sync;
import org.junit.jupiter.api.Test;

class ReadyCounterTest {
    private static final Bytes QUERY = new Query(Bytes.ofUtf8("SELECT 'Q S Q S'")).encode();
    private static final Bytes EXECUTE = new Execute("", 0).encode();
    private static final Bytes SYNC = new Sync().encode();

    private final ReadyCounter counter = new ReadyCounter();

    @Test
    void aServerIsBusyUntilItWasReadyForEachOfWhatItWasSent() {
        assertThat(counter.busy()).isFalse();
        counter.sent(QUERY);
        counter.sent(QUERY);
        counter.ready();
        assertThat(counter.busy()).isTrue();
        counter.ready();
        assertThat(counter.busy()).isFalse();
    }

    @Test
    void anExtendedQueryWithoutItsSyncKeepsAServerBusy() {
        counter.sent(EXECUTE);
        assertThat(counter.busy()).isTrue();
        counter.sent(SYNC);
        counter.ready();
        assertThat(counter.busy()).isFalse();
    }

    @Test
    void theDataOfACopyOwesNothingOfItsOwn() {
        counter.sent(QUERY);
        counter.sent(new CopyData(QUERY).encode());
        counter.ready();
        assertThat(counter.busy()).isFalse();
    }

    @Test
    void framesMayComeByteByByte() {
        for (int i = 0; i < QUERY.length(); i++) {
            counter.sent(QUERY.slice(i, 1));
        }
        counter.sent(SYNC.slice(0, 3));
        counter.sent(SYNC.slice(3, 2));
        counter.ready();
        assertThat(counter.busy()).isTrue();
        counter.ready();
        assertThat(counter.busy()).isFalse();
    }

    @Test
    void itIsBetweenMessagesOnlyWhereOneHasEnded() {
        assertThat(counter.isBetweenMessages()).isTrue();
        for (int i = 0; i < QUERY.length(); i++) {
            counter.sent(QUERY.slice(i, 1));
            assertThat(counter.isBetweenMessages()).isEqualTo(i == QUERY.length() - 1);
        }
    }

    @Test
    void moreReadinessThanWasOwedIsNotSavedUp() {
        counter.ready();
        counter.sent(QUERY);
        assertThat(counter.busy()).isTrue();
    }
}
