package dev.sallyport.approval;

import dev.sallyport.approval.Approval.DecidedApproval;
import dev.sallyport.approval.Approval.PendingApproval;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The requests on the desk and those that were, within limits. Thread-safe; never calls out. */
final class Shelf {
    private final ApprovalLimits limits;
    private final Map<String, Hold> waiting = new LinkedHashMap<>();
    private final Deque<Hold> decided = new ArrayDeque<>();
    private long waitingCharacters;
    private long decidedCharacters;

    Shelf(ApprovalLimits limits) {
        this.limits = limits;
    }

    /** Takes a request in; false if there is no room. */
    synchronized boolean add(Hold hold) {
        long characters = hold.characters();
        if (waiting.size() >= limits.waiting() || characters > limits.characters() - waitingCharacters) {
            return false;
        }
        waiting.put(hold.request.id(), hold);
        waitingCharacters += characters;
        return true;
    }

    /** Moves a request to those that are decided, and forgets the oldest of them if there are too many. */
    synchronized void decided(Hold hold, DecidedApproval approval) {
        hold.decided(approval);
        if (waiting.remove(hold.request.id(), hold)) {
            waitingCharacters -= hold.characters();
        }
        decided.addFirst(hold);
        decidedCharacters += hold.characters();
        while (decided.size() > limits.remembered() || decidedCharacters > limits.characters()) {
            decidedCharacters -= decided.removeLast().characters();
        }
    }

    /** A request that may be seen; null if there is none. */
    synchronized @Nullable Hold find(String id) {
        Hold hold = waiting.get(id);
        if (hold != null) {
            return hold.isShown() ? hold : null;
        }
        return decided.stream()
                .filter(old -> old.request.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** Any request that is not decided, also one that may not be seen yet. */
    synchronized Optional<Hold> undecided(String id) {
        return Optional.ofNullable(waiting.get(id));
    }

    synchronized List<Hold> undecided() {
        return List.copyOf(waiting.values());
    }

    /** The oldest first. */
    synchronized List<PendingApproval> pending() {
        return waiting.values().stream()
                .filter(Hold::isWaiting)
                .map(hold -> hold.request)
                .toList();
    }

    /** The latest first. */
    synchronized List<DecidedApproval> recent() {
        List<DecidedApproval> recent = new ArrayList<>(decided.size());
        for (Hold hold : decided) {
            if (hold.approval() instanceof DecidedApproval approval) {
                recent.add(approval);
            }
        }
        return List.copyOf(recent);
    }
}
