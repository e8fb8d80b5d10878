package dev.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.StartupPacket.CancelRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WrongKeysTest {
    private final AtomicLong nanos = new AtomicLong();
    private final WrongKeys wrongKeys = new WrongKeys(nanos::get);
    private final AtomicInteger cancelled = new AtomicInteger();
    private final CancelKeys keys = new CancelKeys(new SecureRandom(), wrongKeys);
    private final BackendKeyData key = keys.register(CancelKeys.LONG_KEY, cancelled::incrementAndGet);

    @Test
    void aRightKeyWorksUntilTheLimitOfWrongOnesIsReached() throws UnknownHostException {
        InetAddress guesser = address(1);
        for (int i = 0; i < WrongKeys.MOST_PER_SECOND - 1; i++) {
            keys.use(wrong(), guesser);
        }
        keys.use(right(), guesser);
        assertThat(cancelled).hasValue(1);

        keys.use(wrong(), guesser);
        keys.use(right(), guesser);
        assertThat(cancelled).as("one past the limit").hasValue(1);

        keys.use(right(), address(2));
        assertThat(cancelled).as("from elsewhere").hasValue(2);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        keys.use(right(), guesser);
        assertThat(cancelled).as("a second later").hasValue(3);
    }

    @Test
    void aFloodOfWrongKeysKeepsNobodyElseFromCancellingAndIsCountedInBoundedRoom() throws UnknownHostException {
        for (int i = 0; i < WrongKeys.MOST_ADDRESSES; i++) {
            keys.use(wrong(), address(i));
        }
        assertThat(wrongKeys.size()).isEqualTo(WrongKeys.MOST_ADDRESSES);
        for (int i = 0; i < 10 * WrongKeys.MOST_ADDRESSES; i++) {
            keys.use(wrong(), address(i));
        }
        assertThat(wrongKeys.size()).isEqualTo(WrongKeys.MOST_ADDRESSES);

        keys.use(right(), address(65_000));
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void oneWhoGoesOnGuessingIsNotForgottenForOthers() throws UnknownHostException {
        InetAddress guesser = address(65_000);
        for (int i = 0; i < WrongKeys.MOST_PER_SECOND; i++) {
            keys.use(wrong(), guesser);
        }
        for (int i = 0; i < 10 * WrongKeys.MOST_ADDRESSES; i++) {
            keys.use(wrong(), address(i));
            keys.use(wrong(), guesser);
        }
        keys.use(right(), guesser);
        assertThat(cancelled).hasValue(0);
    }

    @Test
    void theAddressesOfOneNetworkAreCountedTogether() throws UnknownHostException {
        for (int i = 0; i < WrongKeys.MOST_PER_SECOND; i++) {
            keys.use(wrong(), InetAddress.getByName("2001:db8:0:1::" + Integer.toHexString(i + 1)));
        }
        keys.use(right(), InetAddress.getByName("2001:db8:0:1:ffff::1"));
        assertThat(cancelled).hasValue(0);
        keys.use(right(), InetAddress.getByName("2001:db8:0:2::1"));
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void aForgottenKeyDoesNothing() throws UnknownHostException {
        keys.forget(key);
        keys.use(right(), address(1));
        assertThat(cancelled).hasValue(0);
    }

    private CancelRequest right() {
        return new CancelRequest(key.processId(), key.key());
    }

    private CancelRequest wrong() {
        byte[] secret = key.key().toByteArray();
        secret[0] ^= 1;
        return new CancelRequest(key.processId(), Bytes.of(secret));
    }

    private static InetAddress address(int number) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >>> 8), (byte) number});
    }
}
