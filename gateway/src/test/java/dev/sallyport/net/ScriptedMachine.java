package dev.sallyport.net;

import dev.sallyport.session.Actions;
import dev.sallyport.session.Event;
import dev.sallyport.wire.BackendMessage.AuthenticationOk;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.ErrorResponse;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrontendMessage.Query;
import dev.sallyport.wire.FrontendMessages;
import dev.sallyport.wire.FrontendType;
import dev.sallyport.wire.ProtocolViolation;
import dev.sallyport.wire.TransactionStatus;

/** The least that can be driven: lets everyone in, answers a query with its own text as the tag, and tells of what it is told. */
final class ScriptedMachine implements SessionMachine {
    private final BackendKeyData key;
    private final Actions actions;
    private boolean stepping;
    private boolean closed;

    ScriptedMachine(BackendKeyData key, Actions actions) {
        this.key = key;
        this.actions = actions;
    }

    @Override
    public void step(Event event, long nanoTime) {
        if (stepping) {
            throw new IllegalStateException("stepped inside a step");
        }
        stepping = true;
        try {
            on(event);
        } catch (ProtocolViolation violation) {
            end(violation.sqlState(), String.valueOf(violation.getMessage()));
        } finally {
            stepping = false;
        }
    }

    private void on(Event event) throws ProtocolViolation {
        if (closed) {
            return;
        }
        switch (event) {
            case Event.ClientStarted _ -> {
                actions.sendClient(new AuthenticationOk().encode());
                actions.sendClient(key.encode());
                ready();
            }
            case Event.ClientSent(Frame frame) when frame.type() == FrontendType.TERMINATE -> close();
            case Event.ClientSent(Frame frame) -> query((Query) FrontendMessages.decode(frame));
            case Event.CancelRequested _ ->
                actions.sendClient(NoticeResponse.builder("NOTICE", "00000", "cancel requested")
                        .build()
                        .encode());
            case Event.ClientGone _ -> close();
            case Event.EndOrdered(var sqlState, var reason) -> end(sqlState, reason);
            default -> throw new IllegalStateException("not in the script");
        }
    }

    private void query(Query query) {
        String text = query.sql().utf8ForDisplay();
        if (text.equals("fail")) {
            throw new IllegalStateException("secret words");
        }
        actions.sendClient(new CommandComplete(text).encode());
        ready();
    }

    private void ready() {
        actions.sendClient(new ReadyForQuery(TransactionStatus.IDLE).encode());
    }

    private void end(String sqlState, String reason) {
        actions.sendClient(
                ErrorResponse.builder("FATAL", sqlState, reason).build().encode());
        close();
    }

    private void close() {
        closed = true;
        actions.closeClient();
    }

    @Override
    public boolean passesFromServer(int type) {
        return false;
    }

    @Override
    public boolean passesFromClient(int type) {
        return false;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
