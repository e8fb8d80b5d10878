/**
 * The client's side of the gateway: listen, negotiate encryption, and drive one session for each connection.
 *
 * <p>Everything of a session happens on the event loop of its client's channel, the server's channel included.
 */
@NullMarked
package dev.sallyport.net;

import org.jspecify.annotations.NullMarked;
