package dev.sallyport.wire;

/**
 * What stands before the parameters of a {@link FrontendMessage.Bind}.
 *
 * @param portal the portal's name, empty for the unnamed
 * @param statement the prepared statement's name, empty for the unnamed
 * @param parameters how many parameters follow, 0 to 65,535
 */
public record BindHead(String portal, String statement, int parameters) {}
