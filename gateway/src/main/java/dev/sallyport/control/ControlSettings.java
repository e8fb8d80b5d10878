package dev.sallyport.control;

import java.util.Set;

/**
 * Where the HTTP interface listens.
 *
 * @param host the address to bind, loopback unless configured otherwise
 * @param port the port to bind; 0 for any
 * @param names further host names by which it may be called; loopback names and {@code host} always may. A request that
 *     names another host is refused, so that no web page can reach it through a name of its own (DNS rebinding)
 */
public record ControlSettings(String host, int port, Set<String> names) {
    public ControlSettings {
        names = Set.copyOf(names);
    }

    /** On this machine only. */
    public static ControlSettings loopback(int port) {
        return new ControlSettings("127.0.0.1", port, Set.of());
    }
}
