package dev.sallyport.condition;

/**
 * Why an expression does not compile.
 *
 * @param line the line of the expression, 1 or more
 * @param column the column in that line, in code points, 1 or more
 * @param message what is wrong there, one sentence without its full stop
 */
public record Problem(int line, int column, String message) {

    /** As a configuration error shows it. */
    @Override
    public String toString() {
        return "line " + line + ", column " + column + ": " + message;
    }
}
