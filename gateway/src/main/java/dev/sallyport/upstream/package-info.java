/** The real server: connect, encrypt, authenticate, forward, cancel. */
@NullMarked
package dev.sallyport.upstream;

import org.jspecify.annotations.NullMarked;
