package dev.sallyport.session;

import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.Frame;
import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.Parse;

/** A client's message that has to be decided before it may go on. */
sealed interface Request {
    /** The frame as it came. */
    Frame frame();

    /** The text to decide. */
    Bytes sql();

    /** Query. */
    record OfQuery(Frame frame, Bytes sql) implements Request {}

    /**
     * Parse.
     *
     * @param prepared what it makes if it succeeds
     */
    record OfParse(Frame frame, Parse parse, Prepared prepared) implements Request {
        @Override
        public Bytes sql() {
            return parse.sql();
        }
    }

    /** Bind of a statement that is known. */
    record OfBind(Frame frame, Bind bind, Prepared prepared) implements Request {
        @Override
        public Bytes sql() {
            return prepared.sql();
        }
    }
}
