package dev.sallyport.approval;

import dev.sallyport.approval.Approval.DecidedApproval;
import dev.sallyport.approval.Approval.PendingApproval;
import dev.sallyport.session.Event.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request on the desk, from its opening until its verdict is delivered. */
final class Hold {
    final PendingApproval request;
    final Consumer<Verdict> done;
    /** Completed once, when the desk shows it as decided and before the session is told. */
    final CompletableFuture<DecidedApproval> outcome = new CompletableFuture<>();

    private final AtomicReference<State> state = new AtomicReference<>(State.OPENING);
    private volatile @Nullable DecidedApproval decided;
    private volatile Alarm.Ring deadline = () -> {};

    Hold(PendingApproval request, Consumer<Verdict> done) {
        this.request = request;
        this.done = done;
    }

    private enum State {
        /** Its record is not handed to the journal yet; nobody may see it. */
        OPENING,
        WAITING,
        /** Somebody or something decides on it; nobody else can. */
        CLAIMED
    }

    boolean show() {
        return state.compareAndSet(State.OPENING, State.WAITING);
    }

    boolean isShown() {
        return state.get() != State.OPENING;
    }

    boolean isWaiting() {
        return state.get() == State.WAITING;
    }

    /** True for exactly one caller, who must then settle it. */
    boolean claim() {
        return state.getAndSet(State.CLAIMED) != State.CLAIMED;
    }

    void decided(DecidedApproval approval) {
        decided = approval;
    }

    /** The request as it stands. */
    Approval approval() {
        DecidedApproval end = decided;
        return end == null ? request : end;
    }

    void deadline(Alarm.Ring ring) {
        deadline = ring;
        if (state.get() == State.CLAIMED) {
            ring.cancel();
        }
    }

    void cancelDeadline() {
        deadline.cancel();
    }

    long characters() {
        long sum = request.statement().sql().length();
        for (String parameter : request.statement().parameters()) {
            sum += parameter.length();
        }
        return sum;
    }
}
