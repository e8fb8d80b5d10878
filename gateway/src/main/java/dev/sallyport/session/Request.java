package dev.sallyport.session;

import dev.sallyport.wire.BindHead;
import dev.sallyport.wire.Bytes;
import dev.sallyport.wire.ClientEncoding;
import dev.sallyport.wire.FrontendMessage.Bind;
import dev.sallyport.wire.FrontendMessage.Parse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client's message that has to be decided before it may go on. */
sealed interface Request {
    /** What came of the message: the whole frame, or its head. */
    Bytes bytes();

    /** The text to decide, in UTF-8. */
    Bytes sql();

    /** The encoding that its text and its parameters were read by. */
    ClientEncoding encoding();

    /** The types of users that it declares parameters to be of, as pg_type.oid. */
    default Set<Integer> parameterTypes() {
        return Set.of();
    }

    /** Whether it is so long that its head alone is here. */
    default boolean isPart() {
        return false;
    }

    /** Query. */
    record OfQuery(Bytes bytes, Bytes sql, ClientEncoding encoding) implements Request {}

    /**
     * FunctionCall.
     *
     * @param sql the SELECT that calls the same function
     */
    record OfFunctionCall(Bytes bytes, Bytes sql) implements Request {
        @Override
        public ClientEncoding encoding() {
            return ClientEncoding.UTF8;
        }
    }

    /**
     * Parse.
     *
     * @param prepared what it makes if it succeeds
     */
    record OfParse(Bytes bytes, Parse parse, Prepared prepared, ClientEncoding encoding) implements Request {
        @Override
        public Bytes sql() {
            return prepared.sql();
        }

        @Override
        public Set<Integer> parameterTypes() {
            return prepared.typesOfUsers();
        }
    }

    /**
     * Bind of a statement that is known.
     *
     * @param whole the message, or null if its head alone is here
     */
    record OfBind(Bytes bytes, BindHead head, @Nullable Bind whole, Prepared prepared, ClientEncoding encoding)
            implements Request {
        @Override
        public Bytes sql() {
            return prepared.sql();
        }

        @Override
        public Set<Integer> parameterTypes() {
            return prepared.typesOfUsers();
        }

        @Override
        public boolean isPart() {
            return whole == null;
        }
    }
}
