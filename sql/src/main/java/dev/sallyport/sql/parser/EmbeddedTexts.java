package dev.sallyport.sql.parser;

import dev.sallyport.sql.parser.ParseResult.Reason;
import dev.sallyport.sql.parser.ParseResult.Refused;

/**
 * Parses what stands as a text within a text: the bodies of functions, the statements in them, strings that are executed. Each is held
 * to every limit that a whole text is held to, and all of one text together to {@link #MAXIMUM_TEXTS}, to {@link #MAXIMUM_BYTES} and once
 * more to the time limit of one. For use on the thread and within the function that {@link SqlParser#submit} calls with it.
 */
public interface EmbeddedTexts {

    /** So many texts within one are parsed. */
    int MAXIMUM_TEXTS = 1_000;

    /** So many bytes of them, all together; a text within another within a third is counted twice. */
    int MAXIMUM_BYTES = 4 << 20;

    /** Parses none. */
    EmbeddedTexts NONE = new EmbeddedTexts() {
        private static final Refused REFUSED =
                new Refused(Reason.CLOSED, "What stands within the statement is not read.");

        @Override
        public ParseResult sql(byte[] text) {
            return REFUSED;
        }

        @Override
        public ParseResult plpgsql(byte[] statement, byte[] body) {
            return REFUSED;
        }
    };

    /** Parses SQL, as {@link SqlParser#parse} does. */
    ParseResult sql(byte[] text);

    /**
     * Parses the body of a routine that is written in PL/pgSQL.
     *
     * @param statement one CREATE FUNCTION, CREATE PROCEDURE or DO statement in PL/pgSQL; one without a body is refused
     * @param body its body, without the quotes
     * @return a tree in the form of libpg_query's PL/pgSQL parser: {@code plpgsql_funcs}, an array of one
     */
    ParseResult plpgsql(byte[] statement, byte[] body);
}
