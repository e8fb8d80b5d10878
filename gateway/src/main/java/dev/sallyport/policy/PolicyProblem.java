package dev.sallyport.policy;

/**
 * Something wrong with the configured policy.
 *
 * @param path where, as the configuration writes it: {@code rules[2].when}
 * @param message what, one sentence without its full stop
 */
public record PolicyProblem(String path, String message) {}
