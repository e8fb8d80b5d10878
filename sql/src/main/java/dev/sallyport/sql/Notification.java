package dev.sallyport.sql;

/**
 * What NOTIFY sends.
 *
 * @param payload empty if it sends none
 */
public record Notification(String channel, String payload) {}
