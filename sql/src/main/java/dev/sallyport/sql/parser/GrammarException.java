package dev.sallyport.sql.parser;

/** The grammar stopped by an assertion, an abort or an exit: its instance must not be used again. */
final class GrammarException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GrammarException(String message) {
        super(message);
    }
}
