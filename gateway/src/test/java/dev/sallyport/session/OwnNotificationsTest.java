package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Notification;
import dev.sallyport.wire.BackendMessage.NotificationResponse;
import dev.sallyport.wire.Bytes;
import org.junit.jupiter.api.Test;

class OwnNotificationsTest {
    private static final int OWN = 4711;

    private final OwnNotifications notifications = new OwnNotifications(OWN);

    @Test
    void whatWasSentIsTakenOnceForEachTime() {
        notifications.sent(new Notification("jobs", "go"));
        notifications.sent(new Notification("jobs", "go"));

        assertThat(takes("jobs", "stop")).isFalse();
        assertThat(takes("news", "go")).isFalse();
        assertThat(takes("jobs", "go")).isTrue();
        assertThat(takes("jobs", "go")).isTrue();
        assertThat(takes("jobs", "go")).isFalse();
    }

    @Test
    void whatAnotherProcessSentIsNotOnesOwn() {
        notifications.sent(new Notification("jobs", "go"));

        assertThat(notifications.takes(new NotificationResponse(OWN + 1, "jobs", Bytes.ofUtf8("go")), false))
                .isFalse();
    }

    @Test
    void onceCodeOfUsersMayHaveRunNothingIsTaken() {
        notifications.sent(new Notification("jobs", "go"));

        assertThat(notifications.takes(new NotificationResponse(OWN, "jobs", Bytes.ofUtf8("go")), true))
                .isFalse();
    }

    @Test
    void soManyAreRememberedAndNoMore() {
        for (int i = 0; i <= OwnNotifications.MOST; i++) {
            notifications.sent(new Notification("jobs", Integer.toString(i)));
        }

        assertThat(takes("jobs", Integer.toString(OwnNotifications.MOST - 1))).isTrue();
        assertThat(takes("jobs", Integer.toString(OwnNotifications.MOST))).isFalse();
    }

    private boolean takes(String channel, String payload) {
        return notifications.takes(new NotificationResponse(OWN, channel, Bytes.ofUtf8(payload)), false);
    }
}
