/**
 * PostgreSQL's frontend/backend protocol, version 3: bytes to frames, frames to messages and back.
 *
 * <p>Knows nothing of sockets, sessions or policy. Every length is bounded before anything is allocated.
 *
 * @see <a href="https://www.postgresql.org/docs/18/protocol.html">PostgreSQL documentation, frontend/backend protocol</a>
 */
@NullMarked
package dev.sallyport.wire;

import org.jspecify.annotations.NullMarked;
