package dev.sallyport.role;

/** A line of what is to be done in a database, and of what has to be said about it. */
sealed interface Line {

    /** To be executed. */
    record Statement(String sql) implements Line {}

    /** What need not be executed, because the database has it so. */
    record InForce(String sql) implements Line {}

    /** What a person should know. */
    record Note(String text) implements Line {}

    /** Why no session can begin. */
    record Problem(String text) implements Line {}
}
