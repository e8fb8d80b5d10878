/**
 * A session as its client sent and saw it, on disk, and how it is played again.
 *
 * <p>What is recorded has been masked already, and no password passes here. A recording never stops while its session
 * goes on: whatever keeps it from going on is reported, so that the session is ended.
 */
@NullMarked
package dev.sallyport.recording;

import org.jspecify.annotations.NullMarked;
