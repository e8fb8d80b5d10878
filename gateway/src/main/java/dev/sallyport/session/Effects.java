package dev.sallyport.session;

import dev.sallyport.sql.Effect;
import dev.sallyport.sql.Notification;
import dev.sallyport.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the statements that succeeded did beside their answers: to the names of prepared statements and portals, to the schema, and to
 * those who listen. Portals that are given up without having been executed are finished here.
 */
final class Effects {
    private final Actions actions;
    private final InFlight inFlight;
    private final Outcomes outcomes;
    private final OwnNotifications notifications;

    /** Those that are bound and were not executed, by name: of no more than the client may have, however long a transaction lasts. */
    private final Map<String, Portal> unused = new LinkedHashMap<>();

    private boolean schemaTouched;

    Effects(Actions actions, InFlight inFlight, Outcomes outcomes, OwnNotifications notifications) {
        this.actions = actions;
        this.inFlight = inFlight;
        this.outcomes = outcomes;
        this.notifications = notifications;
    }

    /** A portal is bound, and its name stands for no other any more. */
    void bound(Portal portal) {
        portalGone(portal.name);
        if (!portal.executed) {
            unused.put(portal.name, portal);
        }
    }

    /** A name is given up or given anew. */
    void portalGone(String name) {
        Portal portal = unused.remove(name);
        if (portal != null && !portal.executed) {
            outcomes.finish(portal.attempt, "unused", null);
        }
    }

    /** None of them will be executed any more. */
    void finishUnused() {
        List.copyOf(unused.keySet()).forEach(this::portalGone);
    }

    /** Follows what a statement that succeeded did to the names of prepared statements, and to the schema. */
    void of(Statement statement) {
        String name = statement.prepared();
        switch (statement.kind()) {
            // Bound by the protocol, what PREPARE made would run a text that no Parse showed.
            case "PREPARE", "DEALLOCATE" -> {
                if (name != null) {
                    inFlight.confirmPreparedGone(name);
                } else {
                    inFlight.confirmPreparedGone();
                }
            }
            case "DEALLOCATE ALL", "DISCARD ALL" -> inFlight.confirmPreparedGone();
            default -> {
                // No other statement does anything to them.
            }
        }
        Notification sent = statement.reach().notification();
        if (sent != null && statement.kind().equals("NOTIFY")) {
            notifications.sent(sent);
        }
        if (Renaming.ofPortals(statement)) {
            // Executed by the protocol, a cursor would run a text that no Bind showed, masked as another's rows.
            if (name != null) {
                inFlight.confirmPortalGone(name);
                portalGone(name);
            } else {
                inFlight.confirmNamedPortalsGone();
                unused.keySet().stream()
                        .filter(each -> !each.isEmpty())
                        .toList()
                        .forEach(this::portalGone);
            }
        }
        if (statement.effect().compareTo(Effect.DDL) >= 0
                || !statement.opaque().isEmpty()
                || statement.kind().equals("COMMIT PREPARED")) {
            schemaTouched = true;
        }
    }

    /** A transaction has ended. */
    void transactionEnded() {
        finishUnused();
        inFlight.confirmTransactionEnded();
        if (schemaTouched) {
            schemaTouched = false;
            actions.schemaChanged();
        }
    }
}
