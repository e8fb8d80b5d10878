package dev.sallyport.session;

import dev.sallyport.sql.Notification;
import dev.sallyport.wire.BackendMessage.NotificationResponse;
import java.util.HashMap;
import java.util.Map;

/**
 * What a session's own NOTIFY statements have sent, so that it may see that again. Under masks a payload is shown only if it is exactly
 * what the session has written out itself, once for each time. A trigger could send the same from the same process if a guess is right: once
 * something ran that users wrote, nothing is shown any more.
 */
final class OwnNotifications {
    /** How many that have not come back are remembered. What is rolled back, or heard by nobody, never does. */
    static final int MOST = 256;

    private final int processId;
    private final Map<Notification, Integer> sent = new HashMap<>();
    private int total;

    /** @param processId the session's own backend */
    OwnNotifications(int processId) {
        this.processId = processId;
    }

    /** A NOTIFY has succeeded. */
    void sent(Notification notification) {
        if (total < MOST) {
            total++;
            sent.merge(notification, 1, Integer::sum);
        }
    }

    /**
     * Whether a notification is one of the session's own; it is taken for one once for each that was sent.
     *
     * @param codeRan whether something may have run in the session that users wrote
     */
    boolean takes(NotificationResponse received, boolean codeRan) {
        Notification notification =
                new Notification(received.channel(), received.payload().utf8ForDisplay());
        Integer count = sent.get(notification);
        if (codeRan || count == null || received.processId() != processId) {
            return false;
        }
        total--;
        if (count == 1) {
            sent.remove(notification);
        } else {
            sent.put(notification, count - 1);
        }
        return true;
    }
}
