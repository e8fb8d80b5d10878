/** The session machine: events in, actions out; no I/O, no clock, no threads. */
@NullMarked
package dev.sallyport.session;

import org.jspecify.annotations.NullMarked;
