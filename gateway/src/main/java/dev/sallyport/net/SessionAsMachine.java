package dev.sallyport.net;

import dev.sallyport.session.Event;
import dev.sallyport.session.Session;

/** The real thing. */
record SessionAsMachine(Session session) implements SessionMachine {
    @Override
    public void step(Event event, long nanoTime) {
        session.step(event, nanoTime);
    }

    @Override
    public boolean passesFromServer(int type) {
        return session.passesFromServer(type);
    }

    @Override
    public boolean passesFromClient(int type) {
        return session.passesFromClient(type);
    }

    @Override
    public boolean isOpen() {
        return session.isOpen();
    }

    @Override
    public boolean isClosed() {
        return session.isClosed();
    }
}
