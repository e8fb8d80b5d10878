package dev.sallyport.app.policy;

/**
 * Something that came otherwise than a test expects.
 *
 * @param what in one word
 * @param expected what the test says
 * @param actual what it is
 */
record Difference(String what, String expected, String actual) {}
